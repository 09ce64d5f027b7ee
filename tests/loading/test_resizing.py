"""smart_resize, against the installed Keras."""

import jax
import numpy as np
import pytest
from support.oracle import keras

from keraunos.preprocessing.image import smart_resize

X = np.random.RandomState(0).uniform(size=(2, 7, 9, 3)).astype("float32")


@pytest.mark.parametrize("size", [(3, 6), (6, 3), (14, 18), (5, 5)])
@pytest.mark.parametrize("interpolation", ["bilinear", "nearest", "bicubic", "lanczos3"])
def test_it_is_keras(size, interpolation):
    for x in (X, X[0], (X[1] * 255).astype("uint8")):
        found = smart_resize(x, size, interpolation)
        expected = keras.preprocessing.image.smart_resize(x, size, interpolation)
        assert isinstance(found, np.ndarray)
        assert found.dtype == expected.dtype
        np.testing.assert_allclose(found, expected, rtol=1e-5, atol=1e-4)


def test_layouts_and_kinds():
    first = smart_resize(X.transpose(0, 3, 1, 2), (4, 4), data_format="channels_first")
    np.testing.assert_allclose(first.transpose(0, 2, 3, 1), smart_resize(X, (4, 4)), rtol=1e-6)
    assert isinstance(smart_resize(jax.numpy.asarray(X), (4, 4), backend_module=None), jax.Array)


def test_errors():
    with pytest.raises(ValueError, match="of rank 3 or 4"):
        smart_resize(X[0, 0], (2, 2))
    with pytest.raises(ValueError, match="`size` must be a pair"):
        smart_resize(X, (2, 2, 2))
    with pytest.raises(TypeError, match="unknown arguments"):
        smart_resize(X, (2, 2), antialias=True)
