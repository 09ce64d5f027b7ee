"""What every registered loss keeps: signature, names, configs, values and gradients as Keras has them."""

import inspect
import os
import subprocess
import sys
from functools import partial
from pathlib import Path

import jax
import numpy as np
import pytest
from support import losses as cases
from support.oracle import TOLERANCE, keras

import keraunos as k
from keraunos.core import registry

registry.complete("keras.losses")
REGISTERED = registry.registered("keras.losses")
CLASSES = {n: c for n, c in REGISTERED.items() if inspect.isclass(c) and hasattr(keras.losses, n)}
OPTIONS = {
    "Huber": {"delta": 2.5},
    "CosineSimilarity": {"axis": 1},
    "SparseCategoricalCrossentropy": {"axis": 1, "ignore_class": 3},
    "BinaryFocalCrossentropy": {"alpha": 0.4, "apply_class_balancing": True},
    "CategoricalFocalCrossentropy": {"alpha": [0.1, 0.9], "label_smoothing": 0.1},
    "CategoricalGeneralizedCrossEntropy": {"q": 0.3},
    "Circle": {"gamma": 3.0, "remove_diagonal": False},
    "Dice": {"axis": [1, 2]},
    "Tversky": {"alpha": 0.1, "axis": 1},
}


def shape_of(thing):
    """The arguments of a class or function as (name, default) pairs."""
    function = thing.__init__ if inspect.isclass(thing) else thing
    parameters = [p for p in inspect.signature(function).parameters.values() if p.name != "self"]
    return [(p.name, p.default) for p in parameters]


@pytest.mark.parametrize("name", sorted(n for n in dir(keras.losses) if not n.startswith("_")))
def test_everything_public_is_there_with_the_same_arguments(name):
    assert shape_of(getattr(k.losses, name)) == shape_of(getattr(keras.losses, name))


def test_every_loss_function_is_in_the_grid():
    functions = {f.__name__ for f in REGISTERED.values() if inspect.isfunction(f)}
    assert functions == set(cases.GRID)


@pytest.mark.parametrize("name", CLASSES)
def test_config_has_the_keys_of_keras_and_comes_back(name):
    ours, theirs = CLASSES[name](), getattr(keras.losses, name)()
    assert ours.get_config() == {**theirs.get_config(), "name": ours.name}
    changed = CLASSES[name](reduction="sum", name="mine", **OPTIONS.get(name, {}))
    again = k.losses.deserialize(k.losses.serialize(changed))
    assert type(again) is CLASSES[name]
    assert again.get_config() == changed.get_config()
    for option, value in OPTIONS.get(name, {}).items():
        assert getattr(again, option) == value
    objects = {name: getattr(keras.losses, name)}  # Keras' own list lacks one
    read_by_keras = keras.losses.deserialize(k.losses.serialize(changed), custom_objects=objects)
    assert (read_by_keras.name, read_by_keras.reduction) == ("mine", "sum")
    written_by_keras = keras.losses.serialize(getattr(keras.losses, name)(name="theirs"))
    assert k.losses.deserialize(written_by_keras).name == "theirs"


def keras_finds(name):
    """What Keras' `get` gives for a name, as the name of a function or class; None if it finds nothing."""
    try:
        found = keras.losses.get(name)
    except ValueError:
        return None
    return getattr(found, "__name__", type(found).__name__)


def test_every_name_that_keras_finds_is_found():
    names = {
        spelling
        for n in {*REGISTERED} - {"LossFunctionWrapper"}
        for spelling in (n, registry.snake_case(n), n.upper())
    }
    expected = {n: found for n in names if (found := keras_finds(n)) is not None}
    assert len(expected) > 50
    ours = {n: k.losses.get(n) for n in expected}
    assert {n: getattr(f, "__name__", type(f).__name__) for n, f in ours.items()} == expected


@pytest.mark.parametrize("name", cases.GRID)
def test_values_and_gradients_equal_keras(name):
    assert cases.differences("float32", [name]) == []


@pytest.mark.parametrize("name", sorted(set(cases.GRID) - {"ctc", "circle"}))
def test_one_program_gives_what_step_by_step_gives(name):
    options, y_true, y_pred = cases.GRID[name][0]
    bound = partial(getattr(k.losses, name), cases.of_dtype(y_true, "float32"), **options)
    outputs = y_pred.astype("float32")
    np.testing.assert_allclose(jax.jit(bound)(outputs), bound(outputs), **TOLERANCE["float32"])


def in_both(chosen, make, dtype):
    """What `make(library, options)` gives for cases of a loss, outputs in a dtype, in pairs."""
    for options, y_true, y_pred in chosen:
        labels = cases.of_dtype(y_true, "float32")
        outputs = jax.numpy.asarray(cases.of_dtype(y_pred, "float32")).astype(dtype)
        yield [make(lib, options)(labels, outputs) for lib in (k, keras)]


def near(ours, theirs, dtype):
    """Whether numbers are as near as the dtype allows, by the size of the largest."""
    a, b = (np.asarray(x, "float32") for x in (ours, theirs))
    size = np.abs(b[np.isfinite(b)]).max(initial=1)
    limits = TOLERANCE[dtype]
    np.testing.assert_allclose(a, b, rtol=limits["rtol"], atol=limits["atol"] * size)


@pytest.mark.parametrize("dtype", ["bfloat16", "float16"])
@pytest.mark.parametrize("name", cases.GRID)
def test_functions_in_sixteen_bits_are_those_of_keras(name, dtype):
    def make(lib, options):
        return partial(getattr(lib.losses, name), **options)

    for ours, theirs in in_both(cases.GRID[name], make, dtype):
        assert ours.dtype == theirs.dtype
        near(ours, theirs, dtype)


@pytest.fixture(params=["float32", "mixed_bfloat16", "mixed_float16"])
def policy(request):
    for lib in (k, keras):
        lib.config.set_dtype_policy(request.param)
    yield request.param
    keras.config.set_dtype_policy("float32")


@pytest.mark.parametrize("name", [n for n in CLASSES if n != "Loss"])
def test_classes_are_those_of_keras_under_every_policy(name, policy):
    def make(lib, options):
        return getattr(lib.losses, name)(**options)

    dtype = policy.removeprefix("mixed_")
    every = cases.GRID[CLASSES[name]().fn.__name__]
    chosen = [c for c in every if "ref_labels" not in c[0]]  # what only the function takes
    for ours, theirs in in_both(chosen, make, dtype):
        assert ours.dtype == theirs.dtype == "float32"
        near(ours, theirs, "float32")


@pytest.mark.slow
def test_formulas_agree_in_float64():
    program = Path(cases.__file__)
    paths = os.pathsep.join([str(program.parents[1]), os.environ.get("PYTHONPATH", "")])
    settings = {**os.environ, "JAX_ENABLE_X64": "1", "PYTHONPATH": paths}
    answer = subprocess.run(
        [sys.executable, "-W", "ignore", str(program)],
        env=settings, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert answer.returncode == 0, answer.stderr
