"""Training step by step here and in Keras: the same weights and the same loss after each of 20 steps."""

import json
import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from support.oracle import TOLERANCE, keras
from support.rules import OWN, made

import keraunos as k

STEPS = 20
LOSSES = (
    "binary_crossentropy", "categorical_crossentropy", "sparse_categorical_crossentropy",
    "mean_squared_error", "mean_absolute_error",
)  # fmt: skip
OPTIONS = [
    ("SGD", {"momentum": 0.9, "nesterov": True, "weight_decay": 0.01}),
    ("RMSprop", {"momentum": 0.5, "centered": True, "clipnorm": 0.5}),
    ("Adam", {"amsgrad": True, "global_clipnorm": 0.3}),
    ("Adam", {"use_ema": True, "ema_momentum": 0.9, "ema_overwrite_frequency": 5}),
    ("Adam", {"gradient_accumulation_steps": 4, "clipvalue": 0.1, "loss_scale_factor": 16.0}),
    ("Nadam", {"learning_rate": ("CosineDecay", (0.01, 15))}),
]
PAIRS = [(name, LOSSES[i % 5]) for i, name in enumerate(OWN)]
FAST = {("SGD", LOSSES[0]), ("RMSprop", LOSSES[1]), ("Adam", LOSSES[2])}


def targets(loss, rng, rows, classes=3):
    """What the loss compares with."""
    labels = rng.integers(0, classes, rows)
    if loss == "sparse_categorical_crossentropy":
        return labels.astype("int32")
    if loss == "categorical_crossentropy":
        return np.eye(classes, dtype="float32")[labels]
    if loss == "binary_crossentropy":
        return rng.integers(0, 2, (rows, classes)).astype("float32")
    return rng.normal(size=(rows, classes)).astype("float32")


def dense_stack(lib, last):
    return lib.Sequential(
        [
            lib.layers.Input((5,)),
            lib.layers.Dense(6, activation="tanh"),
            lib.layers.Dense(3, activation=last),
        ]
    )


def lstm_stack(lib, last):
    return lib.Sequential(
        [lib.layers.Input((4, 5)), lib.layers.LSTM(6), lib.layers.Dense(3, activation=last)]
    )


def assert_same_training(build, name, options, loss):
    """After each step the reported loss and every weight agree."""
    rng = np.random.default_rng(3)
    last = {"binary": "sigmoid", "mean": None}.get(loss.split("_")[0], "softmax")
    ours, theirs = build(k, last), build(keras, last)
    ours.set_weights(theirs.get_weights())
    for lib, model in ((k, ours), (keras, theirs)):
        model.compile(made(lib, name, options), loss)
    for step in range(STEPS):
        x = rng.normal(size=(8, *ours.input_shape[1:])).astype("float32")
        y = targets(loss, rng, 8)
        reported = [float(np.asarray(m.train_on_batch(x, y))) for m in (ours, theirs)]
        where = f"{name} {options} {loss}, step {step + 1}"
        np.testing.assert_allclose(*reported, **TOLERANCE["float32"], err_msg=where)
        for one, a, b in zip(ours.weights, ours.get_weights(), theirs.get_weights()):
            np.testing.assert_allclose(a, b, **TOLERANCE["float32"], err_msg=f"{where}: {one.path}")


def marked(pairs):
    """All but a few of them take too long for the fast tier."""
    return [p if p in FAST else pytest.param(*p, marks=pytest.mark.slow) for p in pairs]


@pytest.mark.parametrize(("name", "loss"), marked(PAIRS))
def test_a_dense_stack_trains_as_in_keras(name, loss):
    assert_same_training(dense_stack, name, OWN[name][0], loss)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "loss"), [(n, lo) for n in OWN for lo in LOSSES if (n, lo) not in PAIRS]
)
def test_every_optimizer_with_every_loss(name, loss):
    assert_same_training(dense_stack, name, OWN[name][0], loss)


@pytest.mark.slow
@pytest.mark.parametrize(("name", "options"), OPTIONS, ids=str)
def test_what_happens_around_the_rule(name, options):
    assert_same_training(dense_stack, name, options, "categorical_crossentropy")


@pytest.mark.parametrize("name", ["Adam", pytest.param("RMSprop", marks=pytest.mark.slow)])
def test_an_lstm_stack_trains_as_in_keras(name):
    assert_same_training(lstm_stack, name, {}, "sparse_categorical_crossentropy")


FORMULAS = """
import json, sys
from support.oracle import keras
import keraunos as k
from keraunos.core import config
from support.rules import OWN, SHARED, assert_same_steps
keras.config.set_floatx("float64")
config.set_floatx("float64")
wrong, count = [], 0
own = [(n, o) for n, all_ in OWN.items() for o in (all_ if "all" in sys.argv else all_[-1:])]
shared = [(n, {**OWN[n][-1], **o}) for n in ("SGD", "Adam") for o in SHARED if "all" in sys.argv]
for name, options in [*own, *shared]:
    if name not in ("Muon", "Adafactor"):  # the oracle takes norms and means in 32 bits
        count += 1
        try:
            assert_same_steps(name, options, 20, "float64")
        except AssertionError as error:
            wrong.append(str(error)[:400])
print(json.dumps({"count": count, "wrong": wrong}))
"""


@pytest.mark.parametrize("which", ["some", pytest.param("all", marks=pytest.mark.slow)])
def test_the_formulas_agree_in_64_bits(which):
    """In a process of its own, where jax computes with float64.

    Muon and Adafactor are compared in 32 bits, in their own tests.
    """
    here = Path(__file__).resolve().parents[1]
    settings = {**os.environ, "JAX_ENABLE_X64": "1", "PYTHONPATH": str(here)}
    answer = subprocess.run(
        [sys.executable, "-c", FORMULAS, which],
        env=settings, capture_output=True, text=True, timeout=600, check=False,
    )  # fmt: skip
    assert answer.returncode == 0, answer.stderr[-2000:]
    found = json.loads(answer.stdout.strip().splitlines()[-1])
    assert found["wrong"] == []
    assert found["count"] >= len(OWN) - 2
