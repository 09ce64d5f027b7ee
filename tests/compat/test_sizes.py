"""Sizes: known ones stay numbers within programs, unknown ones become part of a graph."""

from importlib import import_module

import numpy as np
import pytest

from keraunos import Input, Model, layers
from keraunos.core.symbolic import KerasTensor


@pytest.fixture
def tf(old):
    return import_module("tensorflow")


@pytest.mark.parametrize(
    ("made", "shape"),
    [
        (lambda tf, x: tf.reshape(x, tf.concat([tf.shape(x)[:-1], [3, 1]], 0)), (2, 4, 3, 1)),
        (lambda tf, x: tf.zeros(tf.shape(x)[1:] * 2), (8, 6)),
        (lambda tf, x: tf.reshape(x, [-1, tf.reduce_prod(tf.shape(x)[1:])]), (2, 12)),
        (lambda tf, x: tf.ones([tf.maximum(tf.shape(x)[0], tf.shape(x)[1])]), (4,)),
        (lambda tf, x: tf.ones([tf.cast(tf.cast(tf.size(x), tf.float32) / 2.0, tf.int32)]), (12,)),
        (lambda tf, x: tf.keras.backend.shape(x)[1:3] * 32, (2,)),
    ],
)
def test_known_sizes_are_computed_with_within_a_program(tf, made, shape):
    assert tf.function(lambda x: made(tf, x))(tf.ones((2, 4, 3))).shape == shape


def test_a_known_size_is_an_int_with_numpy(tf):
    size = tf.shape(np.ones((2, 4)))[1]
    assert size == 4 and size.numpy() == 4 and list(range(size)) == [0, 1, 2, 3]
    assert tf.shape(np.ones((2, 4))).numpy().tolist() == [2, 4]


@pytest.mark.parametrize(
    ("made", "shape"),
    [
        (lambda tf, x: tf.zeros((tf.shape(x)[0], 4)), (None, 4)),
        (lambda tf, x: tf.tile(tf.range(5)[None], [tf.shape(x)[0], 1]), (None, 5)),
        (lambda tf, x: tf.reshape(x, (tf.shape(x)[0] * 5, 3)), (None, 3)),
        (lambda tf, x: tf.reshape(x, [tf.shape(x)[0], 15]), (None, 15)),
        (lambda tf, x: tf.random.normal(tf.shape(x)), (None, 5, 3)),
        (lambda tf, x: tf.ones(tf.stack([tf.shape(x)[0], 2])), (None, 2)),
        (lambda tf, x: x[:, : tf.shape(x)[1] - 1], (None, 4, 3)),
        (lambda tf, x: tf.reduce_sum(x) / tf.cast(tf.shape(x)[0], "float32"), ()),
        (lambda tf, x: x * tf.shape(x)[0], (None, 5, 3)),
        (lambda tf, x: tf.ones([n for n in tf.unstack(tf.shape(x))]), (None, 5, 3)),
    ],
)
def test_unknown_sizes_are_worked_out_when_data_come(tf, made, shape):
    x = Input((5, 3))
    found = made(tf, x)
    assert isinstance(found, KerasTensor) and found.shape == shape
    data = np.ones((2, 5, 3), "float32")
    computed = Model(x, found).predict_on_batch(data)
    assert computed.shape == made(tf, data).shape


def test_a_layer_takes_numbers_that_depend_on_a_size(tf):
    x = Input((None,))
    y = layers.Embedding(9, 2)(tf.range(tf.shape(x)[1]))
    assert Model(x, y).predict_on_batch(np.ones((3, 6))).shape == (6, 2)
