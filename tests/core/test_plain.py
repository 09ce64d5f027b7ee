"""Plain states: everything a file can hold comes back equal; anything else is refused by name."""

import json
from pathlib import Path

import jax
import jax.numpy as jnp
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from keraunos.core import plain
from keraunos.layers import Layer

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


class Counter:
    def __init__(self):
        self.count, self.where, self.how = 0, Path("x"), print

    def get_state(self):
        return self.count

    def set_state(self, state):
        self.count = state


class Holder:
    def __init__(self):
        self.counter, self.best, self.skipped = Counter(), None, object()


def test_attributes_with_a_state_are_asked_for_it():
    holder = Holder()
    holder.counter.count, holder.best = 3, 0.5
    state = there_and_back(plain.attributes(holder, skip=("skipped",)))
    other = Holder()
    counter = other.counter
    plain.set_attributes(other, state)
    assert other.counter is counter and counter.count == 3 and other.best == 0.5


def test_code_modules_and_paths_are_no_state():
    assert plain.attributes(Counter()) == {"count": 0}


class Writer:
    def __init__(self, path):
        self.path, self.last, self.net = path, "", Net()

    def write(self):
        raise NotImplementedError


class Named(Writer):
    def __init__(self, **options):
        super().__init__(**options)


class Net(Layer):
    pass


def test_what_the_constructor_was_told_no_file_changes():
    writer = Named(path="mine")
    writer.last = "row"
    assert plain.attributes(writer) == {
        "last": "row"
    }  # a layer of the user's own is no state either
    plain.set_attributes(writer, {"last": "other", "path": "/elsewhere"})
    assert writer.last == "other" and writer.path == "mine"


@pytest.mark.parametrize("name", ["write", "__class__", "__dict__"])
def test_a_state_reaches_attributes_only(name):
    writer = Writer("mine")
    with pytest.raises(ValueError, match=f"no methods; got '{name}'"):
        plain.set_attributes(writer, {"last": "changed", name: {"path": "x"}})
    assert writer.last == "" and writer.path == "mine"
