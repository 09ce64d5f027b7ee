"""optax transformations in the place of optimizers."""

import jax
import numpy as np
import pytest
from support.oracle import TOLERANCE

import keraunos as k
from keraunos.optimizers.optax_adapter import OptaxOptimizer, is_transformation

optax = pytest.importorskip("optax", reason="needs optax: pip install keraunos[optax]")


def test_a_transformation_is_told_from_other_things():
    assert is_transformation(optax.adam(0.1))
    assert not is_transformation(k.optimizers.Adam())
    assert not is_transformation((1, 2))


@pytest.mark.parametrize(
    "make",
    [
        lambda: optax.adam(0.1),
        lambda: optax.chain(optax.clip(0.5), optax.sgd(0.1, momentum=0.9)),
        lambda: optax.adamw(optax.linear_schedule(0.1, 0.0, 5)),
        lambda: optax.inject_hyperparams(optax.rmsprop)(0.1),
    ],
)
def test_steps_are_those_of_optax(make):
    rng = np.random.default_rng(0)
    values = [rng.normal(size=s).astype("float32") for s in ((3, 2), (2,))]
    variables = [k.Variable(v, name=f"v{i}") for i, v in enumerate(values)]
    optimizer, rule = k.optimizers.get(make()), make()
    state = rule.init(values)
    for _ in range(5):
        grads = [rng.normal(size=v.shape).astype("float32") for v in values]
        optimizer.apply(grads, variables)
        updates, state = rule.update(grads, state, values)
        values = optax.apply_updates(values, updates)
    for v, wanted in zip(variables, values):
        np.testing.assert_allclose(v.numpy(), wanted, **TOLERANCE["float32"])


def test_it_trains_in_the_compiled_program():
    model = k.Sequential([k.layers.Input((2,)), k.layers.Dense(1)])
    model.compile(optax.adam(0.05), "mse")
    x = np.random.default_rng(0).normal(size=(16, 2)).astype("float32")
    losses = model.fit(x, x.sum(1, keepdims=True), epochs=5, verbose=0).history["loss"]
    assert losses[-1] < losses[0]


def test_its_state_rides_in_variables():
    optimizer, w = OptaxOptimizer(optax.adam(0.1)), k.Variable(np.ones(2), name="w")
    optimizer.build([w])
    own = [v.value for v in optimizer.variables]
    trained, after = jax.jit(optimizer.stateless_apply)(own, [np.ones(2)], [w.value])
    assert [a.shape for a in after] == [o.shape for o in own]
    np.testing.assert_allclose(trained[0], [0.9, 0.9], rtol=1e-5)


def test_a_variable_without_a_gradient_stays():
    optimizer = OptaxOptimizer(optax.sgd(0.5))
    w, v = (k.Variable(np.ones(1), name=n) for n in "wv")
    with pytest.warns(UserWarning, match="no gradient came for v"):
        optimizer.apply([np.ones(1), None], [w, v])
    assert [float(x.numpy()[0]) for x in (w, v)] == [0.5, 1.0]
