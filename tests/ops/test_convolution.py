"""The public convolutions against Keras: values and gradients, symbols, errors."""

import jax
import jax.numpy as jnp
import numpy as np
import pytest
from support.oracle import TOLERANCE, keras
from support.twins import draw, quickly

import keraunos as k
from keraunos.core.symbolic import KerasTensor

CASES = [
    ("conv", (2, 9, 3), [(3, 3, 4)], dict(strides=2, padding="same")),
    ("conv", (2, 7, 6, 3), [(3, 2, 3, 4)], dict(padding="SAME", dilation_rate=2)),
    ("conv", (2, 9, 9, 4), [(3, 3, 2, 6)], dict(strides=2, dilation_rate=2)),
    ("depthwise_conv", (2, 7, 6, 3), [(3, 3, 3, 2)], dict(strides=2)),
    ("separable_conv", (2, 7, 6, 3), [(3, 3, 3, 2), (1, 1, 6, 4)], dict(padding="same")),
    ("conv_transpose", (2, 4, 5, 3), [(3, 3, 2, 3)], dict(strides=2, padding="same")),
    ("conv_transpose", (2, 4, 3), [(4, 2, 3)], dict(strides=3, output_padding=1)),
]


def run(lib, name, x, kernels, arguments):
    def loss(x, kernels):
        y = getattr(lib.ops, name)(x, *kernels, **arguments)
        wave = jnp.sin(jnp.arange(y.size, dtype=y.dtype)).reshape(y.shape)
        return (y * wave).sum(), y

    (_, y), gradients = quickly(
        jax.value_and_grad(loss, (0, 1), has_aux=True), jnp.asarray(x), kernels
    )
    return jax.tree.leaves((y, gradients))


@pytest.mark.parametrize(("name", "shape", "kernels", "arguments"), CASES)
def test_values_and_gradients_are_keras(name, shape, kernels, arguments):
    x, kernels = draw(*shape), [jnp.asarray(draw(*s, seed=1)) for s in kernels]
    found, wanted = (run(lib, name, x, kernels, arguments) for lib in (k, keras))
    rtol, atol = TOLERANCE["float32"].values()
    for mine, his in zip(found, wanted, strict=True):
        # sums over many products: the largest says how far rounding may carry
        scale = max(1.0, float(abs(his).max()))
        np.testing.assert_allclose(mine, his, rtol=rtol, atol=atol * scale)


@pytest.mark.parametrize(("name", "shape", "kernels", "arguments"), CASES)
def test_symbols_have_the_shape_and_dtype_of_arrays(name, shape, kernels, arguments):
    op, arrays = getattr(k.ops, name), [draw(*s) for s in kernels]
    y = op(draw(*shape), *arrays, **arguments)
    known = op(KerasTensor(shape), *arrays, **arguments)
    assert (known.shape, known.dtype) == (y.shape, "float32")
    unknown = op(KerasTensor((None,) * (len(shape) - 1) + shape[-1:]), *arrays, **arguments)
    assert unknown.shape == (None,) * (len(shape) - 1) + y.shape[-1:]


def test_channels_first_equals_channels_last_moved():
    x, kernel = draw(2, 3, 7, 6), draw(3, 3, 3, 4, seed=1)
    first = k.ops.conv(x, kernel, 2, "same", "channels_first")
    last = k.ops.conv(np.moveaxis(x, 1, -1), kernel, 2, "same", "channels_last")
    np.testing.assert_allclose(first, np.moveaxis(last, -1, 1), rtol=1e-5, atol=1e-6)
    assert k.ops.conv(KerasTensor((None, 3, None, 6)), kernel, 2, "same", "channels_first").shape == (
        None, 4, None, 3,
    )  # fmt: skip


def test_causal_outputs_do_not_see_what_comes_after():
    x = draw(1, 6, 1)
    later = x.copy()
    later[0, 4:] += 1
    kernel = np.ones((3, 1, 1), "float32")
    y, other = (np.asarray(k.ops.conv(v, kernel, padding="causal")) for v in (x, later))
    np.testing.assert_array_equal(y[0, :4], other[0, :4])
    assert (y[0, 4:] != other[0, 4:]).all()


def test_integers_stay_and_dtypes_promote():
    ones = np.ones((1, 4, 1), "int32")
    assert k.ops.conv(ones, np.ones((2, 1, 1), "int32")).dtype.name == "int32"
    assert k.ops.conv(ones, np.ones((2, 1, 1), "float32")).dtype.name == "float32"


ERRORS = [
    (
        "conv",
        [(1, 5, 5, 3), (3, 3, 2, 4)],
        r"ops\.conv: a kernel of shape \(3, 3, 2, 4\) takes 2 channels",
    ),
    ("conv", [(1, 3, 5, 5), (3, 3, 3, 4)], r"got 5 channels .*If axis 1 holds the channels"),
    (
        "conv",
        [(1, 5, 3), (3, 3, 3, 4)],
        r"ops\.conv: `inputs` must be \(batch, \*spatial, channels\)",
    ),
    ("conv", [(1, 2, 2, 3), (3, 3, 3, 4)], r"ops\.conv: a window of 3 × 3 does not fit into 2 × 2"),
    ("depthwise_conv", [(1, 5, 5, 3), (3, 3, 2, 4)], r"takes 2 channels; got 3"),
    ("conv_transpose", [(1, 5, 5, 3), (3, 3, 3, 4)], r"takes 4 channels; got 3"),
]


@pytest.mark.parametrize(("name", "shapes", "sentence"), ERRORS)
def test_what_does_not_fit_is_named_for_arrays_and_symbols(name, shapes, sentence):
    op, kernel = getattr(k.ops, name), draw(*shapes[1])
    for x in (draw(*shapes[0]), KerasTensor(shapes[0])):
        with pytest.raises(ValueError, match=sentence):
            op(x, kernel)


def test_bad_arguments_are_named():
    x, kernel = draw(1, 5, 1), draw(3, 1, 1)
    with pytest.raises(ValueError, match=r"conv: `padding` must be one of"):
        k.ops.conv(x, kernel, padding="full")
    with pytest.raises(
        ValueError, match=r"conv_transpose: `padding` must be one of \('valid', 'same'\)"
    ):
        k.ops.conv_transpose(x, kernel, padding="causal")
    with pytest.raises(ValueError, match=r"conv: `strides` must be an int >= 1"):
        k.ops.conv(x, kernel, 0)
