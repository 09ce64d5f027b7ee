"""Old keywords at the core's door, without the hook: `lr` and its kind, layers', compile's and fit's."""

import warnings

import numpy as np
import pytest

from keraunos import Sequential, layers, optimizers
from keraunos.compat.wording import OldSpellingWarning
from keraunos.core.registry import complete, registered
from keraunos.core.variable import Variable

complete("keras.optimizers")
OPTIMIZERS = sorted(
    {
        cls
        for cls in registered("keras.optimizers").values()
        if isinstance(cls, type)
        and issubclass(cls, optimizers.Optimizer)
        and cls not in (optimizers.Optimizer,)
        and not cls.__name__.startswith(("Optax", "LossScale", "Multi"))  # around others
    },
    key=lambda cls: cls.__name__,
)

pytestmark = pytest.mark.usefixtures("fresh")


def _step(optimizer, start=1.0, gradient=0.5):
    variable = Variable(np.full(3, start, np.float32), name="w")
    optimizer.apply([np.full(3, gradient, np.float32)], [variable])
    return variable.numpy()


def _quietly(make):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", OldSpellingWarning)
        return make()


@pytest.mark.parametrize("cls", OPTIMIZERS, ids=lambda cls: cls.__name__)
def test_lr_is_the_rate_that_the_step_used(cls):
    old, new = _quietly(lambda: cls(lr=0.3)), cls(learning_rate=0.3)
    assert float(old.learning_rate) == np.float32(0.3)
    np.testing.assert_array_equal(_step(old), _step(new))
    assert not np.array_equal(_step(_quietly(lambda: cls(lr=0.3))), _step(cls(learning_rate=0.1)))


@pytest.mark.parametrize("cls", OPTIMIZERS, ids=lambda cls: cls.__name__)
def test_decay_divides_the_rate_by_one_plus_decay_times_updates(cls):
    old = _quietly(lambda: cls(lr=0.2, decay=0.1))
    for done in (0, 1, 7, 100):
        old.iterations.assign(done)
        assert float(old._rate.now(done)) == pytest.approx(0.2 / (1 + 0.1 * done), rel=1e-6)


def test_decay_is_in_the_compiled_run():
    def trained(rate):
        model = Sequential([layers.Input((2,)), layers.Dense(1, kernel_initializer="ones")])
        model.compile(rate, "mse")
        model.fit(np.ones((12, 2)), np.zeros(12), batch_size=4, epochs=2, verbose=0, shuffle=False)
        return model

    model = trained(_quietly(lambda: optimizers.SGD(0.1, decay=0.5)))
    w, b = np.ones((2, 1)), np.zeros(1)
    for step in range(6):
        error = 2 * (w.sum() + b[0])
        rate = 0.1 / (1 + 0.5 * step)
        w, b = w - rate * error, b - rate * error
    np.testing.assert_allclose(model.get_weights()[0], w, rtol=1e-5)
    np.testing.assert_allclose(model.get_weights()[1], b, rtol=1e-5)


def test_a_decaying_rate_can_be_assigned_and_is_state():
    optimizer = _quietly(lambda: optimizers.Adam(lr=0.2, decay=0.1))
    optimizer.iterations.assign(10)
    optimizer.learning_rate = 0.8
    assert float(optimizer._rate.now(optimizer.iterations.value)) == pytest.approx(0.4)
    assert float(optimizer.learning_rate) == np.float32(0.8)
    assert any(v is optimizer.learning_rate for v in optimizer.variables)
    config = optimizer.get_config()["learning_rate"]
    assert config["class_name"] == "InverseTimeDecay"
    assert config["config"]["initial_learning_rate"] == np.float32(0.8)
    again = optimizers.Adam.from_config(optimizer.get_config())
    again.iterations.assign(10)
    assert float(again._rate.now(again.iterations.value)) == pytest.approx(0.4)


@pytest.mark.parametrize("old", [{"decay": 0.0}, {"decay": None}, {"lr": None}])
def test_what_meant_the_default_still_does(old):
    assert float(_quietly(lambda: optimizers.SGD(**old)).learning_rate) == np.float32(0.01)


def test_the_warning_is_one_line_once_and_shows_todays_word():
    with pytest.warns(OldSpellingWarning) as caught:
        made = [optimizers.RMSprop(lr=rate) for rate in (0.5, 0.25)]
    assert [float(o.learning_rate) for o in made] == [0.5, 0.25]
    (said,) = caught
    assert str(said.message) == "RMSprop(lr=0.5) is now RMSprop(learning_rate=0.5)."
    assert said.filename == __file__
    with pytest.warns(OldSpellingWarning, match=r"InverseTimeDecay\(0.5, 1, 0.01\)"):
        optimizers.SGD(0.5, decay=0.01)


def test_a_word_that_no_table_knows_is_refused():
    with pytest.raises(ValueError, match=r"SGD: unknown argument 'lrate'. Did you mean"):
        optimizers.SGD(lrate=0.1)
    with pytest.raises(ValueError, match="Dense: unknown argument 'unit_s'"):
        layers.Dense(2, unit_s=3)
    with pytest.raises(TypeError, match="fit: unknown argument 'epoch_s'"):
        Sequential([layers.Dense(1)]).fit(epoch_s=2)


def test_every_layer_takes_the_old_shapes_and_weights():
    kernel, bias = np.ones((3, 2)), np.full(2, 5.0)
    layer = _quietly(lambda: layers.Dense(2, batch_input_shape=(7, 3), weights=[kernel, bias]))
    model = Sequential([layer])
    assert model.input_shape == (7, 3)
    np.testing.assert_array_equal(layer.get_weights()[1], bias)
    assert "build" not in layer.__dict__
    layer = _quietly(lambda: layers.LSTM(2, input_dim=3, input_length=5))
    assert Sequential([layer]).input_shape == (None, 5, 3)


def test_compile_and_fit():
    model = Sequential([layers.Input((2,)), layers.Dense(1)])
    with pytest.warns(OldSpellingWarning, match="compile takes no sample_weight_mode any more"):
        model.compile("sgd", "mse", sample_weight_mode=None)
    with pytest.warns(OldSpellingWarning, match=r"fit\(nb_epoch=2\) is now fit\(epochs=2\)"):
        history = model.fit(np.ones((4, 2)), np.ones(4), nb_epoch=2, verbose=0)
    assert history.epoch == [0, 1]
    with pytest.raises(
        ValueError, match=r"compile: `target_tensors` must be None, as the argument"
    ):
        model.compile("sgd", "mse", target_tensors=[1])
