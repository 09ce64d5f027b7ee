"""tf.lookup."""

import numpy as np

from keraunos.compat.tf.lookups import KeyValueTensorInitializer, StaticHashTable


def test_texts_to_numbers_and_back():
    numbers = StaticHashTable(
        KeyValueTensorInitializer(["a", "b"], [0, 1], value_dtype="int64"), -1
    )
    assert numbers.lookup(np.array([["b", "z"]])).tolist() == [[1, -1]]
    assert int(numbers[b"a"]) == 0 and numbers.size() == 2
    texts = StaticHashTable(KeyValueTensorInitializer([0, 1], ["a", "b"]), "?")
    assert texts.lookup(np.array([1, 5])).tolist() == ["b", "?"]
