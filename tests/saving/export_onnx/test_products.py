"""Products of any axes, and convolutions, in ONNX Runtime."""

import jax
import jax.numpy as jnp
import numpy as np
import pytest
from support.runtime import assert_runs_the_same, of_function

import keraunos as k
from keraunos import ops
from keraunos.layers import Lambda

PRODUCTS = {
    "ab,bc->ac": ((5,), (5, 6)),
    "abc,cd->abd": ((4, 5), (5, 6)),
    "abc,dc->abd": ((4, 5), (6, 5)),
    "abc,bd->acd": ((4, 5), (4, 6)),
    "abc,bcd->ad": ((4, 5), (4, 5, 6)),
    "abc,cde->abde": ((4, 5), (5, 2, 3)),
    "abc,c->ab": ((4, 5), (5,)),
}


@pytest.mark.parametrize("equation", PRODUCTS)
def test_products_with_a_constant(equation):
    shape, other = PRODUCTS[equation]
    rng = np.random.default_rng(0)
    y = rng.normal(size=other).astype("f4")
    model = of_function(lambda x: ops.einsum(equation, x, y), shape)
    assert_runs_the_same(model, [rng.normal(size=(2, *shape)).astype("f4")])


@pytest.mark.parametrize(
    "equation", ["abc,acd->abd", "abc,adc->abd", "abc,abc->a", "abcd,aced->abce"]
)
def test_products_of_two_inputs(equation):
    sizes = {"a": 2, "b": 3, "c": 4, "d": 5, "e": 6}
    shapes = [tuple(sizes[x] for x in part) for part in equation.split("->")[0].split(",")]
    rng = np.random.default_rng(0)
    model = of_function(lambda x, y: ops.einsum(equation, x, y), *(s[1:] for s in shapes))
    assert_runs_the_same(model, [rng.normal(size=s).astype("f4") for s in shapes])


CONVOLUTIONS = {
    "strided": (k.layers.Conv2D, {"filters": 4, "kernel_size": 3, "strides": 2, "padding": "same"}),
    "dilated": (k.layers.Conv2D, {"filters": 4, "kernel_size": 2, "dilation_rate": 2}),
    "grouped": (k.layers.Conv2D, {"filters": 4, "kernel_size": 3, "groups": 2}),
    "depthwise": (k.layers.DepthwiseConv2D, {"kernel_size": 3, "depth_multiplier": 2}),
    "transposed": (k.layers.Conv2DTranspose, {"filters": 4, "kernel_size": 3, "strides": 2}),
    "separable": (k.layers.SeparableConv2D, {"filters": 4, "kernel_size": 3}),
}


@pytest.mark.parametrize("name", CONVOLUTIONS)
@pytest.mark.parametrize("layout", ["channels_last", "channels_first"])
def test_convolutions(name, layout):
    make, arguments = CONVOLUTIONS[name]
    model = k.Sequential([k.Input((6, 6, 6)), make(**arguments, data_format=layout)])
    assert_runs_the_same(model, [np.random.default_rng(0).normal(size=(2, 6, 6, 6)).astype("f4")])


def test_padding_that_crops():
    kernel = np.ones((2, 3, 4), "f4")

    def cropped(x):
        return jax.lax.conv_general_dilated(
            jnp.asarray(x), kernel, (1,), [(-1, 2)], dimension_numbers=("NWC", "WIO", "NWC")
        )

    x = np.random.default_rng(0).normal(size=(2, 6, 3)).astype("f4")
    assert_runs_the_same(of_function(Lambda(cropped), (6, 3)), [x])


def test_the_engines_own_convolution_is_written():
    from support.runtime import onnx

    from keraunos.saving.export import onnx_of

    model = k.Sequential([k.Input((8, 8, 1)), k.layers.Conv2D(2, 3), k.layers.MaxPooling2D()])
    kinds = [n.op_type for n in onnx.load_from_string(onnx_of(model)).graph.node]
    assert kinds.count("Conv") == 1
    assert kinds.count("MaxPool") == 1
    assert len(kinds) < 12
