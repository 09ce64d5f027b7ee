"""california_housing.load_data, against the installed Keras on the same file."""

import numpy as np
import pytest

from keraunos.datasets import california_housing

RNG = np.random.default_rng(0)


@pytest.fixture(params=["float32", "float64"])
def file(cache, request):
    path = cache / "california_housing.npz"
    x, y = RNG.normal(size=(20640, 8)), RNG.uniform(1e4, 5e5, 20640)
    np.savez(path, x=x.astype(request.param), y=y.astype(request.param))
    return path


@pytest.mark.filterwarnings("ignore:.*unknown checksum")
@pytest.mark.parametrize("settings", [{}, {"version": "small"}, {"test_split": 0.4, "seed": 3}])
def test_it_is_keras(file, theirs, settings):
    found = california_housing.load_data(**settings)
    expected = theirs("california_housing", file).load_data(**settings)
    for mine, other in zip((*found[0], *found[1]), (*expected[0], *expected[1])):
        assert mine.dtype == other.dtype
        np.testing.assert_array_equal(mine, other)


def test_errors(cache):
    with pytest.raises(ValueError, match="unknown version 'big'"):
        california_housing.load_data("big")
    with pytest.raises(ValueError, match="`test_split` must be"):
        california_housing.load_data(test_split=-1)
