"""K functions on variables and tensors."""

import numpy as np
import pytest

from keraunos import Input
from keraunos.compat.backend import values as K
from keraunos.core.variable import Variable


def test_making():
    assert K.get_value(K.variable([1, 2])).tolist() == [1, 2]
    assert K.dtype(K.variable([1, 2])) == "float32"
    assert np.asarray(K.constant(3, shape=(2, 2))).tolist() == [[3, 3], [3, 3]]
    assert K.eval(K.zeros((2,))).tolist() == [0, 0]
    assert K.eval(K.ones((2,), "int32")).dtype == np.int32
    assert K.eval(K.eye(2)).tolist() == [[1, 0], [0, 1]]
    assert K.eval(K.random_uniform_variable((9,), 0, 1, seed=1)).min() >= 0
    assert abs(K.eval(K.random_normal_variable((900,), 5, 1, seed=1)).mean() - 5) < 0.2


def test_reading_and_writing():
    v, w = K.variable(1.0), K.variable([1.0, 2.0])
    K.set_value(v, 3.0)
    K.batch_set_value([(w, [5.0, 6.0])])
    assert K.batch_get_value([v, w])[1].tolist() == [5, 6]
    assert K.get_value(v) == 3
    K.update(v, 4.0)
    K.update_add(v, 2.0)
    K.update_sub(v, 1.0)
    assert K.get_value(v) == 5
    K.moving_average_update(v, 10.0, 0.9)
    assert K.get_value(v) == pytest.approx(5.5)


def test_describing():
    x, v = Input((3,)), K.variable(np.ones((2, 4)))
    assert K.int_shape(x) == (None, 3)
    assert (K.ndim(x), K.count_params(v)) == (2, 8)
    assert K.is_keras_tensor(x)
    assert K.is_placeholder(x)
    assert not K.is_placeholder(v)
    assert K.is_variable(v)
    assert K.is_tensor(v.value)
    assert not K.is_tensor([1])
    assert not K.is_sparse(x)
    assert K.int_shape(K.placeholder((2, None))) == (2, None)
    assert K.placeholder(ndim=3).shape == (None, None, None)


def test_casting():
    assert K.cast_to_floatx(np.array([1, 2])).dtype == np.float32
    assert isinstance(K.cast_to_floatx([1]), np.ndarray)
    assert K.dtype(K.cast(K.variable(1.5), "int32")) == "int32"
    assert isinstance(K.identity(Variable(np.ones(1))), type(K.constant(1)))


def test_printing(capsys):
    assert K.print_tensor(K.constant([1.0]), "value:") is not None
    assert "value: [1.]" in capsys.readouterr().out
