"""How a kernel moves: which engine and which cuts suit a convolution."""

import jax.numpy as jnp
import numpy as np
import pytest

from keraunos.ops.lowering.geometry import Geometry, has_slices, is_quick, is_split, plain, slices


def test_types_that_the_engine_is_slow_with():
    assert [is_quick(d) for d in ("float16", "bfloat16", "float32", "float64")] == [1, 1, 1, 0]
    assert is_quick(jnp.float32)
    assert is_quick(jnp.zeros(1).dtype)


@pytest.mark.parametrize(
    ("kernel", "groups", "found"),
    [((3, 3, 4, 8), 1, False), ((3, 3, 4, 8), 2, True), ((3, 3, 4, 16), 16, False),
     ((3, 3, 1, 8), 8, False), ((3, 3, 2, 4), 4, False)],
)  # fmt: skip
def test_few_groups_of_several_channels_are_split(kernel, groups, found):
    assert is_split(jnp.zeros(kernel), groups) == found


@pytest.mark.parametrize("low", [0, 1, -1])
@pytest.mark.parametrize(("stride", "dilation"), [(1, 1), (2, 1), (1, 2)])
def test_a_volumes_convolution_is_a_sum_over_its_slices(stride, dilation, low):
    rng = np.random.default_rng(0)
    x, kernel = rng.normal(size=(2, 6, 5, 4, 3)), rng.normal(size=(2, 3, 2, 3, 4))
    how = Geometry((stride, 2, 1), ((low, 1), (1, 0), (0, 1)), (dilation, 1, 1), (1, 1, 1))
    assert has_slices(kernel, how)
    seen, rest = slices(jnp.asarray(x), kernel, how)
    whole = plain(jnp.asarray(x), jnp.asarray(kernel, "float32"), how)
    parts = sum(
        plain(v, jnp.asarray(k, "float32"), rest) for v, k in zip(seen, kernel, strict=True)
    )
    np.testing.assert_allclose(parts.reshape(whole.shape), whole, rtol=1e-4, atol=1e-5)


def test_what_has_no_slices():
    volume = Geometry((1,) * 3, ((0, 0),) * 3, (1,) * 3, (1,) * 3)
    assert not has_slices(np.zeros((1, 1, 1, 3, 4)), volume)  # one product already
    assert not has_slices(np.zeros((2, 2, 2, 1, 4)), volume._replace(groups=2))
    assert not has_slices(np.zeros((2, 2, 3, 4)), Geometry((1, 1), ((0, 0),) * 2, (1, 1), (1, 1)))
