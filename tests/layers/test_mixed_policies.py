"""Layers under mixed_bfloat16 and mixed_float16: weights, outputs and their dtypes are the oracle's."""

import inspect
import warnings

import jax
import numpy as np
import pytest
from support.layer_runs import WITH_ORACLE, pair, tensors
from support.oracle import keras

import keraunos as k

NEAR = {"mixed_bfloat16": 3e-2, "mixed_float16": 4e-3}
REFUSED = {"GRU-2", "STFTSpectrogram-0", "STFTSpectrogram-1"}
"""What the oracle cannot run in some 16 bits: a GRU without biases, a transform of bfloat16."""
OTHER_DTYPE = {
    "ReversibleEmbedding-1": "float32 scores of float32 inputs, where it infers the compute dtype",
    "RandomCrop-0": "hands on what it is given outside of training",
}


@pytest.fixture(params=NEAR)
def policy(request):
    keras.utils.clear_session(free_memory=False)
    for lib in (k, keras):
        lib.config.set_dtype_policy(request.param)
    yield request.param
    keras.config.set_dtype_policy("float32")


@pytest.mark.parametrize(("case", "name"), [(p.values[0], p.id) for p in WITH_ORACLE],
                         ids=[p.id for p in WITH_ORACLE])  # fmt: skip
def test_a_layer_is_the_oracles(case, name, policy):
    ours, theirs, given = pair(case)
    assert [(v.path, v.dtype) for v in ours.weights] == [
        (v.path, str(v.dtype)) for v in theirs.weights
    ]
    for kind in ("dtype", "compute_dtype", "variable_dtype", "input_dtype"):
        assert getattr(ours, kind) == getattr(theirs, kind)
    takes = "training" in inspect.signature(ours.call).parameters
    options = {**case.call, **({"training": False} if takes else {})}
    found = jax.tree.leaves(ours(*given, **options))
    dtypes = [x.dtype.name for x in found]
    assert dtypes == [x.dtype for x in jax.tree.leaves(ours(*tensors(case), **case.call))]
    if name in REFUSED:
        return
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # the oracle's, of numbers that overflow
        wanted = jax.tree.leaves(theirs(*given, **options))
    if name not in OTHER_DTYPE:
        assert dtypes == [x.dtype.name for x in wanted]
    for mine, his in zip(found, wanted, strict=True):
        mine, his = (np.asarray(y, "float32") for y in (mine, his))
        size = np.abs(his[np.isfinite(his)]).max(initial=1)
        np.testing.assert_allclose(mine, his, rtol=NEAR[policy], atol=NEAR[policy] * size)


def test_values_are_not_rounded_before_they_are_put_into_bins(policy):
    x = np.array([[-0.5001, 0.4999, 0.5001, -0.4999]], "float32")
    ours, theirs = (lib.layers.Discretization([-0.5, 0.5]) for lib in (k, keras))
    np.testing.assert_array_equal(ours(x), theirs(x))
