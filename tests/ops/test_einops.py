"""Axes rearranged by a pattern."""

import numpy as np
import pytest
from support.op_grid import X, call, check, parameters

from keraunos import KerasTensor, ops

CUBE = np.arange(24.0).reshape(2, 3, 4)

CASES = {
    "rearrange": [
        call(X, "a b -> b a"), call(CUBE, "a b c -> a (b c)"),
        call(CUBE, "a b (c d) -> (a d) b c", c=2, d=2),
        call(tensor=CUBE, pattern="a b c -> (a b c)"), call(X, "a (b c) -> (a b) c", c=3),
    ]
}  # fmt: skip


@pytest.mark.parametrize("case", parameters(CASES))
def test_oracle(case):
    check(case)


def test_more_than_the_oracle_reads():
    assert ops.rearrange(CUBE, "... c -> c ...").shape == (4, 2, 3)
    assert ops.rearrange(CUBE, "a ... -> (...) a").shape == (12, 2)
    assert ops.rearrange(X, "a b -> a 1 b ()").shape == (2, 1, 3, 1)
    assert ops.rearrange(X[:, None], "a 1 b -> b a").shape == (3, 2)
    assert ops.rearrange(CUBE, "a b (c d) -> a b d c", c=2).shape == (2, 3, 2, 2)


def test_unknown_sizes():
    x = KerasTensor((None, 4, 6))
    assert ops.rearrange(x, "b (h k) c -> b h (k c)", k=2).shape == (None, 2, 12)
    assert ops.rearrange(x, "b h c -> (b h) c").shape == (None, 6)


BAD = [
    ("a b -> a", "both sides the same ones"),
    ("a b c -> a b c", "must name 2 axes"),
    ("a a -> a", "cannot read"),
    ("a b", "must be 'axes -> axes'"),
    ("a (b c) -> a b c", "Pass sizes for all but one"),
    ("a-b -> a", "cannot read"),
]


@pytest.mark.parametrize(("pattern", "sentence"), BAD)
def test_patterns_that_do_not_fit(pattern, sentence):
    with pytest.raises(ValueError, match=sentence):
        ops.rearrange(X, pattern)


def test_sizes_that_do_not_fit():
    with pytest.raises(ValueError, match="an axis of 3 cannot be"):
        ops.rearrange(X, "a (b c) -> a b c", b=2)
