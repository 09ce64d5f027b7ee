"""Small networks and data that several tests train."""

import hashlib

import numpy as np

import keraunos as k


def blobs(rows=70, features=4, classes=3, seed=0):
    """Inputs, class numbers and one-hot rows."""
    rng = np.random.default_rng(seed)
    labels = rng.integers(0, classes, rows)
    x = (rng.normal(size=(rows, features)) + labels[:, None]).astype("float32")
    return x, labels, np.eye(classes, dtype="float32")[labels]


def classifier(
    features=4, classes=3, dropout=0.0, optimizer="adam", loss=None, metrics=("accuracy",)
):
    """A compiled Dense stack."""
    layers = [k.layers.Input((features,)), k.layers.Dense(8, activation="relu")]
    if dropout:
        layers.append(k.layers.Dropout(dropout))
    model = k.Sequential([*layers, k.layers.Dense(classes, activation="softmax")])
    model.compile(optimizer, loss or "categorical_crossentropy", metrics=list(metrics))
    return model


def predicted(model, x):
    """What a model predicts, for spawned workers: they import this module."""
    return model.predict(x, verbose=0)


def bits(model):
    """A digest of every variable of a model and its optimizer."""
    digest = hashlib.sha256()
    for variable in [*model.variables, *model.optimizer.variables]:
        digest.update(variable.numpy().tobytes())
    return digest.hexdigest()
