"""remat: the same numbers and gradients with fewer kept results."""

import jax
import jax.numpy as jnp
import numpy as np
import pytest
from jax.ad_checkpoint import print_saved_residuals

from keraunos import RematScope, StatelessScope, Variable, remat
from keraunos.core.remat import checkpointed, current_remat, output_size
from keraunos.core.symbolic import KerasTensor
from keraunos.random import SeedGenerator, normal

X = np.linspace(-1, 1, 6).astype("float32")


def chain(x):
    return jnp.sum(jnp.sin(jnp.cos(jnp.sin(jnp.cos(x)))))


def kept(function, capsys):
    """How many results are kept for the gradient."""
    print_saved_residuals(function, X)
    return len(capsys.readouterr().out.splitlines())


def test_gradients_are_the_same_and_less_is_kept(capsys):
    np.testing.assert_allclose(jax.grad(remat(chain))(X), jax.grad(chain)(X), rtol=1e-6)
    assert kept(remat(chain), capsys) == 1 < kept(chain, capsys)


def test_what_it_assigns_and_draws_leaves_it():
    count, seeds = Variable(np.float32(0)), SeedGenerator(3)

    def noisy(x):
        count.assign_add(jnp.sum(x))
        return x * normal((6,), seed=seeds)

    plain = noisy(jnp.asarray(X))
    seeds = SeedGenerator(3)
    again = jax.jit(lambda x: stateless(remat(noisy), x, [count, seeds.state]))(X)
    np.testing.assert_allclose(again[0], plain)
    np.testing.assert_allclose(again[1][0], 2 * np.sum(X), atol=1e-6)
    assert again[1][1].tolist() == [3, 1]
    remat(noisy)(X)  # outside of any trace the variables themselves move on
    assert seeds.state.numpy().tolist() == [3, 1]


def stateless(function, x, variables):
    with StatelessScope() as scope:
        return function(x), scope.values(variables)


def test_losses_reach_the_scope_around_it():
    def adding(x):
        from keraunos.core.scope import current_scope

        current_scope().add_loss(jnp.sum(x))
        return x

    with StatelessScope(collect_losses=True) as scope:
        remat(adding)(X)
    assert len(scope.losses) == 1
    assert len(checkpointed(lambda: adding(X))[1]) == 1


def test_names_arguments_and_symbols_pass():
    def scaled(x, by=2.0):
        """Scale."""
        return {"y": x * by, "none": None}

    assert remat(scaled).__doc__ == "Scale."
    assert remat(scaled)(X, by=3.0)["none"] is None
    assert remat(lambda x: x * 2)(KerasTensor((None, 3))).shape == (None, 3)


def test_scopes():
    assert current_remat() is None
    with RematScope("larger_than", output_size_threshold=3) as outer:
        assert current_remat() is outer
        with RematScope(None):
            assert current_remat() is None
        with RematScope("list_of_layers", layer_names=["a"]) as inner:
            assert current_remat() is inner and inner.layer_names == ["a"]
        assert current_remat() is outer
    with pytest.raises(ValueError, match="unknown mode 'fully'. Did you mean 'full'"):
        RematScope("fully")


def test_sizes_are_asked_without_a_trace_left():
    count = Variable(np.float32(0))
    assert output_size(lambda: {"a": jnp.ones((2, 3)), "b": count.assign_add(1.0)}) == 7
    assert count.numpy() == 0
