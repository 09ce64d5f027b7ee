"""Muon against the oracle."""

import numpy as np
import pytest
from support.rules import OWN, assert_same_config, assert_same_steps

import keraunos as k


@pytest.mark.parametrize("options", OWN["Muon"], ids=str)
def test_twenty_steps_are_those_of_keras(options):
    assert_same_steps("Muon", options)


@pytest.mark.parametrize("options", OWN["Muon"], ids=str)
def test_the_config_is_that_of_keras(options):
    assert_same_config("Muon", options)


def variables_of(**options):
    """The paths of the slots made for a matrix of each kind and a vector."""
    made = []
    for scope, name, shape in (("hidden", "kernel", (2, 3)), ("token_Embedding", "table", (2, 3)),
                               ("output_dense", "kernel", (2, 3)), ("hidden", "bias", (3,))):  # fmt: skip
        with k.name_scope(scope):
            made.append(k.Variable(np.ones(shape), name=name))
    optimizer = k.optimizers.Muon(name="muon", **options)
    optimizer.build(made)
    return [v.name for v in optimizer.variables if v.name.endswith("_velocity")]


def test_only_matrices_outside_embeddings_move_orthogonally():
    assert variables_of() == ["token_Embedding_table_velocity", "hidden_bias_velocity"]


def test_patterns_exclude_layers():
    found = variables_of(exclude_layers=["^out"], exclude_embeddings=False)
    assert found == ["output_dense_kernel_velocity", "hidden_bias_velocity"]


def test_the_step_of_a_matrix_has_singular_values_near_1():
    optimizer = k.optimizers.Muon(1.0, weight_decay=None, rms_rate=None, nesterov=False)
    w = k.Variable(np.zeros((4, 6)), name="w")
    optimizer.apply([np.random.default_rng(0).normal(size=(4, 6))], [w])
    values = np.linalg.svd(w.numpy(), compute_uv=False)
    assert 0.6 < values.min() <= values.max() < 1.3


def test_decay_differs_between_matrices_and_the_rest():
    optimizer = k.optimizers.Muon(0.1, weight_decay=1.0, adam_weight_decay=2.0)
    matrix, vector = k.Variable(np.ones((2, 2)), name="m"), k.Variable(np.ones(2), name="v")
    optimizer.apply([np.zeros((2, 2)), np.zeros(2)], [matrix, vector])
    np.testing.assert_allclose(matrix.numpy(), np.full((2, 2), 0.9), rtol=1e-6)
    np.testing.assert_allclose(vector.numpy(), np.full(2, 0.8), rtol=1e-6)
