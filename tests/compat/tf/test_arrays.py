"""Arrays with TensorFlow's methods, only while they are asked for."""

import importlib

import numpy as np
import pytest

from keraunos import Input, compat, ops


def test_numpy_and_get_shape(old):
    assert not hasattr(ops.ones((2,)), "get_shape")
    importlib.import_module("tensorflow")
    assert isinstance(ops.ones((2,)).numpy(), np.ndarray)
    values = ops.ones((2,)).numpy()
    values *= 2
    assert values.tolist() == [2, 2]
    assert ops.ones((2, 3)).get_shape().as_list() == [2, 3]
    assert Input((4,)).get_shape().as_list() == [None, 4]
    compat.uninstall()
    assert not hasattr(ops.ones((2,)), "numpy")


def test_numpys_functions_give_numpys_arrays_and_lists_are_operands(old):
    tf = importlib.import_module("tensorflow")
    x = tf.constant([[0.25], [0.75]])
    assert type(np.squeeze(x)) is np.ndarray
    assert type(np.concatenate([x, x])) is np.ndarray
    assert np.argmax(x, axis=0) == 1
    np.random.choice(2, p=np.squeeze(x))
    assert ([1.0, 2.0] + x[:, 0]).tolist() == [1.25, 2.75]
    assert (x[:, 0] * [2, 4]).tolist() == [0.5, 3.0]


def test_shapes_answer_as_tensorflows_do(old):
    tf = importlib.import_module("tensorflow")
    x, symbol = tf.zeros((2, 3)), Input((4,))
    assert (x.shape.rank, x.shape.as_list(), x.shape) == (2, [2, 3], (2, 3))
    assert symbol.shape.as_list() == [None, 4]
    assert tf.Variable([1.0]).shape.rank == 1
    seen = []
    tf.function(lambda x: seen.append(x.shape.rank) or x)(x)
    assert set(seen) == {2}
    x.set_shape((None, 3))
    symbol.set_shape([None, 4])
    with pytest.raises(ValueError, match="ensure_shape"):
        x.set_shape((4,))


def test_symbolic_tensors_stand_on_the_right(old):
    tf = importlib.import_module("tensorflow")
    symbol = Input((2,))
    assert (tf.constant(1.0) + symbol).shape == (None, 2)
    assert (tf.Variable(2.0) * symbol).shape == (None, 2)


def test_an_array_of_one_element_is_a_number(old):
    tf = importlib.import_module("tensorflow")
    kept = np.zeros(2, "int32")
    kept[0] = tf.constant([3])
    assert kept.tolist() == [3, 0] and float(tf.constant([[0.5]])) == 0.5
    with pytest.raises(TypeError, match="[Oo]nly"):
        int(tf.constant([1, 2]))


def test_functions_of_data_sets_are_handed_tensors(old):
    tf = importlib.import_module("tensorflow")
    seen = []

    def look(x, y):
        x.set_shape([None, 3])
        seen.append((x.get_shape().rank, x.shape.as_list(), type(x.numpy())))
        return x[:, 0], y

    data = tf.data.Dataset.from_tensor_slices((np.ones((4, 2, 3)), np.ones(4))).map(look)
    assert data.element_spec[0].shape == (2,)
    assert seen == [(2, [2, 3], np.ndarray)]
    with pytest.raises(ValueError, match="shape"):
        list(tf.data.Dataset.from_tensors(np.ones((4, 2))).map(lambda x: x.set_shape([4, 3])))
