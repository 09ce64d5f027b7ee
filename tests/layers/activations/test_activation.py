import numpy as np
import pytest

from keraunos import layers, ops


def test_names_and_functions():
    x = np.array([[-1.0, 2.0]], "f4")
    assert layers.Activation("relu")(x).tolist() == [[0, 2]]
    assert layers.Activation(lambda v: v * 3)(x).tolist() == [[-3, 6]]


def test_a_function_of_ones_own_may_mix_rows():
    assert layers.Activation("relu").batch_independent
    assert not layers.Activation(lambda x: x - ops.mean(x)).batch_independent


def test_an_unknown_name_is_said():
    with pytest.raises(ValueError, match="Did you mean 'relu'"):
        layers.Activation("rellu")
