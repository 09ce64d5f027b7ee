"""What an object owns is found through its attributes, in the order it came there."""

import math

import pytest

import keraunos as k
from keraunos.core import tracking
from keraunos.core.variable import Variable


class Holder(k.layers.Layer):
    def call(self, inputs):
        return inputs


def names(layer):
    return [x.name for x in layer._flatten_layers(include_self=False)]


def test_layers_in_lists_dicts_tuples_and_sets_are_owned():
    holder = Holder()
    holder.one = k.layers.Dense(1, name="one")
    holder.many = [k.layers.Dense(1, name="two"), (k.layers.Dense(1, name="three"),)]
    holder.named = {"a": k.layers.Dense(1, name="four")}
    holder.unordered = {k.layers.Dense(1, name="five")}
    assert names(holder) == ["one", "two", "three", "four", "five"]


def test_what_is_added_later_is_owned_in_the_order_of_coming():
    holder = Holder()
    holder.a, holder.b = [], []
    for i in range(2):
        holder.a.append(k.layers.Dense(1, name=f"a{i}"))
        holder.b.append(k.layers.Dense(1, name=f"b{i}"))
    assert names(holder) == ["a0", "b0", "a1", "b1"]


@pytest.mark.parametrize(
    "change",
    [
        lambda h: h.many.pop(),
        lambda h: h.many.clear(),
        lambda h: h.many.__delitem__(0),
        lambda h: h.many.remove(h.many[0]),
        lambda h: delattr(h, "many"),
        lambda h: setattr(h, "many", None),
        lambda h: h.many.__setitem__(0, 3),
    ],
)
def test_what_is_taken_away_is_owned_no_more(change):
    holder = Holder()
    holder.many = [k.layers.Dense(1, name="x")]
    assert names(holder) == ["x"]
    change(holder)
    assert names(holder) == []


def test_dicts_and_sets_tell_of_changes():
    holder = Holder()
    holder.named, holder.some = {}, set()
    assert names(holder) == []
    holder.named.update(a=k.layers.Dense(1, name="a"))
    holder.named.setdefault("b", k.layers.Dense(1, name="b"))
    holder.some.add(k.layers.Dense(1, name="c"))
    assert names(holder) == ["a", "b", "c"]
    holder.named.pop("a")
    holder.some.clear()
    assert names(holder) == ["b"]


def test_plain_values_move_nothing():
    holder = Holder()
    holder.rate = 0.5
    before = tracking.version()
    holder.rate = 0.7
    holder.label = "x"
    assert tracking.version() == before


def test_a_tracked_list_is_a_list():
    import pickle

    import jax

    holder = Holder()
    holder.numbers = [1, [2, 3]]
    assert holder.numbers == [1, [2, 3]]
    assert jax.tree.leaves(holder.numbers) == [1, 2, 3]
    assert type(pickle.loads(pickle.dumps(holder.numbers))) is list
    assert isinstance(holder.numbers, list)


def test_variables_of_layers_come_before_those_of_what_they_hold_later():
    class Block(k.layers.Layer):
        def __init__(self):
            super().__init__()
            self.inner = k.layers.Dense(2)

        def build(self, input_shape):
            self.scale = self.add_weight((), "ones", name="scale")
            self.inner.build(input_shape)

        def call(self, inputs):
            return self.inner(inputs) * self.scale

    block = Block()
    block.build((None, 3))
    assert [v.name for v in block.weights] == ["scale", "kernel", "bias"]


def test_a_place_is_not_that_of_another_thing_with_the_same_id():
    first, order = Variable(1.0), {}
    tracking.note_all(first, (Variable,), order)
    number = tracking.place(first, order)
    assert number < math.inf
    later = Variable(2.0)
    order[id(later)] = order.pop(id(first))  # as if the first had gone and its id were given again
    assert tracking.place(later, order) == math.inf
    tracking.note_all(later, (Variable,), order)
    assert tracking.place(later, order) > number
