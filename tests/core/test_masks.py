"""Masks travel with their arrays, and go with them."""

import jax
import jax.numpy as jnp

from keraunos.core import masks
from keraunos.core.scope import StatelessScope


def test_a_mask_travels_with_its_array():
    x = jnp.ones(3)
    masks.set_mask(x, "mask")
    assert masks.get_mask(x) == "mask"
    assert masks.get_mask(jnp.ones(3)) is None


def test_a_mask_of_a_traced_value_goes_with_its_scope():
    seen = []

    def traced(v):
        with StatelessScope() as scope:
            masks.set_mask(v, v > 0)
            with StatelessScope():
                seen.append(masks.get_mask(v) is not None)
            seen.append(len(scope.masks))
        return v, masks.get_mask(v)

    assert jax.jit(traced)(jnp.ones(3))[1] is None
    assert seen == [True, 1]
    assert masks._masks == {}
