"""Losses that are named among the metrics are the losses themselves."""

import pytest
from support.oracle import keras

from keraunos import losses, metrics
from keraunos.metrics import functions


@pytest.mark.parametrize("name", functions.__all__)
def test_it_is_the_loss(name):
    assert getattr(metrics, name) is getattr(losses, name)
    assert hasattr(keras.metrics, name)
