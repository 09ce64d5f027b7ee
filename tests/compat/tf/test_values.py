"""TensorFlow's tensors, dtypes and shapes."""

import numpy as np
import pytest

from keraunos import Input
from keraunos.compat.tf import values as tf


def test_dtypes():
    assert tf.float32 == "float32"
    assert tf.float32.name == "float32"
    assert tf.int32.as_numpy_dtype is np.int32
    assert tf.float16.is_floating
    assert not tf.int8.is_floating
    assert tf.as_dtype(np.float32) == tf.float32


def test_shapes():
    shape = tf.TensorShape((None, 3))
    assert shape.as_list() == [None, 3]
    assert (shape.rank, shape.ndims, shape.num_elements()) == (2, 2, None)
    assert tf.TensorShape((2, 3)).num_elements() == 6
    assert tf.TensorSpec([1], tf.int32).dtype == "int32"


def test_constants():
    assert tf.constant([1.5]).dtype == "float32"
    assert tf.constant([1]).dtype == "int32"
    assert tf.constant(2, shape=(2,)).tolist() == [2, 2]
    assert tf.constant(["a"]).numpy().tolist() == [b"a"]
    x = Input((2,))
    assert tf.convert_to_tensor(x) is x
    assert tf.convert_to_tensor(tf.Variable(1.0), tf.int32).dtype == "int32"
    assert tf.zeros(3).shape == (3,)
    assert tf.ones([2, 1]).shape == (2, 1)
    assert tf.is_tensor(tf.constant(1))
    assert not tf.is_tensor(1)
    assert isinstance(x, tf.Tensor)


def test_variables():
    v = tf.Variable([1.0, 2.0], trainable=False, name="v")
    v.assign_add([1.0, 1.0])
    assert v.numpy().tolist() == [2, 3]
    assert not v.trainable
    assert tf.Variable(lambda: 3).numpy() == 3


def test_errors():
    with pytest.raises(ValueError, match="tf.one_hot: `axis` must be -1"):
        tf.one_hot([1], 2, axis=0)


def test_own_layers_are_handed_shapes_with_methods(old):
    import tensorflow as tf

    class Own(tf.keras.layers.Layer):
        def build(self, input_shape):
            self.kernel = self.add_weight("kernel", shape=[input_shape.as_list()[-1], 3])

        def call(self, x):
            return x @ self.kernel

        def compute_output_shape(self, input_shape):
            return tf.TensorShape([*input_shape.as_list()[:-1], 3])

    assert tf.keras.Sequential([Own(input_shape=[8])]).output_shape == (None, 3)
    assert tf.TensorShape([1, 2]).concatenate([3]).as_list() == [1, 2, 3]
