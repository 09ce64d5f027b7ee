"""cifar100.load_data, against the installed Keras on the same small files."""

import pickle

import numpy as np
import pytest

from keraunos.datasets import cifar100

RNG = np.random.default_rng(0)


@pytest.fixture
def folder(cache):
    place = cache / cifar100.TARGET / cifar100.INNER
    place.mkdir(parents=True)
    for name in ("train", "test"):
        batch = {
            b"data": RNG.integers(0, 256, (4, 3072), np.uint8),
            b"fine_labels": RNG.integers(0, 100, 4).tolist(),
            b"coarse_labels": RNG.integers(0, 20, 4).tolist(),
            b"filenames": [b"a.png"] * 4,
        }
        (place / name).write_bytes(pickle.dumps(batch, 4))
    return place.parent


@pytest.mark.parametrize("mode", ["fine", "coarse"])
def test_it_is_keras(folder, theirs, mode):
    found = cifar100.load_data(mode)
    expected = theirs("cifar100", folder).load_data(mode)
    for mine, other in zip((*found[0], *found[1]), (*expected[0], *expected[1])):
        assert mine.dtype == other.dtype
        np.testing.assert_array_equal(mine, other)


def test_an_unknown_mode(cache):
    with pytest.raises(ValueError, match="unknown label_mode 'fines'. Did you mean 'fine'"):
        cifar100.load_data("fines")
