"""Every path of the convolution equals the engine's own: values, both gradients, gradients of gradients."""

import jax
import jax.numpy as jnp
import numpy as np
import pytest
from support.oracle import TOLERANCE
from support.twins import quickly

from keraunos.ops.lowering import convolution as lowering
from keraunos.ops.lowering import geometry as moving
from keraunos.ops.lowering.convolution import convolve
from keraunos.ops.lowering.geometry import Geometry, plain

SPATIAL = (9, 8, 5)

# rank, window, strides, padding, dilation, spread, channels, groups, filters
CASES = {
    "few channels": (2, 3, 1, (0, 0), 1, 1, 3, 1, 4),
    "few channels, strided, padded": (2, 3, 2, (1, 1), 1, 1, 3, 1, 4),
    "few channels, dilated": (2, 2, 1, (2, 1), 2, 1, 3, 1, 4),
    "many channels": (2, 3, 1, (1, 1), 1, 1, 20, 1, 18),
    "many channels, strided": (2, 3, 2, (0, 1), 1, 1, 20, 1, 18),
    "many channels, dilated": (2, 2, 1, (0, 0), 3, 1, 20, 1, 18),
    "many channels, strided and uneven": (2, (2, 3), (1, 2), (0, 1), 1, 1, 34, 1, 18),
    "many channels, cropped": (2, 3, 2, (-1, -2), 1, 1, 20, 1, 18),
    "many channels, strided and dilated": (2, 2, 2, (1, 2), 3, 1, 20, 1, 18),
    "one output": (2, (9, 8), 1, (0, 0), 1, 1, 5, 1, 4),
    "volumes": (3, 2, (1, 2, 1), (0, 1), 1, 1, 34, 1, 5),
    "volumes, strided and cropped": (3, 2, (2, 1, 1), (-1, 1), 1, 1, 5, 1, 4),
    "volumes, dilated": (3, 2, 1, (1, 1), (2, 1, 1), 1, 5, 1, 4),
    "volumes, flat windows": (3, (1, 3, 2), 1, (1, 0), 1, 1, 5, 1, 4),
    "window larger than stride reaches": (2, 2, 3, (0, 0), 1, 1, 3, 1, 4),
    "pointwise": (2, 1, 1, (0, 0), 1, 1, 18, 1, 4),
    "pointwise, strided": (2, 1, 2, (0, 0), 1, 1, 18, 1, 4),
    "negative padding": (2, 2, 1, (-1, 1), 1, 1, 3, 1, 4),
    "padding beyond the window": (2, 2, 1, (3, 2), 1, 1, 3, 1, 4),
    "strided and dilated": (1, 2, 2, (1, 0), 2, 1, 3, 1, 4),
    "causal": (1, 3, 1, (4, 0), 2, 1, 3, 1, 4),
    "one axis, many channels": (1, 5, 1, (2, 2), 1, 1, 18, 1, 17),
    "three axes": (3, 2, (1, 2, 1), (0, 1), 1, 1, 2, 1, 3),
    "depthwise": (2, 3, 1, (1, 1), 1, 1, 6, 6, 6),
    "depthwise, strided, multiplied": (2, 3, 2, (1, 1), 1, 1, 6, 6, 12),
    "depthwise, dilated": (1, 3, 1, (0, 0), 2, 1, 6, 6, 6),
    "few groups": (2, 3, 1, (1, 1), 1, 1, 8, 2, 6),
    "few groups, strided": (2, 2, 2, (0, 0), 1, 1, 8, 4, 8),
    "many groups": (2, 2, 1, (0, 0), 1, 1, 20, 10, 20),
    "groups to one filter each": (2, 2, 1, (0, 0), 1, 1, 8, 4, 4),
    "spread": (2, 3, 1, (2, 2), 1, 2, 3, 1, 4),
    "spread, window smaller": (2, 2, 1, (1, 3), 1, 3, 3, 1, 4),
    "spread on one axis": (2, 3, 1, (2, 1), 1, (2, 1), 18, 1, 4),
    "spread, groups": (1, 4, 1, (3, 2), 1, 2, 8, 2, 6),
    "spread and dilated": (1, 2, 1, (2, 2), 2, 2, 3, 1, 4),
    "spread and strided": (1, 3, 2, (2, 2), 1, 3, 3, 1, 4),
}


def each(value, rank):
    return value if isinstance(value, tuple) else (value,) * rank


