"""The installed Keras on the JAX backend, the judge of numbers; tests that need it skip without it."""

import os

import pytest

os.environ["KERAS_BACKEND"] = "jax"
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

keras = pytest.importorskip("keras", reason="needs the oracle: pip install keras")


def get_keras_mask(x):
    """The mask that the oracle lets travel with a tensor, or None."""
    return keras.src.backend.get_keras_mask(x)


def set_keras_mask(x, mask):
    """Let the oracle's mask travel with a tensor."""
    keras.src.backend.set_keras_mask(x, mask)


TOLERANCE = {
    "float64": {"rtol": 1e-10, "atol": 1e-10},
    "float32": {"rtol": 1e-5, "atol": 1e-6},
    "bfloat16": {"rtol": 2e-2, "atol": 1e-2},
    "float16": {"rtol": 2e-3, "atol": 1e-3},
}
"""How far two correct formulas drift apart, by dtype."""
