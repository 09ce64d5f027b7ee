"""boston_housing.load_data, against the installed Keras on the same file."""

import numpy as np
import pytest

from keraunos.core.errors import DataError
from keraunos.datasets import boston_housing

RNG = np.random.default_rng(0)


@pytest.fixture
def file(cache):
    path = cache / "boston_housing.npz"
    np.savez(path, x=RNG.normal(size=(506, 13)), y=RNG.uniform(5, 50, 506))
    return path


@pytest.mark.filterwarnings("ignore:.*unknown checksum")
@pytest.mark.parametrize("settings", [{}, {"test_split": 0.0}, {"test_split": 0.5, "seed": 3}])
def test_it_is_keras(file, theirs, settings):
    found = boston_housing.load_data(**settings)
    expected = theirs("boston_housing", file).load_data(**settings)
    for mine, other in zip((*found[0], *found[1]), (*expected[0], *expected[1])):
        assert mine.dtype == other.dtype == np.float64
        np.testing.assert_array_equal(mine, other)


def test_other_files_and_shares(file, monkeypatch):
    with pytest.raises(ValueError, match="`test_split` must be"):
        boston_housing.load_data(test_split=1.5)
    np.savez(file, x=np.ones((5, 13)), y=np.ones(5))
    with pytest.raises(DataError, match=r"x float\[506, 13\]"):
        boston_housing.load_data()
    file.unlink()
    monkeypatch.setattr(boston_housing, "URL", "http://127.0.0.1:9/boston_housing.npz")
    with pytest.raises(ConnectionError, match="put it there as"):
        boston_housing.load_data()
