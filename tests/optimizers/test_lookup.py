"""Optimizers by name, and what holds for every registered one."""

import inspect

import numpy as np
import pytest
from support.oracle import keras

import keraunos as k
from keraunos.core import registry

registry.complete("keras.optimizers")
CLASSES = sorted(
    {
        thing
        for thing in registry.registered("keras.optimizers").values()
        if inspect.isclass(thing) and issubclass(thing, k.optimizers.Optimizer)
    },
    key=lambda c: c.__name__,
)
ALONE = [c for c in CLASSES if "learning_rate" in inspect.signature(c).parameters][:]
ALONE = [c for c in ALONE if c is not k.optimizers.Optimizer]


@pytest.mark.parametrize("cls", ALONE, ids=lambda c: c.__name__)
def test_every_name_form_is_found(cls):
    name = cls.__name__
    for form in (name, name.lower(), name.upper(), registry.snake_case(name)):
        assert type(k.optimizers.get(form)) is cls


@pytest.mark.parametrize("cls", ALONE, ids=lambda c: c.__name__)
def test_a_copy_from_its_config_is_equal(cls):
    optimizer = cls(0.125, clipnorm=1.0, use_ema=True)
    config = k.optimizers.serialize(optimizer)
    assert config["module"] == "keras.optimizers"
    copy = k.optimizers.deserialize(config)
    assert type(copy) is cls
    assert copy.get_config() == optimizer.get_config()


@pytest.mark.parametrize("cls", ALONE, ids=lambda c: c.__name__)
def test_the_signature_is_that_of_keras(cls):
    theirs = inspect.signature(getattr(keras.optimizers, cls.__name__)).parameters
    ours = inspect.signature(cls).parameters
    assert [(p.name, p.default) for p in ours.values()] == [
        (p.name, p.default if p.name != "name" else None) for p in theirs.values()
    ]


@pytest.mark.parametrize("cls", ALONE, ids=lambda c: c.__name__)
def test_one_program_is_the_step_by_step_loop(cls):
    import jax

    rng = np.random.default_rng(0)
    start, grads = rng.normal(size=(4, 3)), rng.normal(size=(3, 4, 3)).astype("float32")
    one, other = (k.Variable(start, name="w") for _ in range(2))
    by_hand, compiled = cls(0.01), cls(0.01)
    compiled.build([other])
    for g in grads:
        by_hand.apply([g], [one])
    step = jax.jit(lambda s, g: compiled.stateless_apply(s[1], [g], s[0]))
    state = ([other.value], [v.value for v in compiled.variables])
    for g in grads:
        state = step(state, g)
    np.testing.assert_allclose(one.numpy(), state[0][0], rtol=2e-5, atol=1e-6)
    assert np.isfinite(one.numpy()).all()


def test_configs_of_keras_are_read():
    config = keras.optimizers.serialize(keras.optimizers.Adam(0.5, clipnorm=2.0))
    optimizer = k.optimizers.get(config)
    assert (float(optimizer.learning_rate), optimizer.clipnorm) == (0.5, 2.0)
    assert k.optimizers.get(optimizer) is optimizer
    assert k.optimizers.get(None) is None


@pytest.mark.parametrize(
    ("wrong", "sentence"), [("adan", "unknown optimizer 'adan'. Did you mean"), (3, "must be")]
)
def test_what_names_nothing_is_refused(wrong, sentence):
    with pytest.raises(ValueError, match=sentence):
        k.optimizers.get(wrong)
