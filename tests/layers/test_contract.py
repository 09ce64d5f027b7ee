"""What every registered layer keeps, one table of cases for all; the judge of numbers is Keras."""

import copy
import inspect
import json
import pickle
import warnings

import jax
import jax.numpy as jnp
import numpy as np
import pytest
from support.layer_cases import CASES, FUNCTIONS
from support.layer_runs import EVERY, REGISTERED, WITH_ORACLE, arrays, pair, tensors
from support.oracle import TOLERANCE, get_keras_mask, keras, set_keras_mask

import keraunos as k
from keraunos.core import masks, registry

QUICK = {"xla_backend_optimization_level": 0, "xla_llvm_disable_expensive_passes": True}


def plain(config):
    """The config as JSON; floats as 32 bits tell them apart."""

    def number(text):
        return float(np.float32(float(text)))

    return json.loads(json.dumps(config, default=str), parse_float=number)


def flat(outputs):
    return [x for x in jax.tree.leaves(outputs) if jnp.issubdtype(x.dtype, jnp.inexact)]


def score(outputs):
    """One number in which every output has a part."""
    return sum(jnp.sum(jnp.sin(x * (1 + i))) for i, x in enumerate(flat(outputs)))


def run(layer, case):
    """A compiled function of the inputs: outputs and gradients."""
    trained = [v.value for v in layer.trainable_variables]
    others = [v.value for v in layer.non_trainable_variables]
    takes = "training" in inspect.signature(layer.call).parameters
    options = {**case.call, **({"training": False} if takes else {})}

    def forward(trained, given):
        outputs, _ = layer.stateless_call(trained, others, *given, **options)
        return score(outputs), outputs

    def both(given):
        floats = all(jnp.issubdtype(x.dtype, jnp.inexact) for x in jax.tree.leaves(given))
        which = (0, 1) if floats else 0
        (_, outputs), gradients = jax.value_and_grad(forward, which, has_aux=True)(trained, given)
        return outputs, gradients

    return jax.jit(both, compiler_options=QUICK)


def same(a, b, dtype="float32", factor=1):
    a, b = jax.tree.leaves(a), jax.tree.leaves(b)
    assert len(a) == len(b)
    for x, y in zip(a, b):
        assert x.shape == y.shape
        scale = factor * max(1.0, float(np.max(np.abs(y), initial=0)))
        limits = {"rtol": TOLERANCE[dtype]["rtol"], "atol": TOLERANCE[dtype]["atol"] * scale}
        np.testing.assert_allclose(np.asarray(x, "f8"), np.asarray(y, "f8"), **limits)


def takes_masks(case):
    long = any(len(x.shape) > 2 for x in jax.tree.leaves(arrays(case)))
    return long and case.masks and case.make(keras.layers).supports_masking


# --- contract -----------------------------------------------------------------------------------


def test_every_layer_has_a_case():
    missing = [name for thing, name in REGISTERED.items() if name not in CASES]
    assert not missing, f"add cases for {missing} to tests/support/layer_cases.py"


@pytest.mark.parametrize("case", EVERY)
def test_config_makes_an_equal_layer(case):
    layer = case.make(k.layers)
    with registry.custom_object_scope(FUNCTIONS):
        again = type(layer).from_config(layer.get_config())
    assert plain(again.get_config()) == plain(layer.get_config())


@pytest.mark.parametrize("case", EVERY)
def test_copies_and_pickles_keep_config_and_weights(case):
    layer = case.make(k.layers)
    layer(*tensors(case, batch=True), **case.call)
    for again in (pickle.loads(pickle.dumps(layer)), copy.deepcopy(layer)):
        assert plain(again.get_config()) == plain(layer.get_config())
        assert [w.name for w in again.weights] == [w.name for w in layer.weights]
        for a, b in zip(again.get_weights(), layer.get_weights()):
            np.testing.assert_array_equal(a, b)


@pytest.mark.parametrize("case", EVERY)
def test_inferred_shape_is_the_shape_of_a_run(case):
    layer = case.make(k.layers)
    symbolic = layer(*tensors(case), **case.call)
    fixed = layer.compute_output_spec(*tensors(case, batch=True), **case.call)
    real = jax.eval_shape(lambda xs: layer(*xs, **case.call), arrays(case))
    inferred = jax.tree.leaves(symbolic), jax.tree.leaves(fixed), jax.tree.leaves(real)
    for unknown, known, run in zip(*inferred, strict=True):
        assert known.shape == run.shape
        assert unknown.shape == (None, *run.shape[1:])
        assert unknown.dtype == known.dtype == run.dtype.name


