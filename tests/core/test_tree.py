"""Nested structures against the oracle."""

from collections import OrderedDict, defaultdict, namedtuple

import pytest
from support.oracle import keras

import keraunos as k
from keraunos.core import tree

Pair = namedtuple("Pair", "a b")
STRUCTURES = [
    1, None, "a", [], (), {}, [1, None], (1, [2, (3,)]), {"b": [1, None], "a": (2, {"z": 3, "y": 4})},
    Pair(1, [2]), OrderedDict([("b", 1), ("a", 2)]), defaultdict(int, {"b": 1, "a": 2}),
    [[], {}, ()], {1: "x", 0: "y"}, {"a": {"b": {"c": None}}},
]  # fmt: skip


def same(name, *args, **kwargs):
    """What both libraries give, or the kind of error both raise."""
    found = []
    for lib in (k.tree, keras.tree):
        try:
            found.append(getattr(lib, name)(*args, **kwargs))
        except Exception as error:
            found.append(type(error))
    return found


@pytest.mark.parametrize("structure", STRUCTURES, ids=repr)
def test_leaves_and_paths_are_those_of_keras(structure):
    for name in ("flatten", "flatten_with_path", "is_nested", "lists_to_tuples"):
        ours, theirs = same(name, structure)
        assert ours == theirs, name
    ours, theirs = same("map_structure", lambda x: (x, 1), structure)
    assert ours == theirs
    assert type(ours) is type(theirs)
    assert tree.pack_sequence_as(structure, tree.flatten(structure)) == structure


@pytest.mark.parametrize("top_down", [True, False])
@pytest.mark.parametrize("structure", STRUCTURES, ids=repr)
def test_walks_are_those_of_keras(structure, top_down):
    def walk(lib):
        seen = []

        def visit(x):
            seen.append(x)
            if isinstance(x, int):
                return lib.MAP_TO_NONE if x == 3 else -x
            return "empty" if x == [] else None

        return lib.traverse(visit, structure, top_down), seen

    assert walk(k.tree) == walk(keras.tree)


@pytest.mark.parametrize(
    ("name", "args", "kwargs"),
    [
        ("map_structure", (lambda x: x + 1, [1, None]), {"none_is_leaf": False}),
        ("map_structure", (lambda a, b: a, [1, 2], [1]), {}),
        ("map_structure", (lambda a, b: a, [1, 2], (1, 2)), {}),
        ("map_structure", (lambda *a: a, [1, 2], [2, None]), {}),
        ("map_structure", (lambda *a: a, [1, 2], [2, None]), {"none_is_leaf": False}),
        ("map_structure", (lambda: 1,), {}),
        ("map_structure", (3, [1]), {}),
        ("map_structure_up_to", ([1, 2], lambda x, y: (x, y), [[1, 2], 3], ["a", "b"]), {}),
        ("map_structure_up_to", ({"a": 0}, lambda x: x, {"a": [1, 2]}), {}),
        ("map_structure_up_to", ([1, 2], lambda x: x, [1]), {}),
        ("map_structure_up_to", ([1, 2], lambda x: x, (1, 2)), {}),
        ("map_structure_up_to", (1, lambda x: x, [1]), {}),
        ("assert_same_structure", ([1], [2]), {}),
        ("assert_same_structure", ([1], (2,)), {}),
        ("assert_same_structure", ([1], [[2]]), {}),
        ("assert_same_structure", ([1], [None]), {}),
        ("assert_same_structure", ({"a": 1}, {"b": 1}), {}),
        ("assert_same_structure", (Pair(1, 2), (1, 2)), {}),
        ("assert_same_structure", ([1], 1), {}),
        ("assert_same_paths", ([1], (2,)), {}),
        ("assert_same_paths", ({0: 1}, [1]), {}),
        ("assert_same_paths", ({"a": 1}, {"a": [1]}), {}),
        ("pack_sequence_as", ([1, 2], [1]), {}),
        ("pack_sequence_as", ([1], [1, 2, 3]), {}),
        ("pack_sequence_as", (1, [7]), {}),
        ("pack_sequence_as", ([1], 3), {}),
        ("map_shape_structure", (lambda x: ("s", x), {"a": (1, 2), "b": [(None, 3), [4, 5]]}), {}),
        ("map_shape_structure", (lambda x: ("s", x), (None, 2)), {}),
        ("map_shape_structure", (lambda x: ("s", x), ((1, 2), (3,))), {}),
        ("map_shape_structure", (lambda x: ("s", x), None), {}),
        ("map_shape_structure", (lambda x: ("s", x), ()), {}),
    ],
)
def test_forms_and_errors_are_those_of_keras(name, args, kwargs):
    ours, theirs = same(name, *args, **kwargs)
    assert ours == theirs


def test_the_order_of_keys_stays_where_structures_are_walked():
    kept = tree.traverse(lambda x: None, {"b": 1, "a": [2]})
    assert list(kept) == ["b", "a"]
    assert type(tree.map_structure_up_to(Pair(0, 0), lambda x: x, Pair(1, 2))) is Pair


@pytest.mark.parametrize(
    ("call", "sentence"),
    [
        (lambda: tree.map_structure(lambda x: x), "expected one structure or more"),
        (lambda: tree.assert_same_structure([1], (1,)), "two structures must have the same form"),
        (lambda: tree.assert_same_paths({"a": 1}, {"b": 1}), r"only the first has \[\('a',\)\]"),
        (lambda: tree.map_structure_up_to([1], len, {"a": 1}), r"expected the form of \[1\]"),
    ],
    ids=range(4),
)
def test_errors_say_what_came(call, sentence):
    with pytest.raises(ValueError, match=sentence):
        call()
