"""What jax refuses is told of the tensors that were given."""

import jax.numpy as jnp
import pytest

import keraunos as k
from keraunos.core import misfits


def refusal(function):
    with pytest.raises((TypeError, ValueError)) as caught:
        function()
    return caught.value


def test_whose_error_it_is():
    assert misfits.is_of_jax(refusal(lambda: jnp.ones((2, 3)) + jnp.ones((2, 4))))
    assert not misfits.is_of_jax(refusal(lambda: k.layers.Dense(-1)))
    assert not misfits.is_of_jax(ValueError("never raised"))


def test_stand_ins_are_told_as_unknown_sizes():
    error = ValueError("add: (37, 3) and (41, 4)\nmore")
    said = str(misfits.told(jnp.add, [k.KerasTensor((None, 3))], error, (37, 41)))
    assert "(None, 3) and (None, 4)" in said
    assert "more" not in said
