"""What is one object is read back as one."""

from keraunos.core import sharing
from keraunos.core.registry import Configurable, deserialize, serialize


class Pair(Configurable):
    def __init__(self, first, second):
        self.first, self.second = first, second


class Leaf(Configurable):
    def __init__(self, size=1):
        self.size = size


KNOWN = {"Pair": Pair, "Leaf": Leaf}


def test_one_object_comes_back_as_one():
    leaf = Leaf(3)
    config = serialize(Pair(leaf, [leaf]))
    made = deserialize(config, KNOWN)
    assert made.first is made.second[0]
    assert made.first.size == 3


def test_equal_objects_stay_two():
    config = serialize(Pair(Leaf(), Leaf()))
    assert sharing.ID not in str(config)
    made = deserialize(config, KNOWN)
    assert made.first is not made.second


def test_marks_belong_to_one_reading():
    config = {"module": "x", "class_name": "Leaf", "config": {}, sharing.ID: 7}
    assert deserialize(config, KNOWN) is not deserialize(config, KNOWN)


def test_a_mark_names_one_kind_of_thing():
    leaf = {"module": "x", "class_name": "Leaf", "config": {}, sharing.ID: 7}
    pair = {
        "module": "x",
        "class_name": "Pair",
        "config": {"first": leaf, "second": 1},
        sharing.ID: 7,
    }
    made = deserialize({**pair, "config": {"first": leaf, "second": leaf}}, KNOWN)
    assert isinstance(made, Pair)
    assert made.first is made.second


def test_marks_that_are_no_marks_are_passed_over():
    config = {"module": "x", "class_name": "Leaf", "config": {}, sharing.ID: [1]}
    assert isinstance(deserialize(config, KNOWN), Leaf)


def test_reading_is_known():
    assert not sharing.being_read()
    assert sharing.reading(lambda: sharing.being_read())()
