"""Ops whose symbolic outcome has a rule of its own."""

import jax.numpy as jnp
import numpy as np

from keraunos.core.symbolic import KerasTensor
from keraunos.ops.shaped import shaped


def rule(x, factor=2):
    size = x.shape[0]
    return KerasTensor((None if size is None else size * factor,), "int32")


@shaped(rule)
def repeated(x, factor=2):
    """Elements several times."""
    return jnp.repeat(x, factor)


def test_arrays_are_computed_and_symbols_follow_the_rule():
    assert repeated(np.arange(2)).tolist() == [0, 0, 1, 1]
    y = repeated(KerasTensor((None,)), factor=3)
    assert (y.shape, y.dtype) == ((None,), "int32")
    assert repeated(KerasTensor((4,)), 3).shape == (12,)
    assert y._keras_history.operation.name.startswith("repeated")


def test_name_text_and_signature_stay():
    assert repeated.__doc__ == "Elements several times."
    assert str(repeated.__wrapped__.__name__) == "repeated"
