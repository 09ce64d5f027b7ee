"""The cases of `layer_cases` as parameters of tests, and what a case is run on."""

import numpy as np
import pytest

import keraunos as k
from keraunos.core import registry
from keraunos.core.symbolic import KerasTensor
from keraunos.layers import Layer
from support.layer_cases import CASES
from support.oracle import keras

registry.complete("keras.layers")
REGISTERED = {
    thing: name
    for name, thing in reversed(registry.registered("keras.layers").items())
    if isinstance(thing, type) and issubclass(thing, Layer)
}
EVERY = [
    pytest.param(case, id=f"{name}-{i}", marks=[pytest.mark.slow] if case.slow else [])
    for name, cases in CASES.items()
    for i, case in enumerate(cases)
]
WITH_ORACLE = [p for p in EVERY if p.values[0].oracle]


def structure(shapes, make):
    if isinstance(shapes, list):
        return [structure(s, make) for s in shapes]
    return make(shapes)


def arrays(case, seed=0):
    rng = np.random.default_rng(seed)

    def make(shape):
        if case.dtype == "int32" or "Embedding" in str(case.make.__code__.co_names):
            whole = rng.integers(0, 3, shape)
            return (
                whole.astype(case.dtype)
                if "reverse" not in case.call
                else rng.normal(size=shape).astype("f4")
            )
        return rng.normal(size=shape).astype(case.dtype)

    return [structure(s, make) for s in case.inputs]


def tensors(case, batch=False, kind=KerasTensor):
    def make(shape):
        return kind(shape if batch else (None, *shape[1:]), case.dtype)

    return [structure(s, make) for s in case.inputs]


def pair(case):
    """The layer in both libraries, built on the same shapes, with the same weights."""
    own, theirs = case.make(k.layers), case.make(keras.layers)
    own(*tensors(case, batch=True), **case.call)
    theirs(*tensors(case, batch=True, kind=keras.KerasTensor), **case.call)
    rng = np.random.default_rng(7)
    values = [rng.normal(size=w.shape).astype("f4") * 0.5 for w in theirs.weights]
    values = [np.abs(v) if "variance" in w.path else v for v, w in zip(values, theirs.weights)]
    theirs.set_weights(values)
    own.set_weights(values)
    return own, theirs, arrays(case)
