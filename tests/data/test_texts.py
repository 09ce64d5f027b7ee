"""Texts that answer what TensorFlow's answer."""

import numpy as np
import pytest

from keraunos.data.dataset import Dataset
from keraunos.data.texts import Text, Texts, texts_of


@pytest.mark.parametrize("dtype", [object, "U"])
def test_arrays_of_texts(dtype):
    found = texts_of(np.array([["Öde", "b"], ["", "d"]], dtype=dtype))
    assert isinstance(found, Texts) and found.tolist() == [["Öde", "b"], ["", "d"]]
    assert found.numpy().tolist() == [["Öde".encode(), b"b"], [b"", b"d"]]
    assert found[0, 1].numpy() == b"b"
    assert found[0].numpy()[0].decode() == "Öde"


def test_single_ones_and_other_things():
    assert texts_of(np.array("a", dtype=object)).numpy() == b"a"
    assert isinstance(texts_of(np.array("a")), Text)
    assert texts_of(np.array([b"a"]))[0] == "a"
    assert texts_of([["a"], [b"b"]]).numpy().tolist() == [[b"a"], [b"b"]]
    for other in (np.array([1, "a"], dtype=object), [1, None]):
        assert texts_of(other) is other


def test_they_are_what_data_of_texts_give():
    data = Dataset.from_tensor_slices((np.array(["a", "b"]), np.arange(2))).batch(2)
    texts, numbers = next(iter(data))
    assert texts.numpy().tolist() == [b"a", b"b"] and numbers.tolist() == [0, 1]
    plain, _ = next(data.as_numpy_iterator())
    assert type(plain) is np.ndarray and plain.tolist() == ["a", "b"]
