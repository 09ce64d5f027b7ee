"""Salts are one int or two; values are hashed as texts or as decimal digits."""

import numpy as np
import pytest

from keraunos.layers.preprocessing.salting import as_bytes, buckets, key_of


@pytest.mark.parametrize(
    ("salt", "key"), [(None, None), (3, [3, 3]), ((1, 2), [1, 2]), ([5, 6], [5, 6])]
)
def test_keys(salt, key):
    assert key_of("H", salt) == key


@pytest.mark.parametrize("salt", ["text", [1], [1, 2, 3], [1.5, 2], True])
def test_what_is_no_salt(salt):
    with pytest.raises(ValueError, match="H: `salt` must be an int, or a list or tuple of two"):
        key_of("H", salt)


def test_bytes_of_texts_and_numbers():
    assert as_bytes(np.array(["é", "a"]), "H") == ["é".encode(), b"a"]
    assert as_bytes(np.array([[-3], [2**40]]), "H") == [b"-3", b"1099511627776"]
    assert as_bytes(np.array([2.7]), "H") == [b"2"]


def test_equal_values_share_a_bucket_and_shapes_stay():
    found = buckets(np.array([["a", "b"], ["b", "a"]]), 100, None, "H")
    assert found.shape == (2, 2)
    assert found[0, 0] == found[1, 1]
    assert found[0, 1] == found[1, 0]
