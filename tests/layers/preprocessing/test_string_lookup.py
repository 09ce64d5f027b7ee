"""StringLookup: unknown texts by their hash, encodings, configs."""

import numpy as np

import keraunos as k
from keraunos.layers import StringLookup
from keraunos.layers.preprocessing import hashes

UNKNOWN = ["x", "y", "z", "w", "v", "u"]


def test_unknown_texts_go_by_their_hash():
    layer = StringLookup(vocabulary=["a"], num_oov_indices=4)
    expected = hashes.bucket([t.encode() for t in UNKNOWN], 4, None)
    assert layer(UNKNOWN).tolist() == expected.tolist()
    masked = StringLookup(vocabulary=["a"], num_oov_indices=4, mask_token="", salt=[137, 42])
    expected = 1 + hashes.bucket([t.encode() for t in UNKNOWN], 4, [137, 42])
    assert masked(UNKNOWN).tolist() == expected.tolist()


def test_texts_back_from_numbers_are_a_numpy_array():
    back = StringLookup(vocabulary=["a", "b"], invert=True)
    found = back(np.array([[1, 2], [0, 7]]))
    assert isinstance(found, np.ndarray)
    assert found.tolist() == [["a", "b"], ["[UNK]", "[UNK]"]]


def test_bytes_and_their_encoding():
    layer = StringLookup(vocabulary=[b"\xe9"], encoding="latin-1")
    assert layer.get_vocabulary() == ["[UNK]", "é"]
    assert layer(np.array([b"\xe9", "é"], object)).tolist() == [1, 1]
    assert layer.get_config()["vocabulary"] == ["é"]


def test_the_config_is_that_of_keras():
    config = StringLookup(vocabulary=np.array(["a"]), name="s").get_config()
    assert {k: v for k, v in config.items() if k != "dtype"} == {
        "name": "s", "trainable": True, "invert": False, "max_tokens": None, "num_oov_indices": 1,
        "oov_token": "[UNK]", "mask_token": None, "output_mode": "int", "sparse": False,
        "pad_to_max_tokens": False, "idf_weights": None, "vocabulary": ["a"], "vocabulary_size": None,
        "oov_method": "floormod", "salt": None, "encoding": "utf-8",
    }  # fmt: skip


def test_columns_of_a_dict_in_a_model():
    inputs = {"a": k.Input((1,), dtype="string", name="a"), "b": k.Input((2,), name="b")}
    hot = StringLookup(vocabulary=["x", "y"], output_mode="one_hot")(inputs["a"])
    model = k.Model(inputs, k.layers.Concatenate()([hot, inputs["b"]]))
    data = {"a": np.array(["y", "q"], object), "b": np.array([[1.0, 2.0], [3.0, 4.0]])}
    expected = [[0, 0, 1, 1, 2], [1, 0, 0, 3, 4]]
    assert model.predict(data, verbose=0).tolist() == expected
    assert model(data).tolist() == expected
