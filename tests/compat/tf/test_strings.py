"""TensorFlow's functions of texts."""

import jax
import numpy as np
import pytest

from keraunos.compat.tf.table import module
from keraunos.data.dataset import Dataset

tf, strings = module("core"), module("strings")
X = np.array(["It's ÄB", "a-b c"])


@pytest.mark.parametrize(
    ("found", "expected"),
    [
        (lambda: strings.lower(X), ["it's Äb", "a-b c"]),
        (lambda: strings.lower(X, encoding="utf-8"), ["it's äb", "a-b c"]),
        (lambda: strings.upper(X), ["IT'S ÄB", "A-B C"]),
        (lambda: strings.upper("äb", encoding="utf-8"), "ÄB"),
        (lambda: strings.strip([" a ", b"b\n"]), ["a", "b"]),
        (lambda: strings.regex_replace(X, "[a-c'-]+", "_"), ["It_s ÄB", "_ _"]),
        (lambda: strings.regex_replace("aa", "a", "b", replace_global=False), "ba"),
        (lambda: strings.regex_replace("ab", "(a)(b)", r"\2\1"), "ba"),
        (lambda: strings.regex_full_match(["ab", "abc"], "a."), [True, False]),
        (lambda: strings.length(["ä", ""]), [2, 0]),
        (lambda: strings.length(["ä"], unit="UTF8_CHAR"), [1]),
        (lambda: strings.substr(["hello"], 1, 3), ["ell"]),
        (lambda: strings.split("a b  c"), ["a", "b", "c"]),
        (lambda: strings.split("a|b", "|"), ["a", "b"]),
        (lambda: strings.unicode_split("äb", "UTF-8"), ["ä", "b"]),
        (lambda: strings.join([["a", "b"], "x"], separator="-"), ["a-x", "b-x"]),
        (lambda: strings.reduce_join([["a", "b"], ["c", "d"]]), "abcd"),
        (lambda: strings.reduce_join([["a", "b"], ["c", "d"]], axis=0, separator=" "), ["a c", "b d"]),
        (lambda: strings.reduce_join([["a", "b"]], axis=1, keepdims=True), [["ab"]]),
        (lambda: strings.to_number(["1.5", "-2"]), [1.5, -2.0]),
        (lambda: strings.as_string([1, -2]), ["1", "-2"]),
        (lambda: strings.as_string(0.5), "0.500000"),
        (lambda: strings.to_hash_bucket_fast(["A", "B", "E"], 3), [1, 0, 2]),
        (lambda: strings.to_hash_bucket_strong(["A", "B", "E"], 3, [133, 137]), [1, 2, 2]),
        (lambda: tf.expand_dims(X, -1).shape, (2, 1)),
        (lambda: tf.squeeze(X[None]).shape, (2,)),
        (lambda: tf.reshape(X, [1, 2]).shape, (1, 2)),
        (lambda: tf.concat([X, X], axis=0).shape, (4,)),
        (lambda: tf.reshape(np.arange(4), [2, 2]).tolist(), [[0, 1], [2, 3]]),
    ],
)  # fmt: skip
def test_functions(found, expected):
    np.testing.assert_array_equal(found(), expected)


def test_several_texts_split_into_rows():
    assert strings.split(["a b", "c"]).to_list() == [[b"a", b"b"], [b"c"]]
    assert strings.unicode_split(["ab", "c"], "UTF-8").to_list() == [[b"a", b"b"], [b"c"]]


def test_lists_are_arrays_in_a_dataset():
    data = Dataset.from_tensor_slices((["a", "bc"], [0, 1])).batch(2)
    texts, labels = next(iter(data))
    assert texts.tolist() == ["a", "bc"]
    assert labels.tolist() == [0, 1]
    assert [x.tolist() for x in Dataset.from_tensor_slices([[1, 2], [3, 4]]).as_numpy_iterator()] == [
        [1, 2], [3, 4],
    ]  # fmt: skip


def test_they_answer_numpy_with_bytes():
    assert tf.constant(["a"]).numpy().tolist() == [b"a"]
    assert strings.reduce_join([["a", "b"]]).numpy() == b"ab"
    assert strings.lower("A").numpy().decode("utf-8") == "a"
    batch = next(iter(Dataset.from_tensor_slices(["a", "b"]).batch(2)))
    assert batch.numpy().tolist() == [b"a", b"b"]
    assert batch[0].numpy() == b"a"


def test_sizes_stay_known_within_programs():
    def tiled(mask, rows):
        size = tf.shape(rows)[0]
        times = tf.concat([tf.expand_dims(size, -1), tf.constant([1, 1])], 0)
        other = tf.stack([size, 1, 1])
        assert times.tolist() == other.tolist() == [5, 1, 1]
        return tf.tile(tf.reshape(mask, (1, 2, 2)), times)

    assert jax.jit(tiled)(np.ones((2, 2)), np.ones((5, 3))).shape == (5, 2, 2)
