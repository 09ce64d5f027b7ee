"""A network of `applications` here and in Keras: the same layers, weights, numbers, files and refusals."""

import json
import warnings
from contextlib import contextmanager

import numpy as np

import keraunos
from keraunos import applications as ours
from keraunos.applications import published
from keraunos.core import naming
from keraunos.core.variable import Variable
from support.oracle import keras
from support.twins import quickly

theirs = keras.applications

TOP = {"classes": 5, "include_top": True}
LOGITS = {**TOP, "classifier_activation": None}
BARE = {"include_top": False, "pooling": "avg"}

UNTOLD = {
    "module", "registered_name", "build_config", "lora_rank", "lora_alpha", "quantization_config",
}  # fmt: skip
"""Parts of a config that say where a class is, or that are empty."""


# --- structure ----------------------------------------------------------------------------------


@contextmanager
def unfilled():
    """Within it variables of both libraries have shapes and no numbers: hundreds of megabytes less."""
    first = Variable._first_value

    def nothing(self, initializer, shape, dtype):
        if shape is None:
            return first(self, initializer, shape, dtype)
        return np.broadcast_to(np.zeros((), dtype or "float32"), tuple(shape))

    Variable._first_value = nothing
    try:
        with keras.StatelessScope(initialize_variables=False):
            yield
    finally:
        Variable._first_value = first


def both(name, **arguments):
    """The network of both libraries."""
    arguments = {"weights": None, **arguments}
    return [getattr(library, name)(**arguments) for library in (ours, theirs)]


def anew():
    """Let the names of both libraries begin from the beginning."""
    naming.reset_names()
    keras.utils.clear_session(free_memory=False)


def told(model):
    """What can be said of a network: its layers, how they are joined, their configs and weights."""
    return [
        {
            "class": type(layer).__name__,
            "name": layer.name,
            "from": [[t._keras_history.operation.name for t in n.input_tensors]
                     for n in layer._inbound_nodes],
            "config": plain(layer.get_config()),
            "weights": [(w.path, tuple(w.shape), w.trainable) for w in layer.weights],
        }
        for layer in model.layers
    ]  # fmt: skip


def plain(config):
    """A config as JSON has it, without the parts in UNTOLD; one axis and a list of one are the same."""
    text = json.dumps(config, default=lambda thing: thing.get_config())

    def kept(value):
        if isinstance(value, dict):
            parts = {k: kept(v) for k, v in value.items() if k not in UNTOLD}
            if isinstance(parts.get("axis"), int):
                parts["axis"] = [parts["axis"]]
            if parts.get("layers"):  # a Sequential within: with its Input or without
                parts["layers"] = [x for x in parts["layers"] if x["class_name"] != "InputLayer"]
            return parts
        return [kept(v) for v in value] if isinstance(value, list) else value

    return kept(json.loads(text))


def assert_same_structure(name, **arguments):
    """Layers, names, connections, configs, weights and shapes are Keras'."""
    anew()
    with unfilled():
        mine, his = both(name, **arguments)
    for one, other in zip(told(mine), told(his), strict=True):
        assert one == other
    assert mine.name == his.name
    assert [w.path for w in mine.weights] == [w.path for w in his.weights]
    assert mine.count_params() == his.count_params()
    assert (mine.input_shape, mine.output_shape) == (his.input_shape, his.output_shape)


# --- numbers ------------------------------------------------------------------------------------


def assert_same_numbers(name, side, grey=False, growth=1.0, **arguments):
    """With the same weights and images the outputs are Keras', as near as so many layers allow.

    grey: whether the network takes values in [0, 255] rather than about 0.
    growth: what kernels are multiplied by, where else nothing of the images would reach the end.
    """
    anew()
    mine, his = both(name, input_shape=(side, side, 3), **arguments)
    rng = np.random.default_rng(3)
    values = [_moved(w.numpy(), w.path, rng, growth) for w in mine.weights]
    for model in (mine, his):
        model.set_weights(values)
    images = rng.uniform(*((0, 255) if grey else (-1, 1)), (2, side, side, 3)).astype("float32")
    found, wanted = (_outputs(model, images) for model in (mine, his))
    np.testing.assert_allclose(found, wanted, rtol=1e-4, atol=1e-4 * abs(wanted).max())
    assert np.isfinite(found).all()


def _moved(value, path, rng, growth):
    """Vectors away from 0 and 1, so that what they scale and shift is seen; variances stay positive."""
    if path.endswith("count"):
        return value
    if value.ndim != 1:
        return value * np.asarray(growth, value.dtype)
    return value + rng.uniform(0.0, 0.2, value.shape).astype(value.dtype)


def _outputs(model, images):
    def run(images, trained, others):
        return model.stateless_call(trained, others, images, training=False)[0]

    weights = [v.value for v in model.trainable_variables]
    others = [v.value for v in model.non_trainable_variables]
    return np.asarray(quickly(run, images, weights, others))


# --- files and refusals -------------------------------------------------------------------------


class Asked(Exception):
    """A published file was asked for: its URL, its digest and its name in the cache."""


def outcome(library, name, arguments, monkeypatch):
    """What a call comes to: an exception's type, the file it asks for, or the shapes of the network."""

    def fetch(url, digest, path, owner):
        raise Asked(url, digest, path.name)

    def get_file(fname, origin, cache_subdir, file_hash=None):
        raise Asked(origin, file_hash, fname)

    monkeypatch.setattr(published, "fetch", fetch)
    monkeypatch.setattr(keras.src.utils.file_utils, "get_file", get_file)
    source = ours if library is keraunos else theirs
    given = {k: v(library) if callable(v) else v for k, v in arguments.items()}
    with warnings.catch_warnings(record=True) as caught, unfilled():
        warnings.simplefilter("always")
        try:
            model = getattr(source, name)(**given)
            found = (model.input_shape, model.output_shape, model.count_params())
        except Asked as asked:
            found = asked.args
        except Exception as error:
            found = next(t for t in (TypeError, ValueError, Exception) if isinstance(error, t))
    return found, [w.category for w in caught]


def assert_same_outcome(name, arguments, monkeypatch):
    """A call comes to the same in both libraries, with the same warnings."""
    mine = outcome(keraunos, name, arguments, monkeypatch)
    assert mine == outcome(keras, name, arguments, monkeypatch)
