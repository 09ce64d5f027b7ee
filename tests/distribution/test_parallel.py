"""Variables lie on four devices as the oracle's do, and models train and predict there."""

import json
import os
import subprocess
import sys

import numpy as np
import pytest
from support.oracle import keras

import keraunos as k

PROGRAM = """
import importlib, json, sys
import numpy as np
lib = importlib.import_module(sys.argv[1])
D = lib.distribution
mesh = D.DeviceMesh((2, 2), ("batch", "model"))
layouts = D.LayoutMap(mesh)
layouts[".*q/kernel"] = (None, "model")
layouts[".*q/bias"] = ("model",)
x = np.linspace(-1, 1, 32, dtype="float32").reshape(8, 4)
y = np.linspace(1, -1, 48, dtype="float32").reshape(8, 6)
for cut in (D.DataParallel(), D.ModelParallel(layout_map=layouts)):
    with cut.scope():
        model = lib.Sequential([
            lib.Input((4,)), lib.layers.Dense(6, activation="relu", name="q"),
            lib.layers.BatchNormalization(name="n"), lib.layers.Dense(6, name="r"),
        ])
        rng = np.random.default_rng(0)
        model.set_weights([rng.uniform(0.1, 1, w.shape) for w in model.get_weights()])
        model.compile(lib.optimizers.Adam(0.01), "mse")
        history = model.fit(x, y, batch_size=4, epochs=2, shuffle=False, verbose=0).history
        rows = D.distribute_tensor(x, cut.get_data_layout(x.shape).backend_layout)
        told = {
            "loss": history["loss"], "evaluated": model.evaluate(x, y, batch_size=4, verbose=0),
            "predicted": model.predict(x, batch_size=4, verbose=0).tolist(),
            "called": np.asarray(model(rows)).tolist(),
            "specs": [str(v.value.sharding.spec) for v in model.variables],
            "slots": [str(v.value.sharding.spec) for v in model.optimizer.variables],
            "devices": len(model.layers[0].kernel.value.devices()),
        }
        print("told", json.dumps(told))
"""


def told(lib):
    """What the program says with four devices, a dict for each distribution."""
    environment = {
        **os.environ, "XLA_FLAGS": "--xla_force_host_platform_device_count=4",
        "KERAS_BACKEND": "jax", "PYTHONPATH": os.pathsep.join(sys.path),
    }  # fmt: skip
    answer = subprocess.run(
        [sys.executable, "-c", PROGRAM, lib], env=environment, capture_output=True, text=True,
        timeout=300, check=False,
    )  # fmt: skip
    assert answer.returncode == 0, answer.stderr[-3000:]
    lines = answer.stdout.splitlines()
    return [json.loads(line.removeprefix("told ")) for line in lines if line.startswith("told")]


def test_variables_lie_and_models_train_as_the_oracle_s():
    for ours, theirs in zip(told("keraunos"), told("keras"), strict=True):
        assert ours["devices"] == theirs["devices"] == 4
        assert ours["specs"] == theirs["specs"]
        assert ours["slots"] == theirs["slots"]
        for name in ("loss", "evaluated", "predicted", "called"):
            np.testing.assert_allclose(ours[name], theirs[name], rtol=1e-4, atol=1e-5)


def test_the_current_one_is_what_the_scope_says():
    one, two = k.distribution.DataParallel(), k.distribution.DataParallel(devices=["cpu:1"])
    assert k.distribution.distribution() is None
    with one.scope():
        with two.scope():
            assert k.distribution.distribution() is two
        assert k.distribution.distribution() is one
    k.distribution.set_distribution(two)
    assert k.distribution.distribution() is two
    k.distribution.set_distribution(None)
    assert k.distribution.distribution() is None


def test_facts_are_the_oracle_s():
    def facts(lib):
        d = lib.distribution
        layouts = d.LayoutMap(d.DeviceMesh((1, 2), ("a", "b")))
        layouts["x"] = ("b",)
        for cut in (
            d.DataParallel(), d.DataParallel(d.DeviceMesh((2,), ("z",)), auto_shard_dataset=False),
            d.ModelParallel(layout_map=layouts),
            d.ModelParallel(layout_map=layouts, batch_dim_name="b"),
        ):  # fmt: skip
            found = cut.get_tensor_layout("x")
            yield [
                repr(cut), cut.batch_dim_name, cut.auto_shard_dataset, cut.device_mesh.shape,
                cut.get_data_layout((8, 3)).axes, found and found.axes, cut.distribute_dataset(3),
                cut.get_variable_layout(lib.Variable(np.zeros((2, 2)), name="x")).axes,
            ]  # fmt: skip

    assert list(facts(k)) == list(facts(keras))


@pytest.mark.parametrize(
    ("call", "error", "sentence"),
    [
        (lambda d: d.DataParallel(3), ValueError, "a DeviceMesh"),
        (lambda d: d.ModelParallel(), ValueError, "a LayoutMap"),
        (lambda d: d.ModelParallel(layout_map=3), ValueError, "a LayoutMap"),
        (lambda d: d.ModelParallel(d.DeviceMesh((2,), ("a",))), TypeError, "positional"),
    ],
)
def test_what_cannot_be_is_said(call, error, sentence):
    with pytest.raises(error, match=sentence):
        call(k.distribution)
    with pytest.raises(error):
        call(keras.distribution)


def test_several_processes_do_not_share_a_dataset_unasked(monkeypatch):
    monkeypatch.setattr("jax.process_count", lambda: 2)
    cut = k.distribution.DataParallel(devices=["cpu:0"])
    with pytest.raises(ValueError, match="its own rows"):
        cut.distribute_dataset([1])
    cut.auto_shard_dataset = False
    assert cut.distribute_dataset([1]) == [1]


def test_unknown_arguments_are_refused():
    with pytest.raises(TypeError, match="colour"):
        k.distribution.ModelParallel(layout_map=None, colour=1)
