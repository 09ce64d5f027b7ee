"""tf.train.Example, against the bytes that the protocol buffers library writes of the same schema."""

import numpy as np
import pytest

from keraunos.compat.tf import messages as tf


def sample():
    feature = {
        "b": tf.Feature(bytes_list=tf.BytesList(value=[b"\xff\0", b""])),
        "f": tf.Feature(float_list=tf.FloatList(value=np.array([0.5, -2.0]))),
        "i": tf.Feature(int64_list=tf.Int64List(value=[-1, 300, True])),
    }
    return tf.Example(features=tf.Features(feature=feature))


def test_an_example_comes_back():
    back = tf.Example.FromString(sample().SerializeToString())
    assert back == sample() and back != tf.Example()
    feature = back.features.feature
    assert feature["b"].bytes_list.value == [b"\xff\0", b""]
    assert feature["b"].bytes_list.value[0].numpy() == b"\xff\0"
    assert feature["f"].float_list.value == [0.5, -2.0]
    assert feature["i"].int64_list.value == [-1, 300, 1]
    assert feature["i"].WhichOneof("kind") == "int64_list" and tf.Feature().WhichOneof() is None


def test_the_bytes_are_those_of_the_format():
    one = tf.Example(
        features=tf.Features(feature={"a": tf.Feature(int64_list=tf.Int64List(value=[7]))})
    )
    assert one.SerializeToString() == b"\n\x0c\n\n\n\x01a\x12\x05\x1a\x03\n\x01\x07"
    unpacked = b"\n\x0b\n\t\n\x01a\x12\x04\x1a\x02\x08\x07"
    assert tf.Example.FromString(unpacked) == one


def test_one_that_is_filled_after_it_was_made():
    empty = tf.Example()
    empty.features.feature["x"].int64_list.value.append(3)
    assert tf.Example.FromString(empty.SerializeToString()).features.feature[
        "x"
    ].int64_list.value == [3]


def test_steps():
    steps = [tf.Feature(int64_list=tf.Int64List(value=[n])) for n in (1, 2)]
    whole = tf.SequenceExample(
        context=tf.Features(feature={"n": tf.Feature(float_list=tf.FloatList(value=[1.5]))}),
        feature_lists=tf.FeatureLists(feature_list={"s": tf.FeatureList(feature=steps)}),
    )
    assert tf.SequenceExample.FromString(whole.SerializeToString()) == whole


def test_what_is_refused():
    with pytest.raises(TypeError, match="encode"):
        tf.BytesList(value=["text"])
    with pytest.raises(TypeError, match="FloatList"):
        tf.Int64List(value=[1.5])
    for damaged in (b"\n\x0c\n", b"\x0b\x01", b"\n\xff\xff\xff"):
        with pytest.raises(ValueError, match=r"tf\.train"):
            tf.Example.FromString(damaged)
