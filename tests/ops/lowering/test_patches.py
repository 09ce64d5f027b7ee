"""The views of an array under a moving window."""

import jax.numpy as jnp
import numpy as np
import pytest

from keraunos.ops.lowering.patches import out_size, padded, patches, views


@pytest.mark.parametrize(
    ("window", "strides", "dilation"),
    [((2, 3), (1, 2), (1, 1)), ((2, 2), (2, 1), (3, 2)), ((1, 1), (2, 3), (1, 1))],
)
def test_patches_are_the_views_side_by_side_and_both_are_sliding_windows(window, strides, dilation):
    x = np.random.default_rng(0).normal(size=(2, 8, 9, 3))
    spans = tuple((k - 1) * d + 1 for k, d in zip(window, dilation))
    slid = np.lib.stride_tricks.sliding_window_view(x, spans, (1, 2))
    slid = slid[:, :: strides[0], :: strides[1], :, :: dilation[0], :: dilation[1]]
    wanted = np.moveaxis(slid, 3, -1)  # (n, *out, *window, c)
    outs = [out_size(*one) for one in zip((8, 9), window, strides, dilation)]
    assert wanted.shape[1:3] == tuple(outs)
    together = patches(jnp.asarray(x), window, strides, dilation)
    np.testing.assert_allclose(together, wanted.reshape(2, *outs, -1), rtol=1e-6)
    for place, view in enumerate(views(jnp.asarray(x), window, strides, dilation)):
        i, j = divmod(place, window[1])
        np.testing.assert_allclose(view, wanted[:, :, :, i, j], rtol=1e-6)


def test_a_window_that_does_not_fit_has_no_place():
    assert out_size(2, 3) == 0
    assert patches(jnp.ones((1, 2, 1)), (3,), (1,), (1,)).shape == (1, 0, 3)
    assert [v.shape for v in views(jnp.ones((1, 2, 1)), (3,), (1,), (1,))] == [(1, 0, 1)] * 3


def test_padding_adds_and_crops():
    x = jnp.arange(4.0).reshape(1, 4, 1)
    assert padded(x, ((1, -2),), 9).ravel().tolist() == [9.0, 0.0, 1.0]
    assert padded(x, ((0, 0),)) is x
