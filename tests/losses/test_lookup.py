"""Losses by name, config, class and callable."""

import pytest

from keraunos import losses
from keraunos.core.registry import custom_object_scope


def test_what_may_be_given():
    assert losses.get(None) is None
    assert losses.get("mse") is losses.mean_squared_error
    assert losses.get(losses.huber) is losses.huber
    assert isinstance(losses.get("Huber"), losses.Huber)
    assert isinstance(losses.get(losses.Huber), losses.Huber)
    config = {"class_name": "Huber", "config": {"delta": 3.0}}
    assert losses.get(config).delta == 3.0
    ready = losses.Huber()
    assert losses.get(ready) is ready


def test_functions_are_written_as_keras_writes_them():
    written = losses.serialize(losses.mean_squared_error)
    assert written == {
        "module": "builtins",
        "class_name": "function",
        "config": "mean_squared_error",
        "registered_name": "function",
    }
    assert losses.deserialize(written) is losses.mean_squared_error


def test_custom_objects_are_known():
    def mine(y_true, y_pred):
        return y_pred

    with custom_object_scope({"mine": mine}):
        assert losses.get("mine") is mine
    assert losses.deserialize("mine", {"mine": mine}) is mine


def test_a_typo_lists_what_there_is():
    with pytest.raises(
        ValueError, match="losses.get: unknown loss 'mean_square_error'. Did you mean 'mean_squ"
    ):
        losses.get("mean_square_error")


def test_something_else_is_refused():
    with pytest.raises(ValueError, match="losses.get: `identifier` must be a name, a config"):
        losses.get(5)
