"""Which way a kernel's gradient goes; that all are equal, test_convolution.py sees."""

import jax
import jax.numpy as jnp
import pytest

from keraunos.ops.lowering.geometry import Geometry
from keraunos.ops.lowering.kernel_gradient import kernel_gradient

FLAT = Geometry((1, 1), ((0, 0), (0, 0)), (1, 1), (1, 1))


def lowered(x, kernel, geometry=FLAT, dtype="float32"):
    shapes = zip(x[1:-1], kernel[:-2], geometry.strides, strict=True)
    out = (x[0], *((n - k) // s + 1 for n, k, s in shapes), kernel[-1])
    arguments = [jax.ShapeDtypeStruct(shape, dtype) for shape in (x, kernel, out)]
    return jax.jit(kernel_gradient, static_argnums=3).lower(*arguments, geometry).as_text()


@pytest.mark.parametrize(
    ("x", "kernel", "convolutions", "products"),
    [((4, 8, 8, 8), (3, 3, 8, 5), 1, 0),
     ((4, 8, 8, 1), (3, 3, 1, 5), 0, 1),  # few values
     ((4, 8, 8, 8), (1, 1, 8, 5), 0, 1),  # one place
     ((2, 8, 8, 8), (2, 2, 8, 5), 0, 4),  # few rows
     ((4, 3, 3, 8), (3, 3, 8, 5), 0, 9)],  # one output
)  # fmt: skip
def test_the_engine_reads_rows_as_channels_where_it_is_quick(x, kernel, convolutions, products):
    text = lowered(x, kernel)
    assert text.count("stablehlo.convolution") == convolutions
    assert text.count("stablehlo.dot_general") == products


def test_a_volumes_kernel_has_a_flat_gradient_for_each_slice():
    volume = Geometry((1,) * 3, ((0, 0),) * 3, (1,) * 3, (1,) * 3)
    assert lowered((2, 6, 5, 4, 8), (3, 2, 2, 8, 5), volume).count("stablehlo.convolution") == 3


def test_64_bits_are_products():
    with jax.enable_x64(True):
        text = lowered((4, 8, 8, 8), (2, 2, 8, 5), dtype="float64")
    assert text.count("stablehlo.dot_general") == 4


def test_only_the_kernels_shape_counts():
    x, dy = jnp.ones((4, 5, 5, 6)), jnp.ones((4, 4, 4, 3))
    ones = kernel_gradient(x, jnp.ones((2, 2, 6, 3)), dy, FLAT)
    zeros = kernel_gradient(x, jnp.zeros((2, 2, 6, 3)), dy, FLAT)
    assert (ones == zeros).all()
    assert (ones == 64).all()
