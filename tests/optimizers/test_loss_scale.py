"""Dynamic loss scaling against the oracle, alone and inside the compiled program."""

import jax
import numpy as np
import pytest
from support.oracle import TOLERANCE, keras

import keraunos as k


def scaled(lib, inner, **options):
    """A loss-scaled optimizer and its variable."""
    w = lib.Variable(np.array([1.0, 2.0], "float32"), name="w")
    optimizer = lib.optimizers.LossScaleOptimizer(inner, name="scaled", **options)
    optimizer.build([w])
    return optimizer, w


@pytest.mark.parametrize(
    "inner",
    [{"momentum": 0.5}, {"gradient_accumulation_steps": 2}, {"use_ema": True}],
    ids=str,
)
def test_it_finds_its_scale_as_in_keras(inner):
    found = []
    for lib in (k, keras):
        rule = lib.optimizers.SGD(0.1, name="inner", **inner)
        optimizer, w = scaled(lib, rule, initial_scale=8.0, dynamic_growth_steps=3)
        trained, own = [w.value], [v.value for v in optimizer.variables]
        apply, steps = jax.jit(optimizer.stateless_apply), []
        for i in range(10):
            gradient = np.array([np.inf if i in (4, 5) else 8.0 + i, 16.0], "float32")
            trained, own = apply(own, [gradient], trained)
            steps.append([*trained, *own])
        found.append(([v.path for v in optimizer.variables], steps))
    (paths, ours), (their_paths, theirs) = found
    assert paths == their_paths
    for one, other in zip(ours, theirs):
        for a, b in zip(one, other):
            np.testing.assert_allclose(a, b, **TOLERANCE["float32"])


def test_a_step_that_is_not_finite_changes_only_the_scale():
    optimizer, w = scaled(k, k.optimizers.Adam(0.1), initial_scale=8.0)
    before = [v.numpy() for v in optimizer.inner_optimizer.variables]
    optimizer.apply([np.array([np.nan, 1.0])])
    np.testing.assert_array_equal(w.numpy(), [1.0, 2.0])
    for a, v in zip(before, optimizer.inner_optimizer.variables):
        np.testing.assert_array_equal(a, v.numpy())
    assert float(optimizer.dynamic_scale) == 4.0


def test_the_loss_is_multiplied_by_the_scale_of_the_moment():
    optimizer = k.optimizers.LossScaleOptimizer(k.optimizers.SGD(), initial_scale=8.0)
    assert float(optimizer.scale_loss(2.0)) == 16.0
    optimizer.build([k.Variable(np.ones(1), name="w")])
    optimizer.dynamic_scale.assign(4.0)
    assert float(optimizer.scale_loss(2.0)) == 8.0


def test_the_compiled_program_scales_and_trains():
    model = k.Sequential([k.layers.Input((2,)), k.layers.Dense(1)])
    inner = k.optimizers.SGD(0.1)
    model.compile(
        k.optimizers.LossScaleOptimizer(inner, initial_scale=2.0**126, dynamic_growth_steps=4),
        "mse",
    )
    x = np.random.default_rng(0).normal(size=(64, 2)).astype("float32")
    history = model.fit(x, 100 * x[:, :1], batch_size=4, epochs=8, verbose=0).history
    assert 0 < int(inner.iterations) < 8 * 16  # some steps overflowed
    assert np.isfinite(float(model.optimizer.dynamic_scale))
    assert np.isfinite(history["loss"]).all()
    assert np.isfinite(model.get_weights()[0]).all()


def test_training_is_that_of_the_inner_optimizer():
    weights = []
    for wrap in (lambda o: o, k.optimizers.LossScaleOptimizer):
        k.utils.set_random_seed(0)
        model = k.Sequential([k.layers.Input((3,)), k.layers.Dense(2)])
        model.compile(wrap(k.optimizers.Adam(0.01)), "mse")
        x = np.random.default_rng(0).normal(size=(32, 3)).astype("float32")
        model.fit(x, x[:, :2], epochs=3, verbose=0)
        weights.append(model.get_weights())
    for a, b in zip(*weights):
        np.testing.assert_allclose(a, b, **TOLERANCE["float32"])


def test_rate_iterations_and_the_end_are_the_inner_optimizers():
    inner = k.optimizers.SGD(0.5, use_ema=True, weight_decay=0.1)
    optimizer, w = scaled(k, inner, initial_scale=1.0)
    optimizer.exclude_from_weight_decay(var_names=["w"])
    optimizer.apply([np.ones(2)])
    assert int(optimizer.iterations) == 1
    np.testing.assert_allclose(w.numpy(), [0.5, 1.5])
    w.assign([9.0, 9.0])
    optimizer.finalize_variable_values([w])
    np.testing.assert_allclose(w.numpy(), [0.5, 1.5])
    optimizer.learning_rate = 0.25
    assert float(inner.learning_rate) == 0.25


def test_the_config_is_that_of_keras():
    configs = [
        lib.optimizers.LossScaleOptimizer(lib.optimizers.SGD(0.5, name="i"), name="o").get_config()
        for lib in (k, keras)
    ]
    assert configs[0] == configs[1]
    made = k.optimizers.LossScaleOptimizer.from_config(configs[1])
    assert float(made.inner_optimizer.learning_rate) == 0.5


def test_arguments_of_the_inner_optimizer_are_refused():
    inner = k.optimizers.SGD()
    with pytest.raises(ValueError, match="unknown argument 'clipnorm'.*Give it to the inner"):
        k.optimizers.LossScaleOptimizer(inner, clipnorm=1.0)
    with pytest.raises(ValueError, match="`inner_optimizer` must be an optimizer"):
        k.optimizers.LossScaleOptimizer(3)
