"""Plain states: everything a file can hold comes back equal; anything else is refused by name."""

import json
from collections import deque

import jax
import jax.numpy as jnp
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from keraunos.core import plain

LEAVES = (
    st.none() | st.booleans() | st.integers(-(10**20), 10**20) | st.text(max_size=5)
    | st.floats(allow_nan=False)
)  # fmt: skip
VALUES = st.recursive(
    LEAVES,
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.lists(inner, max_size=3).map(tuple)
        | st.dictionaries(st.text(max_size=3) | st.integers(), inner, max_size=3)
        | st.dictionaries(st.just("$tuple"), inner, max_size=1)
    ),
    max_leaves=8,
)


def there_and_back(value):
    arrays = []
    text = json.dumps(plain.packed(value, arrays, "state"))
    return plain.unpacked(json.loads(text), arrays)


@settings(deadline=None)
@given(VALUES)
def test_plain_values_come_back(value):
    assert there_and_back(value) == value
    assert type(there_and_back(value)) is type(value)


@pytest.mark.parametrize(
    "array", [np.arange(4), np.float32(2.5), jnp.ones((2, 0)), jnp.bfloat16(1.5)]
)
def test_arrays_come_back(array):
    found = there_and_back({"a": [array]})["a"][0]
    assert found.dtype == array.dtype and found.shape == array.shape
    np.testing.assert_array_equal(found, np.asarray(array))


def test_sets_come_back():
    assert there_and_back({1, 2}) == {1, 2}


def test_anything_else_is_refused_by_name():
    with pytest.raises(TypeError, match=r"state\['a'\]\[1\].*get_state"):
        plain.packed({"a": [1, object()]}, [], "state")


CYCLE: list = []
CYCLE.append({"again": CYCLE})


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (np.array([None, {}]), r"state\['a'\].*array.*object\[2\]"),
        (np.array(["a"]), r"state\['a'\].*list of plain values"),
        (np.zeros(2, "datetime64[s]"), r"state\['a'\]"),
        (jax.random.key(0), r"state\['a'\]"),
        (CYCLE, r"state\['a'\].*not in itself"),
    ],
    ids=["objects", "texts", "times", "keys", "cycle"],
)
def test_what_a_file_has_no_form_for_is_refused_by_name(value, said):
    with pytest.raises(TypeError, match=said):
        plain.packed({"a": value}, [], "state")


def test_the_state_of_an_object_that_stays_is_told_from_a_dict():
    kept = plain.Kept({"a": (1, np.float32(2))})
    found = there_and_back({"it": kept, "none": plain.Kept(None)})
    assert found == {"it": kept, "none": plain.Kept(None)} and isinstance(found["it"], plain.Kept)


@pytest.mark.parametrize("maxlen", [None, 3])
def test_queues_come_back(maxlen):
    found = there_and_back(deque([1, (2,)], maxlen))
    assert found == deque([1, (2,)]) and found.maxlen == maxlen
