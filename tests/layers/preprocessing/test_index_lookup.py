"""What both lookups share: arguments, learning, vectors, configs, files; over texts and numbers."""

import copy
import pickle

import numpy as np
import pytest

import keraunos as k
from keraunos.core.errors import UnsafeError
from keraunos.core.symbolic import KerasTensor
from keraunos.layers import IntegerLookup, StringLookup

TEXTS = (StringLookup, ["one", "two", "three"], ["one", "two", "four"])
NUMBERS = (IntegerLookup, [11, 12, 13], [11, 12, 14])
BOTH = [pytest.param(*TEXTS, id="texts"), pytest.param(*NUMBERS, id="numbers")]


@pytest.mark.parametrize(("cls", "vocabulary", "x"), BOTH)
@pytest.mark.parametrize(
    ("config", "expected"),
    [
        ({}, [1, 2, 0]),
        ({"num_oov_indices": 0}, None),
        ({"output_mode": "multi_hot"}, [1, 1, 1, 0]),
        ({"output_mode": "count"}, [1, 1, 1, 0]),
        ({"output_mode": "one_hot"}, [[0, 1, 0, 0], [0, 0, 1, 0], [1, 0, 0, 0]]),
        ({"output_mode": "tf_idf", "idf_weights": [0.1, 0.2, 0.3]}, [0.2, 0.1, 0.2, 0]),
        ({"output_mode": "count", "max_tokens": 6, "pad_to_max_tokens": True}, [1, 1, 1, 0, 0, 0]),
    ],
)
def test_modes(cls, vocabulary, x, config, expected):
    layer = cls(vocabulary=vocabulary, **config)
    again = cls.from_config(layer.get_config())
    for one in (layer, again):
        if expected is None:
            with pytest.raises(ValueError, match="as num_oov_indices is 0"):
                one(x)
            assert one(vocabulary).tolist() == [0, 1, 2]
        else:
            np.testing.assert_allclose(one(x), expected, rtol=1e-6)
            np.testing.assert_allclose(one([x])[0], expected, rtol=1e-6)


@pytest.mark.parametrize(("cls", "vocabulary", "x"), BOTH)
@pytest.mark.parametrize("mode", ["int", "one_hot", "multi_hot", "count"])
@pytest.mark.parametrize("shape", [(), (2,), (2, 1), (2, 3), (2, 2, 3)])
def test_the_shape_is_the_one_announced(cls, vocabulary, x, mode, shape):
    layer = cls(vocabulary=vocabulary, output_mode=mode)
    given = np.full(shape, x[0])
    symbol = layer(KerasTensor((None, *shape), layer.vocabulary_dtype))
    assert layer(given[None]).shape[1:] == symbol.shape[1:]
    assert symbol.dtype == ("int64" if mode == "int" else "float32")


@pytest.mark.parametrize("num_oov", [0, 1, 2])
@pytest.mark.parametrize("mask", [False, True])
def test_numbers_and_tokens_go_back_and_forth(num_oov, mask):
    mask_token = "" if mask else None
    layer = StringLookup(num_oov_indices=num_oov, mask_token=mask_token, vocabulary=["a", "b"])
    back = StringLookup(
        num_oov_indices=num_oov,
        mask_token=mask_token,
        vocabulary=layer.get_vocabulary(),
        invert=True,
    )
    tokens = np.array([["a", "b"], ["b", "a"]])
    np.testing.assert_array_equal(back(layer(tokens)), tokens)
    assert back.get_vocabulary() == layer.get_vocabulary()


def test_masks_have_number_0_or_no_place_in_vectors():
    assert StringLookup(mask_token="", vocabulary=["a"])(["", "a", "x"]).tolist() == [0, 2, 1]
    hot = StringLookup(mask_token="", vocabulary=["a"], output_mode="count")
    assert hot(["", "a", "x", ""]).tolist() == [1, 1]


# --- learning -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("data", "idf", "documents"),
    [(["one", "one", "one", "two", "two", "three"], [3, 2, 1], 6),
     ([["one", "one"], ["one", "two"], ["two", "three"]], [2, 2, 1], 3)],
)  # fmt: skip
def test_weights_of_documents(data, idf, documents):
    layer = StringLookup(output_mode="tf_idf", max_tokens=7, pad_to_max_tokens=True)
    layer.adapt(np.array(data))
    expected = np.log(1 + documents / (1 + np.array(idf)))
    tokens = layer.get_vocabulary()
    order = [tokens.index(t) - 1 for t in ("one", "two", "three")]
    np.testing.assert_allclose(layer.idf_weights[1:4][order], expected, rtol=1e-6)
    np.testing.assert_allclose(layer.idf_weights[0], expected.mean(), rtol=1e-6)
    np.testing.assert_allclose(layer.idf_weights[4:], 0)


def test_learning_from_batches_counts_all_and_anew():
    layer = StringLookup()
    layer.adapt(iter([np.array(["a", "b"]), np.array([b"b"]), np.array(["z"])]), steps=2)
    assert layer.get_vocabulary() == ["[UNK]", "b", "a"]
    layer.adapt(["q"])
    assert layer.get_vocabulary() == ["[UNK]", "q"]


