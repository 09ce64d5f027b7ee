"""FeatureSpace: sizes as Keras has them, data of every form, models on top, files, refusals."""

import warnings

import numpy as np
import pytest
from support.oracle import keras

import keraunos as k

F = k.utils.FeatureSpace
DATA = {
    **{f"float_{i}": [x / 10 for x in range(10)] for i in (1, 2, 3)},
    **{f"int_{i}": list(range(10)) for i in (1, 2, 3)},
    **{f"string_{i}": [str(x) for x in range(10)] for i in (1, 2)},
}
ARRAYS = {name: np.array(values) for name, values in DATA.items()}
FIRST = {name: values[0] for name, values in DATA.items()}
FEATURES = {
    "float_1": "float", "float_2": "float_normalized", "float_3": "float_discretized",
    "string_1": "string_categorical", "string_2": "string_hashed", "int_1": "integer_categorical",
    "int_2": "integer_hashed", "int_3": "integer_categorical",
}  # fmt: skip
CROSSES = [("float_3", "string_1"), ("string_2", "int_2")]


def space(mode="concat"):
    made = F(FEATURES, crosses=CROSSES, output_mode=mode)
    made.adapt(DATA)
    return made


def test_one_vector_a_row():
    made = space()
    assert made(DATA).shape == (10, 195)
    assert made(FIRST).shape == (195,)
    np.testing.assert_allclose(made(FIRST), made(DATA)[0])
    np.testing.assert_allclose(made(ARRAYS), made(DATA))


def test_a_dict():
    made = space("dict")
    found, one = made(DATA), made(FIRST)
    assert len(found) == 10
    assert found["string_1"].shape == (10, 11)
    assert found["int_2"].shape == (10, 32)
    assert found["string_2_X_int_2"].shape == (10, 32)
    assert one["string_1"].shape == (11,)
    np.testing.assert_allclose(found["float_2"][:, 0].mean(), 0, atol=1e-6)


def test_a_dict_of_whole_numbers():
    made = F(
        {"s": F.string_categorical(output_mode="int"), "i": F.integer_hashed(32, output_mode="int"),
         "d": F.float_discretized(3, output_mode="int")},
        crosses=[F.cross(("s", "i"), 32, output_mode="int")], output_mode="dict",
    )  # fmt: skip
    made.adapt({"s": ["a", "b"], "i": [1, 2], "d": [0.5, 1.5]})
    found = made({"s": "a", "i": 1, "d": 0.5})
    assert {name: (x.shape, x.dtype.kind) for name, x in found.items()} == {
        name: ((1,), "i") for name in ("s", "i", "d", "s_X_i")
    }


def test_features_with_arguments():
    made = F(
        {
            "float_1": F.float(), "float_2": F.float_rescaled(scale=2.0, offset=1.0),
            "float_3": F.float_discretized(num_bins=3), "string_1": F.string_categorical(max_tokens=5),
            "string_2": F.string_hashed(num_bins=32),
            "int_1": F.integer_categorical(max_tokens=5, num_oov_indices=2),
        },
        crosses=[F.cross(("float_3", "string_1"), crossing_dim=16)],
    )  # fmt: skip
    made.adapt(DATA)
    assert made(DATA).shape == (10, 1 + 1 + 3 + 5 + 32 + 5 + 16)
    np.testing.assert_allclose(made(DATA)[:, 1], 2 * ARRAYS["float_2"] + 1, rtol=1e-6)


class Rows:
    def __init__(self, size):
        self.size = size

    def as_numpy_iterator(self):
        if self.size is None:
            return ({n: v[i] for n, v in ARRAYS.items()} for i in range(10))
        cuts = range(0, 10, self.size)
        return ({n: v[i : i + self.size] for n, v in ARRAYS.items()} for i in cuts)


@pytest.mark.parametrize(
    "data", [ARRAYS, Rows(None), Rows(4), [FIRST, {n: v[1:] for n, v in DATA.items()}]],
    ids=["arrays", "rows", "batches", "dicts"],
)  # fmt: skip
def test_it_learns_the_same_from_data_of_every_form(data):
    made = F(FEATURES, crosses=CROSSES)
    made.adapt(data)
    np.testing.assert_allclose(made(DATA), space()(DATA), rtol=1e-5, atol=1e-6)


def test_a_layer_of_ones_own():
    texts = {"text": ["1st string", "2nd string", "3rd string"]}
    layer = k.layers.TextVectorization(output_mode="tf_idf")
    made = F({"text": F.feature(preprocessor=layer, dtype="string", output_mode="float")})
    made.adapt(texts)
    assert made(texts).shape == (3, 5)


