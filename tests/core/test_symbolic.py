"""Symbolic tensors: shapes without numbers, and the graph they leave behind."""

import jax.numpy as jnp
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from keraunos.core.symbolic import KerasTensor, Operation, any_symbolic, infer, operation


@operation
def joined(a, b):
    """Both one after the other."""
    return jnp.concatenate([a, b], axis=-1)


sizes = st.integers(1, 6)


@settings(max_examples=40, deadline=None)
@given(batch=sizes, a=sizes, b=sizes)
def test_what_is_inferred_is_what_is_computed(batch, a, b):
    symbolic = joined(KerasTensor((None, a)), KerasTensor((None, b)))
    assert symbolic.shape == (None, a + b)
    run = joined(jnp.zeros((batch, a)), jnp.zeros((batch, b)))
    assert run.shape == (batch, *symbolic.shape[1:])
    assert run.dtype.name == symbolic.dtype


def test_operators_record_nodes():
    x = KerasTensor((None, 3), name="x")
    for made, shape, dtype in [
        (x + 1, (None, 3), "float32"),
        (2 / x, (None, 3), "float32"),
        (x @ jnp.zeros((3, 2)), (None, 2), "float32"),
        (x > 0, (None, 3), "bool"),
        (x[:, 0], (None,), "float32"),
        (x[..., None], (None, 3, 1), "float32"),
        (-x, (None, 3), "float32"),
    ]:
        assert made.shape == shape
        assert made.dtype == dtype
        operation_, node, index = made._keras_history
        assert operation_._inbound_nodes[node].output_tensors[index] is made


@pytest.mark.parametrize(
    ("use", "error", "hint"),
    [
        (bool, TypeError, "ops.cond"),
        (len, TypeError, "Use .shape"),
        (list, TypeError, "ops.unstack"),
        (np.asarray, ValueError, "keraunos.ops"),
        (jnp.asarray, ValueError, "keraunos.ops"),
    ],
)
def test_what_needs_numbers_says_what_to_do(use, error, hint):
    with pytest.raises(error, match=hint):
        use(KerasTensor((None, 3)))


def test_a_function_that_asks_for_numbers_is_inferred_on_zeros():
    def host(x):
        return jnp.asarray(np.asarray(x) * 2)

    assert infer(host, KerasTensor((None, 3))).shape == (None, 3)


def test_an_operation_computes_on_arrays_and_records_on_symbols():
    class Twice(Operation):
        def call(self, x):
            return x * 2

    twice = Twice()
    assert twice(jnp.ones(2)).tolist() == [2, 2]
    out = twice(KerasTensor((None, 2)))
    assert out.shape == (None, 2)
    assert twice.output is out
    assert twice.name == "twice"
    with pytest.raises(AttributeError, match="never called in a graph"):
        _ = Twice().input


def test_symbols_are_found_in_structures():
    x = KerasTensor((1,))
    assert any_symbolic({"a": [1, (x,)]})
    assert not any_symbolic({"a": [1, (2,)]}, None)
