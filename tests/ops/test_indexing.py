"""Elements by their place."""

import jax.numpy as jnp
import numpy as np
import pytest
from support.op_grid import V, X, Y, call, check, parameters

from keraunos import KerasTensor, ops

WHERE = np.array([[1, 0, 1], [0, 1, 1]], "bool")
PLACES = np.array([[0, 1], [1, 2]], "int32")

CASES = {
    "take": [call(X, [2, 0], 1), call(X, 1, axis=0), call(X, [5, 0]), call(X, [[-1], [0]], 1),
             call(X, np.array([7], "int32"), 1)],
    "take_along_axis": [call(X, np.array([[2], [0]], "int32"), 1), call(X, np.array([2, 3], "int32")),
                        call(X, np.array([[-1], [0]], "int32"), axis=-1)],
    "get_item": [call(X, 0), call(X, (slice(None), 1)), call(X, (..., None)), call(X, (slice(1), [0, 2])),
                 call(X, np.array([1, 0], "int32"))],
    "slice": [call(X, (0, 1), (2, 2)), call(X, np.array([1, 0], "int32"), (1, 2)),
              call(X, (0, 1), (2, -1)),
              call(X, (1, 2), (2, 2))],
    "slice_update": [call(X, (0, 1), Y[:1, :2]), call(X, np.array([1, 0], "int32"), Y[:1])],
    "scatter": [call(PLACES, V[:2], (2, 3)), call(PLACES[:, :1], X, (3, 3)),
                call(PLACES * 0, V[:2], (2, 2))],
    "scatter_update": [
        call(X, PLACES, V[:2]), call(X, PLACES[:1, :1], Y[:1]),
        call(V, np.array([[0], [0]]), V[:2], "add"),
        *(call(V, np.array([[0], [0], [2]]), V[1:], reduction=r) for r in ("max", "min", "mul")),
    ],
    "where": [call(WHERE, X, Y), call(X, X, 0.5), call(WHERE, 1, Y), call(WHERE, X[:1], 2), call(X)],
    "nonzero": [call(X, gradient=False), call(WHERE)],
    "select": [call([X < 0, X > 1], [X, Y], 9), call([WHERE], [X], default=0.5),
               call([X, WHERE], [X, X])],
    "unravel_index": [call(np.array([5, 2], "int32"), (2, 3)), call(np.array([[3]], "int32"), (2, 2, 2))],
}  # fmt: skip
CASES["where"][-1] = CASES["where"][-1]._replace(shapes=False)
CASES["nonzero"][0] = CASES["nonzero"][0]._replace(shapes=False)


@pytest.mark.parametrize("case", parameters(CASES))
def test_oracle(case):
    check(case)


def test_how_many_hold_is_unknown():
    assert [x.shape for x in ops.where(KerasTensor((2, 3), "bool"))] == [(None,)] * 2
    assert [x.dtype for x in ops.nonzero(KerasTensor((4,)))] == ["int32"]


def test_the_last_of_two_values_for_one_place_may_win_or_add():
    assert ops.scatter([[1], [1]], [1.0, 2.0], (2,)).tolist() == [0, 3]
    assert ops.scatter_update(jnp.zeros(2), [[1], [1]], [1.0, 2.0], "add").tolist() == [0, 3]


def test_an_unknown_size_is_sliced_to_a_known_one():
    assert ops.slice(KerasTensor((None, 3)), (0, 1), (2, 2)).shape == (2, 2)
    assert ops.slice(KerasTensor((None, 3)), (0, 1), (2, -1)).shape == (2, 2)


def test_a_reduction_that_is_none():
    with pytest.raises(ValueError, match=r"`reduction` must be one of \(None, 'add'"):
        ops.scatter_update(jnp.zeros(2), [[1]], [1.0], reduction="mean")


def test_half_a_where():
    with pytest.raises(ValueError, match="both `x1` and `x2` are needed"):
        ops.where([True], 1)


def test_choices_without_conditions():
    with pytest.raises(ValueError, match="a choice for each condition"):
        ops.select([], [])
