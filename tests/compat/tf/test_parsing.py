"""tf.io.parse_*."""

import numpy as np
import pytest

from keraunos.compat.tf import messages
from keraunos.compat.tf import parsing as tf
from keraunos.compat.tf.sparse import to_dense


def feature(value):
    first = value[0] if value else 0
    if isinstance(first, bytes):
        return messages.Feature(bytes_list=messages.BytesList(value=value))
    if isinstance(first, float):
        return messages.Feature(float_list=messages.FloatList(value=value))
    return messages.Feature(int64_list=messages.Int64List(value=value))


def sample(**values):
    found = {k: feature(v) for k, v in values.items()}
    return messages.Example(features=messages.Features(feature=found)).SerializeToString()


def test_one():
    found = tf.parse_single_example(
        sample(t=[b"a\xff"], x=[1.0, 2.0], n=[3], big=[2**40], box=[0.5, 1.5, 2.5]),
        {
            "t": tf.FixedLenFeature([], "string"), "x": tf.FixedLenFeature([2, 1], "float32"),
            "n": tf.FixedLenFeature([], "int64"), "big": tf.FixedLenFeature((), "int64"),
            "box": tf.VarLenFeature("float32"), "none": tf.FixedLenFeature([2], "int64", 9),
            "seq": tf.FixedLenSequenceFeature([], "int64", allow_missing=True),
        },
    )  # fmt: skip
    assert found["t"].numpy() == b"a\xff" and found["x"].tolist() == [[1], [2]]
    assert (int(found["n"]), int(found["big"])) == (3, 2**40)
    assert to_dense(found["box"]).tolist() == [0.5, 1.5, 2.5]
    assert found["none"].tolist() == [9, 9] and found["seq"].shape == (0,)


def test_several():
    many = [sample(n=[1], v=[5, 6], t=[b"a"]), sample(n=[2], v=[7], t=[b"b"])]
    found = tf.parse_example(
        many,
        {
            "n": tf.FixedLenFeature([], "int64"), "v": tf.VarLenFeature("int64"),
            "t": tf.FixedLenFeature([], "string"),
        },
    )  # fmt: skip
    assert found["n"].tolist() == [1, 2] and found["t"].tolist() == ["a", "b"]
    assert to_dense(found["v"]).tolist() == [[5, 6], [7, 0]]
    rows = tf.parse_example(many, {"r": tf.RaggedFeature("int64", value_key="v")})["r"]
    assert rows.to_list() == [[5, 6], [7]]
    filled = tf.parse_example(many, {"v": tf.FixedLenSequenceFeature([], "int64", True, -1)})["v"]
    assert filled.tolist() == [[5, 6], [7, -1]]


def test_steps():
    steps = messages.FeatureList(feature=[feature([1, 2]), feature([3, 4])])
    whole = messages.SequenceExample(
        context=messages.Features(feature={"n": feature([8])}),
        feature_lists=messages.FeatureLists(feature_list={"s": steps}),
    )
    context, found = tf.parse_single_sequence_example(
        whole.SerializeToString(),
        {"n": tf.FixedLenFeature([], "int64")},
        {
            "s": tf.FixedLenSequenceFeature([2], "int64"),
            "none": tf.FixedLenSequenceFeature([], "int64"),
        },
    )
    assert int(context["n"]) == 8 and found["s"].tolist() == [[1, 2], [3, 4]]
    assert found["none"].shape == (0,)


def test_what_is_refused():
    with pytest.raises(ValueError, match="feature 'x'.*default_value"):
        tf.parse_single_example(sample(n=[1]), {"x": tf.FixedLenFeature([], "int64")})
    with pytest.raises(ValueError, match="int64_list"):
        tf.parse_single_example(sample(n=[1]), {"n": tf.FixedLenFeature([], "float32")})


@pytest.mark.parametrize("dtype", ["float32", "int32", "uint8", "bool", "int64", "float16"])
def test_tensors_as_bytes(dtype):
    array = np.arange(6).reshape(2, 3).astype(dtype)
    back = tf.parse_tensor(tf.serialize_tensor(array), dtype)
    np.testing.assert_array_equal(back, array)
    with pytest.raises(ValueError, match="out_type"):
        tf.parse_tensor(tf.serialize_tensor(array), "float64")


def test_texts_and_scalars_as_bytes():
    assert tf.parse_tensor(tf.serialize_tensor(np.array([["a", "é"]])), "string").tolist() == [
        ["a", "é"]
    ]
    assert float(tf.parse_tensor(tf.serialize_tensor(np.float32(2.5)), "float32")) == 2.5
