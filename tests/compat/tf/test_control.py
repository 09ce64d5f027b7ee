"""Branches, loops, checks, Python inside programs."""

import jax
import numpy as np
import pytest

from keraunos import ops
from keraunos.compat.tf import control as tf

X = ops.convert_to_tensor(np.array([1.0, 2.0, 3.0], np.float32))


def test_branches():
    assert int(tf.case([(X[0] > 5, lambda: 1), (X[1] > 1, lambda: 2)], default=lambda: 3)) == 2
    assert int(tf.case([(X[0] > 5, lambda: 1)], default=lambda: 3)) == 3
    assert int(tf.case([(X[0] > 5, lambda: 1), (X[0] > 5, lambda: 2)])) == 2
    for index, expected in ((0, 10), (1, 20), (7, 20), (-1, 20)):
        assert int(tf.switch_case(index, [lambda: 10, lambda: 20])) == expected
    assert int(tf.switch_case(5, {1: lambda: 10}, default=lambda: 30)) == 30


def test_loops():
    def both(a, x):
        return a + x

    assert tf.scan(both, X).tolist() == [1, 3, 6]
    assert tf.scan(both, X, 10.0).tolist() == [11, 13, 16]
    assert tf.scan(both, X, reverse=True).tolist() == [6, 5, 3]
    assert float(tf.foldl(lambda a, x: a - x, X, 0.0)) == -6
    assert float(tf.foldr(lambda a, x: 2 * a + x, X)) == 17


def test_python_functions():
    found = tf.py_function(lambda x: x.tolist()[0], [X], "float32")
    assert float(found) == 1.0
    one, two = tf.numpy_function(lambda x: (x + 1, x.sum()), [X], ["float32", "int32"])
    assert (one.tolist(), str(two.dtype)) == ([2, 3, 4], "int32")
    assert tf.py_function(lambda t: t.numpy().decode().upper(), ["a"], "string") == "A"

    @tf.custom_gradient
    def twice(x):
        return 2 * x, lambda upstream: 10 * upstream

    assert float(jax.grad(twice)(1.0)) == 10.0
    assert tf.recompute_grad(len) is len
    assert tf.group(X) is None
    assert tf.ensure_shape(X, (None,)) is X
    with pytest.raises(ValueError, match=r"tf.ensure_shape: `x` must be of shape \(2,\)"):
        tf.ensure_shape(X, (2,))


@pytest.mark.parametrize(
    ("name", "good", "bad"),
    [
        ("assert_equal", (1, 1), (1, 2)), ("assert_near", (1.0, 1.0 + 1e-7), (1.0, 1.1)),
        ("assert_greater", (2, 1), (1, 1)), ("assert_greater_equal", (1, 1), (0, 1)),
        ("assert_less", (0, 1), (1, 1)), ("assert_less_equal", (1, 1), (2, 1)),
        ("assert_none_equal", (1, 2), (1, 1)), ("assert_non_negative", (0,), (-1,)),
        ("assert_positive", (1,), (0,)), ("assert_rank", (X, 1), (X, 2)),
        ("assert_shapes", ([(X, ("N",)), (X, ("N",))],), ([(X, ("N", 2))],)),
        ("check_numerics", (X, "m"), (X / 0, "m")), ("assert_all_finite", (X, "m"), (X / 0, "m")),
        ("Assert", (True, []), (False, [])),
    ],
)  # fmt: skip
def test_checks(name, good, bad):
    check = getattr(tf.debugging, name)
    check(*good)
    with pytest.raises(ValueError, match=r"expected|must be"):
        check(*bad)


def test_errors_and_nest():
    with pytest.raises(tf.errors.InvalidArgumentError) as caught:
        tf.debugging.assert_equal(1, 2, "here")
    assert caught.value.message.startswith("here: expected equal values")
    assert tf.nest.flatten({"b": 1, "a": [2]}) == [2, 1]
