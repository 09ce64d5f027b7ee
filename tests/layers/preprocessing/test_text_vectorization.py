"""TextVectorization: the numbers of Keras' documents and tests, shapes, learning, models, files."""

import copy
import pickle

import numpy as np
import pytest

import keraunos as k
from keraunos.core.symbolic import KerasTensor
from keraunos.layers import TextVectorization

SENTENCE = ["Hello, World!. This is just a nice test!"]
WORDS = ["hello", "world", "this", "is", "nice", "test"]


def by_bar(texts):
    return [text.split("|") for text in texts]


@pytest.mark.parametrize(
    ("config", "x", "expected"),
    [
        ({"vocabulary": ["baz", "bar", "foo"], "output_sequence_length": 4},
         [["foo qux bar"], ["qux baz"]], [[4, 1, 3, 0], [1, 2, 0, 0]]),
        ({"vocabulary": ["baz", "bar", "foo"], "output_sequence_length": 2},
         ["foo qux bar", "qux"], [[4, 1], [1, 0]]),
        ({"vocabulary": WORDS}, SENTENCE, [[2, 3, 4, 5, 1, 1, 6, 7]]),
        ({"vocabulary": ["hello,", *WORDS], "standardize": "lower"}, SENTENCE, [[2, 1, 5, 6, 1, 1, 7, 1]]),
        ({"vocabulary": list("abcde"), "split": "character"}, ["abcf"], [[2, 3, 4, 1]]),
        ({"vocabulary": ["foo", "bar"], "split": by_bar, "standardize": None}, ["foo|bar"], [[2, 3]]),
        ({"vocabulary": ["Hello", "world"], "standardize": None}, ["Hello hello"], [[2, 1]]),
        ({"vocabulary": ["a b", "c"], "ngrams": 2}, ["a b c"], [[1, 1, 3, 2, 1]]),
        ({"vocabulary": ["foo"]}, "foo x", [2, 1]),
        ({"vocabulary": ["foo"]}, ["", ""], [[], []]),
        ({"vocabulary": ["foo", "bar"], "split": None}, [["foo", "x"], ["", "bar"]], [[2, 1], [0, 3]]),
        ({"vocabulary": ["foo"], "split": None, "output_sequence_length": 3}, [["foo"]], [[2, 0, 0]]),
        ({"vocabulary": ["foo", "bar", "baz"], "output_mode": "multi_hot"},
         [["foo bar"], ["baz foo foo"]], [[0, 1, 1, 0], [0, 1, 0, 1]]),
        ({"vocabulary": ["foo", "bar", "baz"], "output_mode": "count"},
         ["foo bar", "baz foo foo"], [[0, 1, 1, 0], [0, 2, 0, 1]]),
        ({"vocabulary": ["foo"], "output_mode": "count", "max_tokens": 4, "pad_to_max_tokens": True},
         ["foo x"], [[1, 1, 0, 0]]),
        ({"vocabulary": ["foo", "bar", "baz"], "output_mode": "tf_idf", "idf_weights": [0.3, 0.5, 0.2]},
         ["foo bar", "baz foo foo"], [[0, 0.3, 0.5, 0], [0, 0.6, 0, 0.2]]),
    ],
)  # fmt: skip
def test_numbers_are_those_of_keras(config, x, expected):
    layer = TextVectorization(**config)
    np.testing.assert_allclose(layer(x), expected, rtol=1e-6)
    with k.utils.custom_object_scope({"by_bar": by_bar}):
        again = TextVectorization.from_config(layer.get_config())
    np.testing.assert_allclose(again(x), expected, rtol=1e-6)
    shape = layer(KerasTensor((None, *np.shape(x)[1:]), "string")).shape
    if np.ndim(x):
        known = [s for s in shape[1:] if s is not None]
        assert all(s in np.shape(expected) for s in known)
        assert len(shape) == np.ndim(expected)


