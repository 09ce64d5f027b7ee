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


def trained(rule, epochs=3):
    k.utils.set_random_seed(3)
    model = k.Sequential([k.layers.Input((2,)), k.layers.Dense(1)])
    model.compile(rule, "mse", metrics=["mae"])
    model.fit(*DATA, epochs=epochs, shuffle=False, verbose=0)
    return model


X = np.random.default_rng(0).normal(size=(16, 2)).astype("float32")
DATA = X, X.sum(1, keepdims=True)


@pytest.fixture(params=[".keras", ".h5"])
def loaded(request, tmp_path):
    """What a file of a model trained three epochs gives back, and that model."""
    path, model = tmp_path / f"m{request.param}", trained(optax.adam(0.05))
    model.save(path)
    with pytest.warns(UserWarning, match="optax transformation, which is code"):
        return k.models.load_model(path), model


def test_a_file_is_read_without_the_transformation(loaded):
    again, model = loaded
    np.testing.assert_array_equal(again.predict(X, verbose=0), model.predict(X, verbose=0))
    assert again.evaluate(*DATA, verbose=0) == pytest.approx(model.evaluate(*DATA, verbose=0))
    with pytest.raises(ValueError, match="must be an optax transformation; got the state of one"):
        again.fit(*DATA, verbose=0)


def test_compiled_again_it_goes_on_from_the_state(loaded):
    again, _ = loaded
    again.compile(optax.adam(0.05), "mse", metrics=["mae"])
    again.fit(*DATA, epochs=2, shuffle=False, verbose=0)
    whole = trained(optax.adam(0.05), epochs=5)
    for a, b in zip(again.get_weights(), whole.get_weights(), strict=True):
        np.testing.assert_allclose(a, b, rtol=1e-6)
    assert again.optimizer.iterations == 5


def test_another_transformation_starts_afresh_and_says_so(loaded):
    again, _ = loaded
    again.compile(optax.sgd(0.05), "mse")
    with pytest.warns(UserWarning, match="starts afresh"):
        again.fit(*DATA, verbose=0)
    assert again.optimizer.iterations == 1


def test_a_run_is_taken_up_again(tmp_path):
    class Stop(k.callbacks.Callback):
        def on_epoch_end(self, epoch, logs=None):
            if epoch == 2:
                raise KeyboardInterrupt

    def run(*callbacks):
        k.utils.set_random_seed(3)
        model = k.Sequential([k.layers.Input((2,)), k.layers.Dense(1)])
        model.compile(optax.adam(0.05), "mse")
        model.fit(
            *DATA, epochs=5, verbose=0, callbacks=list(callbacks), resume=str(tmp_path / "run")
        )
        return model

    with pytest.raises(KeyboardInterrupt):
        run(Stop())
    taken_up = run()
    k.utils.set_random_seed(3)
    whole = k.Sequential([k.layers.Input((2,)), k.layers.Dense(1)])
    whole.compile(optax.adam(0.05), "mse")
    whole.fit(*DATA, epochs=5, verbose=0)
    for a, b in zip(taken_up.get_weights(), whole.get_weights(), strict=True):
        np.testing.assert_array_equal(a, b)
