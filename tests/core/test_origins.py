"""Origins are remembered within a scope, of traced arrays only, and go with it."""

import jax
import jax.numpy as jnp

from keraunos.core import origins
from keraunos.core.scope import StatelessScope


def test_logits_are_remembered_within_the_scope():
    seen = []

    def traced(z):
        p = jax.nn.softmax(z)
        origins.note_logits(p, z)
        seen.append(origins.logits_of(p))
        with StatelessScope():
            origins.note_logits(p, z)
            seen.append(origins.logits_of(p) is z)
            seen.append(origins.logits_of(p + 0))
        seen.append(origins.logits_of(p))
        return p

    jax.jit(traced)(jnp.ones(3))
    assert seen == [None, True, None, None]


def test_numbers_have_no_origin():
    x = jnp.ones(3)
    with StatelessScope() as scope:
        origins.note_logits(x, x)
        assert origins.logits_of(x) is None
        assert scope.origins == {}
