"""Files of both libraries, by every format, both ways: for every layer, and for twenty architectures."""

import jax
import numpy as np
import pytest
from support import architectures
from support.layer_cases import CASES, FUNCTIONS
from support.oracle import keras

import keraunos as k

BOTH_WAYS = [pytest.param((keras, k), id="from keras"), pytest.param((k, keras), id="to keras")]
FORMATS = ("m.keras", "m.weights.h5", "m.h5", "w.h5")

EVERY = [
    pytest.param(name, case, id=f"{name}-{i}", marks=[pytest.mark.slow] if case.slow else [])
    for name, cases in CASES.items()
    for i, case in enumerate(cases)
    if case.oracle
]


def over(make, shapes):
    return [over(make, x) if isinstance(x, list) else make(x) for x in shapes]


def model_of(library, case):
    """A model of one layer, or None where it makes no graph."""
    given = over(lambda shape: library.Input(shape[1:], dtype=case.dtype), case.inputs)
    return library.Model(jax.tree.leaves(given), case.make(library.layers)(*given, **case.call))


def arrays_of(name, case):
    rng = np.random.default_rng(0)
    whole = case.dtype == "int32" or "Embedding" in name
    made = over(
        lambda s: (rng.integers(0, 3, s) if whole else rng.normal(size=s)).astype(case.dtype),
        case.inputs,
    )
    leaves = jax.tree.leaves(made)
    return leaves[0] if len(leaves) == 1 else leaves


def predictions(model, x):
    return [np.asarray(y) for y in jax.tree.leaves(model(x, training=False))]


def assert_same(found, expected, words=""):
    assert len(found) == len(expected)
    for one, other in zip(found, expected):
        np.testing.assert_allclose(one, other, rtol=1e-6, atol=1e-6, err_msg=words)


def load(library, name):
    return library.saving.load_model(name, custom_objects=FUNCTIONS, safe_mode=False)


def reads_its_own(name, make, x):
    """Whether Keras reads what Keras itself wrote of the same model, as it was."""
    try:
        own = make(keras)
        own.save("own." + name)
        other = load(keras, "own." + name)
    except (TypeError, ValueError):
        return False
    return all(map(np.allclose, predictions(own, x), predictions(other, x)))


def saved_and_loaded(source, target, model, make, x):
    """For each format what the other library reads; weights go into a fresh model of the same form."""
    for name in FORMATS:
        if name.startswith("m.") and ".weights" not in name:
            try:
                model.save(name)
            except TypeError:
                assert source is keras  # some of its layers hold modules, which it cannot copy
                continue
            try:
                other = load(target, name)
                assert_same(predictions(other, x), predictions(model, x), name)
            except (TypeError, ValueError, AssertionError):
                if target is keras and not reads_its_own(name, make, x):
                    continue
                raise
            yield name, other
        elif (
            name.startswith("m.") or source is k
        ):  # Keras reads old files of weights and writes none
            model.save_weights(name)
            other = make(target)
            other.load_weights(name)
            yield name, other


@pytest.mark.parametrize("ways", BOTH_WAYS)
@pytest.mark.parametrize(("name", "case"), EVERY)
@pytest.mark.filterwarnings("ignore")
def test_every_layer_by_every_format(name, case, ways):
    source, target = ways
    try:
        model, _ = model_of(source, case), model_of(target, case)
    except (TypeError, ValueError, AttributeError) as error:
        pytest.skip(reason=f"it makes no graph of Inputs: {str(error)[:80]}")
    x = arrays_of(name, case)
    expected = predictions(model, x)
    for kind, other in saved_and_loaded(source, target, model, lambda lib: model_of(lib, case), x):
        assert_same(predictions(other, x), expected, f"{name} by {kind}")


# --- whole networks -----------------------------------------------------------------------------


def compiled(name, library):
    model = architectures.ALL[name](library)
    heads = {"one": ["mae"], "two": ["mae"]} if name == "many_heads" else ["mae"]
    loss = (
        library.losses.MeanSquaredError()
    )  # Keras does not read the names of losses back from .h5
    model.compile(library.optimizers.Adam(0.01), loss, metrics=heads)
    return model


@pytest.mark.parametrize("ways", BOTH_WAYS)
@pytest.mark.parametrize("name", architectures.ALL)
@pytest.mark.filterwarnings("ignore")
def test_every_architecture_comes_back_and_trains_on(name, ways):
    source, target = ways
    model = compiled(name, source)
    x, y = architectures.data(model)
    fit = {"epochs": 2, "batch_size": 4, "shuffle": False, "verbose": 0}
    model.fit(x, y, **fit)
    expected = predictions(model, x)
    others = {}
    for file in ("m.keras", "m.h5"):
        model.save(file)
        others[file] = load(target, file)
        assert_same(predictions(others[file], x), expected, file)
    model.save_weights("m.weights.h5")
    fresh = compiled(name, target)
    fresh.optimizer.build(fresh.trainable_variables)
    fresh.load_weights("m.weights.h5")
    others["m.weights.h5"] = fresh
    losses = model.fit(x, y, **fit).history
    if target is keras:
        del others["m.h5"]  # whose optimizer Keras builds without variables, of its own files too
    for file, other in others.items():
        found = other.fit(x, y, **fit).history
        assert set(found) == set(losses), file
        for key, values in losses.items():
            np.testing.assert_allclose(
                found[key], values, rtol=1e-4, atol=1e-6, err_msg=f"{file} {key}"
            )
        assert int(other.optimizer.iterations) == 8
