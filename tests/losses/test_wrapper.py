"""Losses and their options around functions."""

import numpy as np
import pytest
from support.oracle import TOLERANCE, keras

from keraunos import losses
from keraunos.core.registry import custom_object_scope

Y, P = np.array([0.0, 1.0, 4.0]), np.array([[1.0], [1.0], [2.0]])


def power_gap(y_true, y_pred, power=1.0):
    return abs(y_true - y_pred) ** power


def test_a_function_with_options_becomes_a_loss():
    loss = losses.LossFunctionWrapper(power_gap, name="gap", power=2)
    assert float(loss(Y, P)) == pytest.approx(5 / 3)
    assert (loss.fn, loss.power, loss.name) == (power_gap, 2, "gap")


def test_a_column_beside_rows_is_read_as_a_column():
    loss = losses.LossFunctionWrapper(lambda t, p: t - p, reduction=None)
    assert loss(Y, P).shape == (3, 1)
    assert loss(Y[:, None], P[:, 0]).shape == (3, 1)


def test_config_names_the_function_and_comes_back():
    loss = losses.LossFunctionWrapper(losses.huber, name="h", reduction="sum", delta=3.0)
    config = loss.get_config()
    expected = keras.losses.deserialize(
        {"class_name": "Huber", "config": {"delta": 3.0, "reduction": "sum", "name": "h"}}
    )
    assert config["fn"]["config"] == "huber"
    assert config["delta"] == 3.0
    again = losses.LossFunctionWrapper.from_config(config)
    np.testing.assert_allclose(again(Y, P), expected(Y[:, None], P), **TOLERANCE["float32"])


def test_a_function_of_the_users_needs_a_custom_object():
    config = losses.LossFunctionWrapper(power_gap, power=3).get_config()
    with custom_object_scope({"power_gap": power_gap}):
        assert losses.LossFunctionWrapper.from_config(config).power == 3
    with pytest.raises(ValueError, match="unknown loss 'power_gap'"):
        losses.LossFunctionWrapper.from_config(config)


def test_a_subclass_with_its_own_arguments_has_them_in_its_config():
    class Gap(losses.LossFunctionWrapper):
        def __init__(self, power=2.0, name="gap"):
            super().__init__(power_gap, name=name, power=power)

    config = Gap(3.0).get_config()
    assert config == {"name": "gap", "reduction": "sum_over_batch_size", "power": 3.0}
    assert Gap.from_config(config).power == 3.0


def test_options_that_keras_has_no_key_for_are_named_only_when_set():
    assert "delta" not in losses.Huber().get_config()
    assert losses.Huber(delta=2.0).get_config()["delta"] == 2.0
    assert losses.Huber.from_config(losses.Huber(delta=2.0).get_config()).delta == 2.0
