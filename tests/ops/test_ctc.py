"""ops.ctc_loss against Keras and against the sum over all alignments written out."""

import itertools

import jax
import numpy as np
import pytest
from support.oracle import TOLERANCE, keras

from keraunos import ops
from keraunos.core.symbolic import KerasTensor

RNG = np.random.default_rng(2)
LOGITS = RNG.normal(size=(3, 7, 5)).astype("float32")
TARGET = np.array([[1, 2, 2, 3], [3, 1, 0, 0], [0, 0, 0, 0]])


@pytest.mark.parametrize(("mask_index", "frames"), [(0, [7, 7, 7]), (4, [7, 4, 2])])
def test_values_and_gradients_equal_keras(mask_index, frames):
    lengths = np.array([3, 2, 0]), np.array(frames)

    def run(lib):
        def total(logits):
            values = lib.ctc_loss(TARGET, logits, *lengths, mask_index=mask_index)
            return (values * np.array([1.0, 2.0, 3.0])).sum(), values

        (_, values), gradient = jax.jit(jax.value_and_grad(total, has_aux=True))(LOGITS)
        return values, gradient

    for ours, theirs in zip(run(ops), run(keras.ops), strict=True):
        np.testing.assert_allclose(ours, theirs, **TOLERANCE["float32"])


def spelled(path, blank=0):
    """What the classes of the frames spell."""
    return [c for c, _ in itertools.groupby(path) if c != blank]


def test_it_is_the_sum_over_all_paths():
    probabilities = np.asarray(jax.nn.softmax(LOGITS[0, :4, :3], axis=-1))
    total = sum(
        np.prod([probabilities[t, c] for t, c in enumerate(path)])
        for path in itertools.product(range(3), repeat=4)
        if spelled(path) == [1, 1]
    )
    one, two, four = np.array([[1, 1]]), np.array([2]), np.array([4])
    found = jax.jit(ops.ctc_loss)(one, LOGITS[:1, :4, :3], two, four)
    np.testing.assert_allclose(found, [-np.log(total)], rtol=1e-5)


def test_sixteen_bits_are_summed_in_thirty_two():
    run, lengths = jax.jit(ops.ctc_loss), (np.array([3, 2, 0]), np.array([7, 7, 7]))
    half, full = (run(TARGET, LOGITS.astype(d), *lengths) for d in ("float16", "float32"))
    assert half.dtype == "float32"
    np.testing.assert_allclose(half, full, rtol=5e-3)


def test_symbolic_shapes():
    lengths = KerasTensor((None,), "int32")
    out = ops.ctc_loss(KerasTensor((None, 4), "int32"), KerasTensor((None, 7, 5)), lengths, lengths)
    assert out.shape == (None,)
