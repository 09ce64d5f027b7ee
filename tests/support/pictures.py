"""Pictures, masks and boxes for tests, and the oracle's picture layers driven beside ours."""

import warnings

import jax
import numpy as np

import keraunos as k
from support.oracle import TOLERANCE, keras

RNG = np.random.default_rng(0)
PICTURES = RNG.integers(0, 255, (3, 11, 9, 3)).astype("float32")
MASKS = RNG.integers(0, 4, (3, 11, 9, 1)).astype("float32")
BOXES = {
    "boxes": np.array(
        [[[1, 1, 5, 6], [0, 2, 4, 8]], [[2, 2, 7, 7], [3, 0, 4, 4]], [[3, 4, 5, 9], [1, 1, 8, 10]]],
        "float32",
    ),
    "labels": np.array([[0, 1], [2, 3], [1, 1]], "float32"),
}
FORMATS = ["channels_last", "channels_first"]


def pictures(data_format="channels_last"):
    """The pictures in a layout."""
    return PICTURES if data_format == "channels_last" else np.moveaxis(PICTURES, -1, 1)


def close(found, expected, scale=1.0, dtype="float32"):
    """Equal structures of arrays, within the tolerance of the dtype at that scale."""
    found, expected = jax.tree.leaves(found), jax.tree.leaves(expected)
    assert len(found) == len(expected)
    limits = TOLERANCE[dtype]
    for a, b in zip(found, expected):
        a, b = np.asarray(a, "f8"), np.asarray(b, "f8")
        assert a.shape == b.shape
        np.testing.assert_allclose(a, b, rtol=limits["rtol"], atol=limits["atol"] * scale)


def pair(name, /, *args, **options):
    """The layer in both libraries."""
    return getattr(k.layers, name)(*args, **options), getattr(keras.layers, name)(*args, **options)


def drawn(layer, data, **changed):
    """What the oracle's layer draws for the data, as numpy, with some of it changed."""

    def plain(x):
        if isinstance(x, dict):
            return {name: plain(value) for name, value in x.items()}
        return np.asarray(x) if hasattr(x, "dtype") else x

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # the oracle's draws ask for 64 bits and are told so
        transformation = plain(layer.get_random_transformation(data))
    return {**transformation, **changed} if changed else transformation


def same_when_driven(
    name, *args, data_format="channels_last", scale=255.0, over=1, changed=(), **options
):
    """Our pictures equal the oracle's for numbers that the oracle drew; returns both and the numbers.

    Args: over: what the pictures are divided by. changed: numbers that replace those drawn.
    """
    own, theirs = pair(name, *args, seed=3, data_format=data_format, **options)
    data = pictures(data_format) / over
    numbers = drawn(theirs, data, **dict(changed))
    found = own.transform_images(data, numbers)
    close(found, theirs.transform_images(data, numbers), scale)
    assert np.abs(np.asarray(found) - data).max() > 0
    return own, theirs, numbers


def shapes(numbers):
    """The names and shapes of what was drawn."""
    return {name: getattr(x, "shape", x) for name, x in numbers.items()}