def test_nothing_to_learn():
    layer = k.layers.TextVectorization(vocabulary=["a", "b"], output_sequence_length=3)
    mean = k.layers.Normalization(mean=12.0, variance=5.0)
    kinds = {"t": F.feature("string", layer, "int"), "f": F.feature("float32", mean, "float")}
    made = F({"i": "integer_hashed", **kinds}, output_mode="dict")
    found = made({"i": [0, 1], "t": ["a b", "c"], "f": [12.0, 17.0]})
    assert found["i"].shape == (2, 32)
    assert found["t"].tolist() == [[2, 3, 0], [1, 0, 0]]
    np.testing.assert_allclose(found["f"][:, 0], [0, 5**0.5], rtol=1e-6)


def test_a_model_on_top_of_it():
    made = space()
    model = k.Model(made.get_inputs(), k.layers.Dense(1)(made.get_encoded_features()))
    model.compile("adam", "mse")
    model.fit(ARRAYS, np.arange(10.0), epochs=2, verbose=0)
    assert model._report.stepwise == ""
    np.testing.assert_allclose(
        model.predict(ARRAYS, verbose=0), model(ARRAYS), rtol=1e-5, atol=1e-6
    )
    encoder = k.Model(made.get_inputs(), made.get_encoded_features())
    np.testing.assert_allclose(encoder.predict(ARRAYS, verbose=0), made(DATA), rtol=1e-5, atol=1e-6)


def test_files(tmp_path):
    made = space()
    made.save(tmp_path / "a.keras")
    again = k.models.load_model(tmp_path / "a.keras")
    again.save(tmp_path / "b.keras")
    for one in (again, k.models.load_model(tmp_path / "b.keras")):
        np.testing.assert_allclose(one(DATA), made(DATA))
        assert one.preprocessors["string_1"].get_vocabulary()[0] == "[UNK]"


def test_files_go_both_ways_with_keras(tmp_path):
    kinds = {"a": "float", "b": "float_normalized", "c": "float_discretized"}
    data = {"a": [0.0, 1.0], "b": [1.0, 3.0], "c": [0.0, 5.0]}
    ours = F(kinds)
    ours.adapt(data)
    ours.save(tmp_path / "ours.keras")
    theirs = keras.models.load_model(tmp_path / "ours.keras")
    model = keras.Model(theirs.get_inputs(), theirs.get_encoded_features())
    arrays = {name: np.array(values)[:, None] for name, values in data.items()}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # the oracle wonders at its own Inputs
        found = model.predict(arrays, verbose=0)
    np.testing.assert_allclose(found, ours(data), rtol=1e-6)
    theirs.save(tmp_path / "theirs.keras")
    np.testing.assert_allclose(
        k.models.load_model(tmp_path / "theirs.keras")(data), ours(data), rtol=1e-6
    )


@pytest.mark.parametrize(
    ("config", "sentence"),
    [
        ({"features": {}}, "`features` must be a dict of at least one"),
        ({"features": {"a": "text"}}, "unknown kind of 'a' 'text'"),
        ({"features": {"a": "float"}, "output_mode": "list"}, "unknown output_mode 'list'"),
        ({"features": {"a": "float"}, "crosses": [("a", "b")]}, "unknown crosses 'b'"),
        ({"features": {"a": "float", "b": "float"}, "crosses": [("a", "b")], "crossing_dim": None},
         "`crossing_dim` must be an int >= 1"),
    ],
)  # fmt: skip
def test_arguments_that_do_not_fit(config, sentence):
    with pytest.raises(ValueError, match=sentence):
        F(**config)


def test_calls_that_do_not_fit():
    made = F({"a": "integer_categorical", "b": "float"})
    with pytest.raises(ValueError, match=r"Call adapt\(dataset\) first"):
        made({"a": [0], "b": [0.0]})
    with pytest.raises(ValueError, match=r"Call adapt\(dataset\) first"):
        made.get_encoded_features()
    made.adapt({"a": [0, 1], "b": [0.0, 1.0]})
    with pytest.raises(ValueError, match="unknown feature"):
        made({"a": [0]})
    with pytest.raises(ValueError, match="as feature 'a' is whole numbers"):
        whole = F({"a": F.integer_hashed(3, output_mode="int")})
        whole({"a": [1]})
    with pytest.raises(ValueError, match="one that gives whole numbers in mode one_hot"):
        F({"a": F.feature("float32", k.layers.Rescaling(1.0), "one_hot")})({"a": [1.0]})