def test_no_more_tokens_than_allowed():
    layer = IntegerLookup(max_tokens=4)
    layer.adapt([1, 2, 3, 4, 5, 6, 1, 1, 2, 2, 2])
    assert layer.get_vocabulary() == [-1, 2, 1, 6]
    assert layer.vocabulary_size() == 4
    assert layer.get_vocabulary(include_special_tokens=False) == [2, 1, 6]


def test_a_given_vocabulary_is_not_learnt():
    with pytest.raises(ValueError, match="expected a layer without a vocabulary"):
        StringLookup(vocabulary=["a"]).adapt(["b"])


def test_before_it_has_learnt():
    assert StringLookup()(["a"]).tolist() == [0]
    assert StringLookup().get_vocabulary() == ["[UNK]"]
    with pytest.raises(RuntimeError, match="it needs a vocabulary before it is called"):
        StringLookup(output_mode="count")(["a"])


def test_vectors_keep_their_length():
    layer = StringLookup(output_mode="count")
    layer.adapt(["a", "b"])
    layer(["a"])
    with pytest.raises(RuntimeError, match="must stay of size 3"):
        layer.set_vocabulary(["a", "b", "c"])
    assert layer.get_config()["vocabulary_size"] == 3


# --- configs, copies, files ---------------------------------------------------------------------


def learnt(mode):
    layer = StringLookup(output_mode=mode, num_oov_indices=2, mask_token="")
    layer.adapt(["é", "two words", "two words", "q"])
    return layer


@pytest.mark.parametrize("mode", ["int", "one_hot", "tf_idf"])
def test_what_was_learnt_is_in_files_and_copies(mode, tmp_path):
    x = np.array([["é", "q"], ["nobody", ""]])
    model = k.Sequential([k.Input((2,), dtype="string"), learnt(mode)])
    expected = model.predict(x, verbose=0)
    model.save(tmp_path / "m.keras")
    model.save(tmp_path / "again.keras")
    loaded = k.models.load_model(tmp_path / "again.keras")
    copies = [loaded, copy.deepcopy(model), pickle.loads(pickle.dumps(model))]
    for one in copies:
        np.testing.assert_allclose(one.predict(x, verbose=0), expected)
        assert one.layers[0].get_vocabulary() == model.layers[0].get_vocabulary()
        assert one.layers[0].get_config()["vocabulary"] is None


def test_assets_are_keras_own(tmp_path):
    learnt("int").save_assets(tmp_path)
    path = tmp_path / "vocabulary.txt"
    assert path.read_text("utf8") == "\n[UNK]\n[UNK]\ntwo words\né\nq"
    layer = StringLookup(num_oov_indices=2, mask_token="")
    path.write_text(path.read_text("utf8") + "\n\n", "utf8")
    layer.load_assets(tmp_path)
    assert layer.get_vocabulary() == learnt("int").get_vocabulary()


def test_a_vocabulary_from_a_file(tmp_path):
    path = tmp_path / "v.txt"
    path.write_text("10\n20\n", "utf8")
    assert IntegerLookup(vocabulary=str(path))([20, 10, 5]).tolist() == [2, 1, 0]
    layer = StringLookup(vocabulary=path)
    assert layer(["20", "x"]).tolist() == [2, 0]
    with pytest.raises(UnsafeError, match="a vocabulary that is read from a file"):
        k.saving.deserialize_keras_object(k.saving.serialize_keras_object(layer))


@pytest.mark.parametrize(("cls", "vocabulary", "x"), BOTH)
@pytest.mark.parametrize(
    ("config", "sentence"),
    [
        ({"max_tokens": 1}, "`max_tokens` must be None or an int > 1"),
        ({"pad_to_max_tokens": True}, "`max_tokens` must be given if pad_to_max_tokens is"),
        ({"num_oov_indices": -1}, "`num_oov_indices` must be an int >= 0"),
        ({"invert": True, "output_mode": "count"}, "`output_mode` must be 'int' if invert is"),
        ({"output_mode": "bad"}, "unknown output_mode 'bad'"),
        ({"sparse": True, "output_mode": "count"}, "`sparse` must be False"),
        ({"sparse": True}, "`sparse` must be False"),
        ({"idf_weights": [1.0]}, "`idf_weights` must be None in other modes"),
        ({"unheard_of": 1}, "unknown argument 'unheard_of'"),
    ],
)
def test_arguments_that_do_not_fit(cls, vocabulary, x, config, sentence):
    with pytest.raises(ValueError, match=sentence):
        cls(**config)


@pytest.mark.parametrize(
    ("config", "vocabulary", "weights", "sentence"),
    [
        ({}, ["a"], [1.0], "`idf_weights` must be None but in output_mode 'tf_idf'"),
        (
            {"output_mode": "tf_idf"},
            ["a"],
            None,
            "`idf_weights` must be given in output_mode 'tf_idf'",
        ),
        ({"output_mode": "tf_idf"}, ["a"], [1.0, 2.0], r"`idf_weights` must be of shape \(1,\)"),
        ({"output_mode": "tf_idf"}, "file.txt", [1.0], "must be tokens, as there are weights"),
        ({"max_tokens": 2}, ["a", "b"], None, "must be at most 2 tokens, 1 special ones included"),
        ({}, [1, 2], None, "`inputs` must be texts"),
    ],
)
def test_vocabularies_that_do_not_fit(config, vocabulary, weights, sentence):
    with pytest.raises(ValueError, match=sentence):
        StringLookup(**config).set_vocabulary(vocabulary, weights)
