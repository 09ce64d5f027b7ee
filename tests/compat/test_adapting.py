"""Ops under old names."""

import numpy as np
import pytest

from keraunos import ops
from keraunos.compat.adapting import adapted, op


def test_an_op_as_it_is():
    assert adapted("cast", "cast") is ops.cast
    assert op("numpy:array") is np.array
    with pytest.raises(AttributeError):
        adapted("x", "no_such_op")


def test_old_defaults_yield_to_what_is_given():
    argmax = adapted("argmax", ("argmax", {"axis": -1}))
    x = np.array([[1, 2], [4, 3]])
    assert argmax(x).tolist() == [1, 0]
    assert argmax(x, 0).tolist() == [1, 1]
    assert argmax(x, axis=0).tolist() == [1, 1]


def test_old_words_in_the_old_order():
    take = adapted("gather", ("take", ("params->x", "indices", "check->", "axis", "name->")))
    x = np.arange(6).reshape(2, 3)
    assert take(x, [1]).ravel().tolist() == [1]
    assert take(params=x, indices=[1], axis=0, name="n").tolist() == [[3, 4, 5]]
    assert take(x, [2], True, 1).tolist() == [[2], [5]]
    assert take.__name__ == "gather"
