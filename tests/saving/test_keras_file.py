"""The .keras format, both ways with the oracle: every layer, every form of model, training that goes on."""

import json
import zipfile

import jax
import numpy as np
import pytest
from support import saved_models as models
from support.oracle import keras

import keraunos as k
from keraunos.core.errors import FileError, ShapeError, UnsafeError

BOTH_WAYS = [pytest.param((keras, k), id="from keras"), pytest.param((k, keras), id="to keras")]


def assert_same_predictions(one, other, x):
    found = [jax.tree.leaves(m.predict(x, verbose=0)) for m in (one, other)]
    assert len(found[0]) == len(found[1])
    for i, (a, b) in enumerate(zip(*found)):
        np.testing.assert_allclose(a, b, rtol=1e-6, atol=1e-6, err_msg=f"output {i}")


def configs(model):
    return {x.name: json.loads(json.dumps(x.get_config())) for x in model.layers}


@pytest.mark.parametrize("kind", models.LAYERS)
def test_every_layer_comes_and_goes_back(kind):
    shape, table = models.LAYERS[kind]
    names = [name for name, _ in models.known(k, table)]
    theirs = models.of_every_layer(keras, kind, names)
    theirs.save("theirs.keras")
    ours = k.saving.load_model("theirs.keras")
    assert_same_predictions(theirs, ours, models.inputs([shape], rows=2))
    ours.save("ours.keras")
    again = keras.saving.load_model("ours.keras")
    assert configs(again) == configs(theirs)
    for one, other in zip(theirs.get_weights(), again.get_weights(), strict=True):
        np.testing.assert_array_equal(one, other)


@pytest.mark.parametrize("ways", BOTH_WAYS)
@pytest.mark.parametrize("form", models.FORMS)
def test_every_form_of_model_comes_back(form, ways):
    source, target = ways
    make, shapes = models.FORMS[form]
    model = make(source)
    model.save("m.keras")
    assert_same_predictions(model, target.saving.load_model("m.keras"), models.inputs(shapes))
    model.save_weights("m.weights.h5")
    other = make(target)
    other.load_weights("m.weights.h5")
    assert_same_predictions(model, other, models.inputs(shapes))


@pytest.mark.parametrize("ways", BOTH_WAYS)
def test_classes_of_a_users_come_back(ways):
    nets = {library: models.classes(library) for library in (keras, k)}
    source, target = ways
    model = nets[source]()
    x = models.inputs([(4,)])
    model(x)
    model.compile("adam", "mse")
    model.fit(x, np.zeros((8, 1)), verbose=0)
    model.save("m.keras")
    assert_same_predictions(model, target.saving.load_model("m.keras"), x)


OPTIMIZERS = {
    "adam": lambda lib: lib.optimizers.Adam(0.01, amsgrad=True),
    "momentum": lambda lib: lib.optimizers.SGD(0.01, momentum=0.9, nesterov=True),
    "schedule": lambda lib: lib.optimizers.SGD(
        lib.optimizers.schedules.ExponentialDecay(0.05, 3, 0.5)
    ),
    "rmsprop": lambda lib: lib.optimizers.RMSprop(0.01, centered=True),
}


@pytest.mark.parametrize("ways", BOTH_WAYS)
@pytest.mark.parametrize("name", OPTIMIZERS)
def test_training_goes_on_equally(name, ways):
    source, target = ways
    model = models.sequential(source)
    x, y = models.inputs([(4,)]), models.inputs([(2,)], seed=1)
    model.compile(OPTIMIZERS[name](source), "mse", metrics=["mae"])
    model.fit(x, y, epochs=2, verbose=0, shuffle=False)
    model.save("m.keras")
    other = target.saving.load_model("m.keras")
    runs = [m.fit(x, y, epochs=3, verbose=0, shuffle=False).history for m in (model, other)]
    assert list(runs[0]) == list(runs[1]) == ["loss", "mae"]
    np.testing.assert_allclose(runs[0]["loss"], runs[1]["loss"], rtol=1e-5)
    assert int(other.optimizer.iterations) == 5


@pytest.mark.parametrize("ways", BOTH_WAYS)
def test_losses_and_metrics_by_output_come_back(ways):
    source, target = ways
    model = models.branches(source)
    model.compile(
        "sgd",
        loss={"p": source.losses.Huber(), "q": "mse"},
        loss_weights={"p": 1.0, "q": 0.5},
        metrics={"p": [source.metrics.MeanAbsoluteError(name="mae")]},
    )
    x = models.inputs([(4,), (4,)])
    y = {name: np.ones_like(v) for name, v in model.predict(x, verbose=0).items()}
    model.save("m.keras")
    other = target.saving.load_model("m.keras")
    found = [m.evaluate(x, y, verbose=0, return_dict=True) for m in (model, other)]
    assert {*found[0]} == {*found[1]} >= {"loss", "p_mae"}
    for name, value in found[0].items():
        np.testing.assert_allclose(found[1][name], value, rtol=1e-5)


def test_a_model_that_is_not_compiled_stays_so():
    models.sequential(k).save("m.keras")
    assert not k.saving.load_model("m.keras").compiled