@pytest.mark.parametrize("case", [p for p in EVERY if not p.values[0].own_dtype])
@pytest.mark.parametrize("policy", ["mixed_bfloat16", "float16"])
def test_dtypes_follow_the_policy(case, policy):
    k.config.set_dtype_policy(policy)
    layer = case.make(k.layers)
    symbolic = layer(*tensors(case), **case.call)
    real = jax.eval_shape(lambda xs: layer(*xs, **case.call), arrays(case))
    for inferred, run in zip(jax.tree.leaves(symbolic), jax.tree.leaves(real), strict=True):
        assert inferred.dtype == run.dtype.name == layer.compute_dtype
    variable_dtype = "float32" if policy.startswith("mixed") else policy
    assert {w.dtype for w in layer.weights if "float" in w.dtype} <= {variable_dtype}


MIX_ROWS = {
    "Lambda": "does whatever its function does",
    "JaxLayer": "does whatever its function does",
    "MelSpectrogram": "cuts off what is far below the loudest of all rows",
}
"""Layers whose rows may depend on others, and why; the rows of all others stand alone outside of training."""


def test_rows_stand_alone_but_where_there_is_a_reason():
    together = {
        type(layer).__name__
        for layer in (p.values[0].make(k.layers) for p in EVERY)
        if not layer.batch_independent
    }
    assert together == set(MIX_ROWS)


@pytest.mark.parametrize("case", EVERY)
def test_compiled_is_eager_and_rows_stand_alone(case):
    layer = case.make(k.layers)
    given = arrays(case)
    eager = layer(*given, **case.call)
    compiled = jax.jit(lambda xs: layer(*xs, **case.call), compiler_options=QUICK)
    same(compiled(given), eager)
    if layer.batch_independent:
        more = jax.tree.map(
            lambda a, b: np.concatenate([a, b[:2] * 2]), given, arrays(case, seed=1)
        )
        rows = jax.tree.map(lambda x: x[: given_rows(given)], compiled(more))
        same(rows, eager)


def given_rows(given):
    return jax.tree.leaves(given)[0].shape[0]


# --- oracle -------------------------------------------------------------------------------------


@pytest.mark.parametrize("case", WITH_ORACLE)
def test_config_is_that_of_keras(case):
    keras.utils.clear_session(free_memory=False)
    own, theirs = case.make(k.layers), case.make(keras.layers)
    found, expected = (
        {key: value for key, value in plain(x.get_config()).items() if key not in case.known}
        for x in (own, theirs)
    )
    assert found == expected
    assert own.supports_masking == theirs.supports_masking


@pytest.mark.parametrize("case", WITH_ORACLE)
def test_outputs_gradients_and_weights_are_those_of_keras(case):
    keras.utils.clear_session(free_memory=False)
    own, theirs, given = pair(case)
    assert [(w.path, w.shape, w.trainable) for w in own.weights] == [
        (w.path, tuple(w.shape), w.trainable) for w in theirs.weights
    ]
    outputs, gradients = run(own, case)(given)
    expected, expected_gradients = run(theirs, case)(given)
    assert all(np.isfinite(g).all() for g in jax.tree.leaves(gradients))
    same(outputs, expected)
    same(gradients, expected_gradients)


@pytest.mark.parametrize("case", [p for p in WITH_ORACLE if takes_masks(p.values[0])])
def test_masks_travel_as_in_keras(case):
    keras.utils.clear_session(free_memory=False)
    own, theirs, given = pair(case)
    found, mask = masked(own, case, masks.set_mask, masks.get_mask)(given)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # the oracle's layers inside lose masks and say so
        expected, wanted = masked(theirs, case, set_keras_mask, get_keras_mask)(given)
    same(found, expected)
    assert (mask is None) == (wanted is None)
    if mask is not None:
        np.testing.assert_array_equal(mask, wanted)


def masked(layer, case, set_mask, get_mask):
    """A compiled call on inputs that carry masks: the outputs, and the mask of the first."""
    rng = np.random.default_rng(3)
    marks = [rng.random(x.shape[:2]) > 0.4 for x in jax.tree.leaves(arrays(case))]

    def call(given):
        leaves, form = jax.tree.flatten(given)
        for x, mark in zip(leaves, marks):
            if x.ndim > 2:
                set_mask(x, jnp.asarray(mark))
        outputs = layer(*jax.tree.unflatten(form, leaves), **case.call)
        return outputs, get_mask(jax.tree.leaves(outputs)[0])

    return jax.jit(call, compiler_options=QUICK)