def test_learning():
    layer = TextVectorization(max_tokens=5000, output_sequence_length=4)
    layer.adapt(["foo bar", "bar baz", "baz bada boom"])
    assert layer.get_vocabulary() == ["", "[UNK]", "baz", "bar", "foo", "boom", "bada"]
    assert layer.get_vocabulary(include_special_tokens=False) == layer.get_vocabulary()[2:]
    assert layer.vocabulary_size() == 7
    assert layer([["foo qux bar"], ["qux baz"]]).tolist() == [[4, 1, 3, 0], [1, 2, 0, 0]]
    layer.set_vocabulary(["x"])
    assert layer(["x foo"]).tolist() == [[2, 1, 0, 0]]


@pytest.mark.parametrize(
    "data",
    [
        lambda: iter([["b a", "b"], ["c b"]]),
        lambda: np.array([["b a"], ["b"], ["c b"]], object),
        lambda: np.array([b"b a", b"b", b"c b"]),
        lambda: [np.array(["b a", "b"]), np.array(["c b"])],
    ],
)
def test_learning_from_data_of_every_form(data):
    layer = TextVectorization(max_tokens=4, output_mode="int")
    layer.adapt(data())
    assert layer.get_vocabulary() == ["", "[UNK]", "b", "c"]


def test_each_text_is_a_document():
    layer = TextVectorization(output_mode="tf_idf")
    layer.adapt(["a a b", "a", "c"])
    weights = dict(zip(layer.get_vocabulary(), layer(["a b c"])[0].tolist()))
    assert weights["a"] == pytest.approx(np.log(1 + 3 / 3))
    assert weights["b"] == pytest.approx(np.log(1 + 3 / 2))


@pytest.mark.parametrize("mode", ["int", "tf_idf"])
def test_what_was_learnt_is_in_files_and_copies(mode, tmp_path):
    texts = np.array(["foo bar", "bar baz", "baz bada boom"])
    layer = TextVectorization(ngrams=(1, 2), output_mode=mode)
    layer.adapt(texts)
    model = k.Sequential([k.Input((1,), dtype="string"), layer])
    expected = model.predict(texts, verbose=0)
    model.save(tmp_path / "m.keras")
    again = [k.models.load_model(tmp_path / "m.keras"), copy.deepcopy(model)]
    for one in [*again, pickle.loads(pickle.dumps(model))]:
        np.testing.assert_allclose(one.predict(texts, verbose=0), expected)
        assert one.layers[0].get_vocabulary() == layer.get_vocabulary()


def test_the_config_is_that_of_keras():
    config = TextVectorization(10, vocabulary=["a"], name="t").get_config()
    assert {k: v for k, v in config.items() if k != "dtype"} == {
        "name": "t", "trainable": True, "max_tokens": 10, "standardize": "lower_and_strip_punctuation",
        "split": "whitespace", "ngrams": None, "output_mode": "int", "output_sequence_length": None,
        "pad_to_max_tokens": False, "sparse": False, "ragged": False, "vocabulary": ["a"],
        "idf_weights": None, "encoding": "utf-8", "vocabulary_size": 3,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("config", "sentence"),
    [
        ({"standardize": "upper"}, "unknown standardize 'upper'"),
        ({"split": "word"}, "unknown split 'word'"),
        ({"split": 3}, "`split` must be None, a function"),
        ({"output_mode": "one_hot"}, "unknown output_mode 'one_hot'"),
        ({"output_sequence_length": 0}, "`output_sequence_length` must be None, or an int >= 1"),
        ({"output_mode": "count", "output_sequence_length": 3}, "an int >= 1 in output_mode 'int'"),
        ({"ragged": True}, "`ragged` must be False"),
        ({"sparse": True, "output_mode": "count"}, "`sparse` must be False"),
        ({"max_tokens": 1}, "`max_tokens` must be None or an int > 1"),
    ],
)
def test_arguments_that_do_not_fit(config, sentence):
    with pytest.raises(ValueError, match=sentence):
        TextVectorization(**config)


def test_more_than_one_text_a_row_is_refused():
    with pytest.raises(ValueError, match="must be one text a row"):
        TextVectorization()([["a", "b"]])
    with pytest.raises(ValueError, match="must be texts"):
        TextVectorization()([[1]])