def test_compile_false_leaves_it():
    model = models.sequential(k)
    model.compile("adam", "mse")
    model.save("m.keras")
    assert k.models.load_model("m.keras").compiled
    assert not k.models.load_model("m.keras", compile=False).compiled


def test_a_layer_that_is_shared_stays_one():
    shared = k.layers.Dense(2)
    x = k.Input((3, 2))
    y = k.layers.TimeDistributed(shared)(x)
    model = k.Model(x, k.layers.TimeDistributed(shared)(y))
    model.save("m.keras")
    other = k.saving.load_model("m.keras")
    assert len(other.weights) == 2
    assert_same_predictions(model, other, models.inputs([(3, 2)]))


@pytest.mark.parametrize("ways", BOTH_WAYS)
def test_a_lambda_needs_the_callers_word(ways):
    source, target = ways
    x = source.Input((2,))
    model = source.Model(x, source.layers.Lambda(lambda x: x * 2 + 1)(x))
    model.save("m.keras")
    for safe in (True, None) if target is k else (True,):
        with pytest.raises(ValueError, match="safe_mode=False"):
            target.saving.load_model("m.keras", safe_mode=safe)
    other = target.saving.load_model("m.keras", safe_mode=False)
    assert_same_predictions(model, other, models.inputs([(2,)]))


def test_a_function_of_a_users_is_named():
    def double(x):
        return x * 2

    x = k.Input((2,))
    model = k.Model(x, k.layers.Dense(2, activation=double)(x))
    model.save("m.keras")
    with pytest.raises(ValueError, match="unknown function 'double'|unknown .*'double'"):
        k.saving.load_model("m.keras")
    other = k.saving.load_model("m.keras", custom_objects={"double": double})
    assert_same_predictions(model, other, models.inputs([(2,)]))


# --- damage -------------------------------------------------------------------------------------


def changed(change, name="m.keras"):
    """Write m.keras again with the members that `change` gives for those it had."""
    with zipfile.ZipFile(name) as old:
        members = {n: old.read(n) for n in old.namelist()}
    members = change(members)
    with zipfile.ZipFile(name, "w") as new:
        for member, content in members.items():
            new.writestr(member, content)


def with_config(change):
    def made(members):
        config = json.loads(members["config.json"])
        return {**members, "config.json": json.dumps(change(config) or config)}

    changed(made)


@pytest.fixture
def saved():
    model = k.Sequential([k.Input((4,)), k.layers.Dense(3, name="first"), k.layers.Dense(2)])
    model.save("m.keras")
    return model


def test_a_missing_member_is_named(saved):
    changed(lambda members: {n: c for n, c in members.items() if "weights" not in n})
    with pytest.raises(FileError, match="it has no model.weights.h5"):
        k.saving.load_model("m.keras")


def test_weights_of_another_shape_are_refused(saved):
    def change(config):
        config["config"]["layers"][1]["config"]["units"] = 5
        config["config"]["layers"][2].pop("build_config")

    with_config(change)
    with pytest.raises(
        ShapeError, match=r"(?s)Dense 'first' .*the file has shape \(4, 3\) for kernel"
    ):
        k.saving.load_model("m.keras")


def test_a_config_that_asks_for_more_than_the_file_holds_is_refused_before_it_is_made(saved):
    def change(config):
        config["config"]["layers"][1]["config"]["units"] = 10**10
        config["config"]["layers"][1].pop("build_config")

    with_config(change)
    with pytest.raises(UnsafeError, match="more than the weights in the file can fill"):
        k.saving.load_model("m.keras")


def test_a_config_that_is_no_model_is_refused(saved):
    zeros = {"module": "keras.initializers", "class_name": "Zeros", "config": {}}
    with_config(lambda config: zeros)
    with pytest.raises(FileError, match="the config of a model"):
        k.saving.load_model("m.keras")
    with_config(lambda config: {"no": "class"})
    with pytest.raises(FileError, match="not the config of a model"):
        k.saving.load_model("m.keras")


def test_a_compile_config_may_hold_objects(tmp_path):
    class Own(k.Model):
        def __init__(self):
            super().__init__()
            self.dense = k.layers.Dense(1)

        def compile(self, optimizer, strength, **rest):
            super().compile(optimizer=optimizer, loss="mse", **rest)
            self.strength = strength

        def get_compile_config(self):
            return {"optimizer": self.optimizer, "strength": self.strength}

        def compile_from_config(self, config):
            self.compile(**k.saving.deserialize_keras_object(config))

        def call(self, x):
            return self.dense(x)

        def get_config(self):
            return {}

        @classmethod
        def from_config(cls, config):
            return cls()

    model = Own()
    model.compile(k.optimizers.SGD(0.5), 3)
    model.fit(np.ones((2, 2)), np.ones((2, 1)), verbose=0)
    model.save(tmp_path / "m.keras")
    again = k.models.load_model(tmp_path / "m.keras", custom_objects={"Own": Own})
    assert (again.strength, float(again.optimizer.learning_rate)) == (3, 0.5)
