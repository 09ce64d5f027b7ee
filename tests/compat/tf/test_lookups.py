"""tf.lookup."""

import numpy as np

from keraunos.compat.tf import lookups
from keraunos.compat.tf.lookups import KeyValueTensorInitializer, StaticHashTable


def test_texts_to_numbers_and_back():
    numbers = StaticHashTable(
        KeyValueTensorInitializer(["a", "b"], [0, 1], value_dtype="int64"), -1
    )
    assert numbers.lookup(np.array([["b", "z"]])).tolist() == [[1, -1]]
    assert int(numbers[b"a"]) == 0 and numbers.size() == 2
    texts = StaticHashTable(KeyValueTensorInitializer([0, 1], ["a", "b"]), "?")
    assert texts.lookup(np.array([1, 5])).tolist() == ["b", "?"]


def test_unknown_keys_get_numbers_after_the_known_ones():
    table = lookups.StaticVocabularyTable(lookups.KeyValueTensorInitializer(["a", "b"], [0, 1]), 2)
    found = table.lookup(np.array(["b", "x", "a"])).tolist()
    assert found[::2] == [1, 0] and found[1] in (2, 3) and table.size() == 4


def test_keys_of_a_file(tmp_path):
    path = tmp_path / "words.txt"
    path.write_text("a\t5\nb\t6\n")
    whole, number = lookups.TextFileIndex.WHOLE_LINE, lookups.TextFileIndex.LINE_NUMBER
    lines = lookups.TextFileInitializer(path, "string", whole, "int64", number)
    assert lookups.StaticHashTable(lines, -1).lookup(np.array(["b\t6", "c"])).tolist() == [1, -1]
    columns = lookups.TextFileInitializer(str(path), "string", 0, "int64", 1)
    assert lookups.StaticHashTable(columns, 0)[np.array(["a"])].tolist() == [5]
