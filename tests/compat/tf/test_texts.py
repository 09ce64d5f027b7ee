"""Texts answer as TensorFlow's tensors do."""

import numpy as np

from keraunos.compat.tf.data import Dataset
from keraunos.compat.tf.table import module
from keraunos.compat.tf.texts import Texts, as_tensor

tf, strings = module("core"), module("strings")


def test_their_numpy_is_bytes():
    assert as_tensor("ä").numpy() == "ä".encode()
    assert as_tensor(["a", "b"]).numpy().tolist() == [b"a", b"b"]
    assert as_tensor([["a"], ["b"]]).numpy().shape == (2, 1)


def test_other_objects_stay():
    assert as_tensor(np.array([1, None], object)).tolist() == [1, None]


def test_one_of_them_is_one_too():
    texts = as_tensor(np.array([b"a", b"bc"], object))
    assert isinstance(texts[1], Texts)
    assert texts[1].numpy() == b"bc"
    assert texts[:1].tolist() == ["a"]
    assert texts[1] == "bc"


def test_where_scripts_meet_them():
    assert tf.constant(["a"]).numpy().tolist() == [b"a"]
    assert strings.reduce_join([["a", "b"]]).numpy() == b"ab"
    assert strings.lower("A").numpy().decode("utf-8") == "a"
    batch = next(iter(Dataset.from_tensor_slices(["a", "b"]).batch(2)))
    assert batch.numpy().tolist() == [b"a", b"b"]
    assert batch[0].numpy() == b"a"
