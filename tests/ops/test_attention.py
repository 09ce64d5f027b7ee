import jax
import numpy as np
import pytest
from support.oracle import TOLERANCE, keras

from keraunos import ops
from keraunos.core.symbolic import KerasTensor

RNG = np.random.default_rng(0)
Q, K, V = (RNG.normal(size=(2, n, 4, 3)).astype("f4") for n in (5, 6, 6))
BIAS = RNG.normal(size=(2, 4, 5, 6)).astype("f4")
MASK = RNG.random((2, 1, 5, 6)) > 0.3

OPTIONS = [
    {}, {"scale": 0.3}, {"bias": BIAS}, {"mask": MASK}, {"is_causal": True},
    {"mask": MASK, "is_causal": True, "bias": BIAS},
]  # fmt: skip


@pytest.mark.parametrize("options", OPTIONS, ids=lambda o: "-".join(o) or "plain")
def test_value_and_gradient_of_keras(options):
    def score(module):
        def total(q, k, v):
            return ops.sum(ops.sin(module.dot_product_attention(q, k, v, **options)))

        return jax.value_and_grad(total, (0, 1, 2))

    for a, b in zip(
        jax.tree.leaves(score(ops)(Q, K, V)),
        jax.tree.leaves(score(keras.ops)(Q, K, V)),
        strict=True,
    ):
        np.testing.assert_allclose(a, b, **TOLERANCE["float32"])


def test_fewer_key_heads_serve_groups():
    found = ops.dot_product_attention(Q, K[:, :, :2], V[:, :, :2])
    wide = [np.repeat(x[:, :, :2], 2, axis=2) for x in (K, V)]
    np.testing.assert_allclose(found, ops.dot_product_attention(Q, *wide), **TOLERANCE["float32"])


def test_a_soft_cap_bounds_the_scores():
    capped = ops.dot_product_attention(Q * 1e3, K, V, attn_logits_soft_cap=1e-6)
    np.testing.assert_allclose(
        capped, np.broadcast_to(V.mean(1, keepdims=True), Q.shape), atol=1e-4
    )


def test_sixteen_bits_stay():
    x = [ops.cast(a, "bfloat16") for a in (Q, K, V)]
    assert ops.dot_product_attention(*x).dtype == "bfloat16"


def test_symbolic_tensors_give_their_shape():
    x = KerasTensor((None, 5, 4, 3))
    assert ops.dot_product_attention(x, x, x).shape == (None, 5, 4, 3)


def test_a_missing_axis_of_heads_is_said():
    with pytest.raises(ValueError, match=r"of shape \(batch, length, heads, head_dim\)"):
        ops.dot_product_attention(Q[:, :, 0], K, V)
