"""Settings of the process."""

import numpy as np
import pytest
from support.nets import blobs, classifier
from support.oracle import keras
from support.recording import recorder, regression, rows

import keraunos as k
from keraunos.core import config


def test_the_first_settings_are_those_of_keras():
    for name in ("floatx", "epsilon", "image_data_format", "backend", "max_epochs",
                 "max_steps_per_epoch", "is_flash_attention_enabled",
                 "is_interactive_logging_enabled", "is_traceback_filtering_enabled",
                 "is_nnx_enabled"):  # fmt: skip
        assert getattr(k.config, name)() == getattr(keras.config, name)(), name


@pytest.mark.parametrize("name", [n for n in dir(keras.config) if not n.startswith("_")])
def test_every_public_name_of_keras_is_there(name):
    assert callable(getattr(k.config, name))


@pytest.mark.parametrize("name", ["float16", "bfloat16", "float32", "float64"])
def test_new_arrays_and_layers_have_the_float_type(name):
    k.config.set_floatx(name)
    assert k.config.floatx() == name
    assert k.layers.Dense(1).compute_dtype == name
    assert k.initializers.Zeros()((1,)).dtype.name == name


def test_the_fuzz_factor_and_the_layout_are_kept():
    k.config.set_epsilon(np.float32(0.5))
    k.config.set_image_data_format("CHANNELS_FIRST")
    assert (k.config.epsilon(), k.config.image_data_format()) == (0.5, "channels_first")
    assert config.standardize_data_format(None, "X") == "channels_first"
    assert config.standardize_data_format("channels_last", "X") == "channels_last"


@pytest.mark.parametrize(
    "switch", ["interactive_logging", "traceback_filtering", "flash_attention"]
)
def test_switches_go_on_and_off(switch):
    for state in ("disable", "enable"):
        getattr(k.config, f"{state}_{switch}")()
        assert getattr(k.config, f"is_{switch}_enabled")() is (state == "enable")


@pytest.mark.filterwarnings("ignore:Limiting ", "ignore:Your input ran out of data")
def test_limits_hold_for_fit_evaluate_and_predict_as_in_keras():
    x, y = rows(10)
    found = []
    for lib in (k, keras):
        lib.config.set_max_epochs(3)
        lib.config.set_max_steps_per_epoch(3)
        calls, model = [], regression(lib)
        hooks = ("on_epoch_end", *(f"on_{m}_batch_end" for m in ("train", "test", "predict")))
        how = {"batch_size": 2, "verbose": 0, "callbacks": [recorder(lib, calls, hooks)]}
        model.fit(x, y, epochs=9, validation_data=(x, y), **how)
        model.fit(
            x, y, epochs=3, steps_per_epoch=2, validation_data=(x, y), validation_steps=4, **how
        )
        model.fit(x, y, epochs=4, initial_epoch=2, **how)
        model.evaluate(x, y, **how)
        assert model.predict(x, **how).shape == (6, 1)
        model.fit(x[:4], y[:4], **how)  # fewer than the limit: nothing to say
        lib.config.set_max_epochs(None)
        lib.config.set_max_steps_per_epoch(None)
        found.append([call[:2] for call in calls])
    assert found[0] == found[1]


def test_without_interactive_logging_only_finished_lines_are_written(capsys):
    k.config.disable_interactive_logging()
    x, _, y = blobs()
    classifier().fit(x, y, epochs=2, verbose=1)
    said = capsys.readouterr().out
    assert "\r" not in said
    assert "\x1b" not in said
    assert "Epoch 2/2" in said


@pytest.mark.parametrize(
    ("call", "sentence"),
    [
        (lambda: k.config.set_floatx("int8"), "set_floatx: `value` must be one of"),
        (lambda: k.config.set_epsilon("small"), "set_epsilon: `value` must be a float >= 0"),
        (lambda: k.config.set_epsilon(-1.0), "set_epsilon: `value` must be a float >= 0"),
        (lambda: k.config.set_image_data_format("last"), "`data_format` must be one of"),
        (lambda: k.config.set_backend("torch"), "`backend` must be 'jax'.*one engine"),
        (lambda: k.config.set_max_epochs(0), "set_max_epochs: `max_epochs` must be an int >= 1"),
        (
            lambda: k.config.set_max_steps_per_epoch("a"),
            "`max_steps_per_epoch` must be an int >= 1",
        ),
        (lambda: config.standardize_data_format("last", "Conv"), "Conv: `data_format` must be"),
    ],
    ids=range(8),
)
def test_a_wrong_setting_is_refused(call, sentence):
    before = dict(config._settings)
    with pytest.raises(ValueError, match=sentence):
        call()
    assert config._settings == before


def test_the_engine_may_be_named():
    k.config.set_backend("jax")
    assert k.config.backend() == k.backend.backend() == "jax"


def test_the_home_may_be_moved(monkeypatch, tmp_path):
    monkeypatch.setenv("KERAS_HOME", str(tmp_path))
    assert config.keras_home() == tmp_path
    monkeypatch.delenv("KERAS_HOME")
    assert config.keras_home().name == ".keras"