def arranged(case, batch=4, dtype="float32"):
    rank, window, strides, padding, dilation, spread, channels, groups, filters = CASES[case]
    rng = np.random.default_rng(0)
    geometry = Geometry(
        each(strides, rank), (padding,) * rank, each(dilation, rank), each(spread, rank), groups
    )
    x = rng.normal(size=(batch, *SPATIAL[:rank], channels))
    kernel = rng.normal(size=(*each(window, rank), channels // groups, filters))
    return jnp.asarray(x, dtype), jnp.asarray(kernel, dtype), geometry


def everything(convolution, x, kernel, geometry, twice=False):
    """Value and both gradients; `twice`: and the gradients of a number made of the gradients."""

    def scalar(x, kernel):
        y = convolution(x, kernel, geometry)
        wave = jnp.sin(jnp.arange(y.size, dtype=y.dtype)).reshape(y.shape)
        return (jnp.square(y) * wave).sum(), y

    def firsts(x, kernel):
        gradients, y = jax.grad(scalar, (0, 1), has_aux=True)(x, kernel)
        return (y, *gradients)

    def number(x, kernel):
        _, dx, dk = firsts(x, kernel)
        return jnp.square(dx).sum() + jnp.sin(dk).sum()

    return quickly(jax.grad(number, (0, 1)) if twice else firsts, x, kernel)


@pytest.fixture(autouse=True)
def _double(monkeypatch):
    """64 bits to compare closely, by the paths of 32."""
    monkeypatch.setattr(moving, "SLOW", ())
    with jax.enable_x64(True):
        yield


@pytest.mark.parametrize("case", CASES)
def test_values_and_gradients_are_the_engines(case):
    assert_equal(case, twice=False)


@pytest.mark.parametrize("case", ["many channels, strided", "one axis, many channels", "volumes"])
@pytest.mark.parametrize("why", ["two rows", "64 bits"])
def test_where_the_engine_is_slow_products_are_equal(case, why, monkeypatch):
    if why == "64 bits":
        monkeypatch.setattr(moving, "SLOW", ("float64",))
    assert_equal(case, twice=False, batch=2 if why == "two rows" else 4)


@pytest.mark.parametrize(
    "case",
    ["few channels, strided, padded", "many channels", "depthwise, strided, multiplied", "few groups",
     "groups to one filter each", "spread"],
)  # fmt: skip
def test_gradients_of_gradients_are_the_engines(case):
    assert_equal(case, twice=True)


def assert_equal(case, twice, batch=4):
    x, kernel, geometry = arranged(case, batch, dtype="float64")
    found = everything(convolve, x, kernel, geometry, twice)
    wanted = everything(plain, x, kernel, geometry, twice)
    for mine, his in zip(found, wanted, strict=True):
        scale = max(1.0, float(abs(his).max()))  # sums of many products, and squares of those
        np.testing.assert_allclose(mine, his, rtol=1e-10, atol=1e-10 * scale)


def test_beyond_the_bytes_of_patches_the_engine_goes_forward(monkeypatch):
    x, kernel, geometry = arranged("few channels", dtype="float64")
    wanted = everything(convolve, x, kernel, geometry)
    monkeypatch.setattr(lowering, "PATCH_BYTES", 0)
    text = jax.jit(convolve, static_argnums=2).lower(x, kernel, geometry).as_text()
    assert "stablehlo.convolution" in text
    for mine, his in zip(everything(convolve, x, kernel, geometry), wanted, strict=True):
        np.testing.assert_allclose(mine, his, rtol=1e-10, atol=1e-10)


@pytest.mark.parametrize("case", ["few channels", "depthwise", "pointwise"])
def test_small_convolutions_are_products_on_a_cpu_and_the_engines_elsewhere(case, monkeypatch):
    x, kernel, geometry = arranged(case)

    def text():
        return jax.jit(lambda x, k: convolve(x, k, geometry)).lower(x, kernel).as_text()

    assert "stablehlo.convolution" not in text()
    monkeypatch.setattr(lowering, "on_cpu", lambda: False)
    assert "stablehlo.convolution" in text()


@pytest.mark.parametrize(
    "case", ["few channels", "many channels", "depthwise", "few groups", "spread"]
)
def test_16_bits_are_as_close_as_the_engines(case):
    x, kernel, geometry = arranged(case, dtype="bfloat16")
    y = np.asarray(convolve(x, kernel, geometry), "float32")
    exact = np.asarray(plain(x.astype("float32"), kernel.astype("float32"), geometry))
    np.testing.assert_allclose(y, exact, **TOLERANCE["bfloat16"])


def test_integers_and_empty_batches():
    x, kernel, geometry = arranged("few channels", dtype="int32")
    np.testing.assert_array_equal(convolve(x, kernel, geometry), plain(x, kernel, geometry))
    x, kernel, geometry = arranged("many channels", batch=0)
    dx, dk = jax.grad(lambda x, k: convolve(x, k, geometry).sum(), (0, 1))(x, kernel)
    assert dx.shape == x.shape
    assert (np.asarray(dk) == 0).all()


def test_many_kernels_at_once():
    x, kernel, geometry = arranged("few channels", dtype="float64")
    kernels = jnp.stack([kernel, 2 * kernel, -kernel])

    def loss(kernel):
        return jnp.square(convolve(x, kernel, geometry)).sum()

    together = jax.vmap(jax.grad(loss))(kernels)
    for mine, one in zip(together, kernels, strict=True):
        np.testing.assert_allclose(mine, jax.grad(loss)(one), rtol=1e-10, atol=1e-10)
