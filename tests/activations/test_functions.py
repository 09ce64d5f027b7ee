"""Activations against the oracle: values, gradients, dtypes, edges."""

import inspect

import jax
import numpy as np
import pytest
from support.oracle import TOLERANCE, keras

import keraunos as k

PLAIN = (
    "celu", "elu", "exponential", "gelu", "glu", "hard_shrink", "hard_sigmoid", "hard_silu",
    "hard_tanh", "leaky_relu", "linear", "log_sigmoid", "log_softmax", "mish", "relu", "relu6",
    "selu", "sigmoid", "silu", "soft_shrink", "softmax", "softplus", "softsign", "sparse_plus",
    "sparse_sigmoid", "sparsemax", "squareplus", "tanh", "tanh_shrink",
)  # fmt: skip
CASES = [
    *((name, {}) for name in PLAIN if name != "sparsemax"), ("celu", {"alpha": 0.5}), ("elu", {"alpha": 0.5}),
    ("gelu", {"approximate": True}), ("glu", {"axis": 0}), ("hard_shrink", {"threshold": 1.0}),
    ("leaky_relu", {"negative_slope": 0.5}), ("log_softmax", {"axis": 0}),
    ("relu", {"negative_slope": 0.1}), ("relu", {"max_value": 1.0}), ("relu", {"threshold": 0.5}),
    ("relu", {"negative_slope": 0.1, "max_value": 1.0, "threshold": 0.5}),
    ("relu", {"max_value": 6.0}), ("soft_shrink", {"threshold": 1.0}), ("softmax", {"axis": 0}),
    ("softmax", {"axis": (0, 1)}), ("squareplus", {"b": 1}),
    ("threshold", {"threshold": 0.3, "default_value": -1.0}),
]  # fmt: skip


def inputs(shape=(4, 6), seed=0):
    return 3 * np.random.default_rng(seed).normal(size=shape).astype("float32")


@pytest.mark.parametrize(("name", "options"), CASES, ids=str)
def test_values_and_gradients_are_those_of_keras(name, options):
    ours, theirs = (getattr(lib.activations, name) for lib in (k, keras))
    x = k.ops.convert_to_tensor(inputs())
    np.testing.assert_allclose(
        ours(x, **options), np.asarray(theirs(x, **options)), **TOLERANCE["float32"]
    )

    def gradient(f):
        weights = np.arange(x.size, dtype="float32") / x.size
        return jax.grad(
            lambda v: (f(v, **options).reshape(-1) * weights[: f(v, **options).size]).sum()
        )(x)

    np.testing.assert_allclose(gradient(ours), gradient(theirs), **TOLERANCE["float32"])


@pytest.mark.parametrize("name", [*PLAIN, "threshold", "swish", "hard_swish"])
def test_signatures_are_those_of_keras(name):
    found, wanted = (
        [
            (p.name, p.default)
            for p in inspect.signature(getattr(lib.activations, name)).parameters.values()
        ]
        for lib in (k, keras)
    )
    assert found == wanted


@pytest.mark.parametrize("dtype", ["bfloat16", "float16"])
@pytest.mark.parametrize("name", PLAIN)
def test_16_bit_inputs_keep_their_dtype(name, dtype):
    function = getattr(k.activations, name)
    x = jax.numpy.asarray(inputs(), dtype)
    found = function(x)
    assert found.dtype.name == dtype
    wanted = function(x.astype("float32"))
    np.testing.assert_allclose(found.astype("float32"), wanted, rtol=4e-2, atol=4e-2)


@pytest.mark.parametrize("name", PLAIN)
def test_large_numbers_stay_finite_and_nan_shows(name):
    function = getattr(k.activations, name)
    if name != "exponential":
        assert np.isfinite(function(np.array([[-1e4, 1e4, 0.0, 50.0]], "float32"))).all()
    if "shrink" not in name or name.startswith("tanh"):  # they take NaN for small, as in Keras
        assert np.isnan(function(np.array([[np.nan, np.nan]], "float32"))).any()


@pytest.mark.parametrize("name", PLAIN)
def test_no_rows_and_unknown_batch(name):
    function = getattr(k.activations, name)
    assert function(np.zeros((0, 4), "float32")).shape[0] == 0
    out = function(k.KerasTensor((None, 4), "float32"))
    assert out.shape[0] is None


@pytest.mark.parametrize("axis", [0, 1, -1])
def test_sparsemax_is_the_nearest_point_of_the_simplex(axis):
    """The oracle gives rows that do not add up to 1, so the definition judges."""
    x = inputs()
    p = np.asarray(k.activations.sparsemax(x, axis=axis))
    np.testing.assert_allclose(p.sum(axis), 1.0, rtol=1e-5)
    assert p.min() >= 0
    gap = np.where(p > 0, x - p, np.inf).min(axis, keepdims=True)  # the same for all that is kept
    np.testing.assert_allclose(p, np.maximum(x - gap, 0), **TOLERANCE["float32"])
    slope = jax.grad(lambda v: k.activations.sparsemax(v, axis=axis)[0, 0] ** 2)(x)
    assert np.isfinite(slope).all()
    np.testing.assert_allclose(slope.sum(axis), 0.0, atol=1e-5)  # shifting all changes nothing
