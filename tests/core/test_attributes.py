"""The state of an object by its attributes: what another process gets back, what is refused by name."""

import json
import random
import re
from collections import deque, namedtuple
from pathlib import Path

import numpy as np
import pytest

import keraunos as k
from keraunos.core import plain
from keraunos.core.attributes import attributes, late, set_attributes

Point = namedtuple("Point", "x y")


class Thing:
    """What has attributes."""

    def __init__(self, **given):
        vars(self).update(given)


def carried(made, change):
    """A thing whose attributes another process made anew, and set to the state of a changed one."""
    first, second = Thing(**made()), Thing(**made())
    change(first)
    arrays = []
    text = json.dumps(plain.packed(attributes(first), arrays, "thing"))
    set_attributes(second, plain.unpacked(json.loads(text), arrays))
    return first, second


class Counter:
    def __init__(self):
        self.count, self.where, self.how = 0, Path("x"), print

    def get_state(self):
        return self.count

    def set_state(self, state):
        self.count = state


def test_attributes_with_a_state_are_asked_for_it():
    def change(thing):
        thing.counter.count, thing.several[1].count, thing.best = 3, 4, 0.5

    made = lambda: {"counter": Counter(), "several": [Counter(), Counter()], "best": None}  # noqa: E731
    _, other = carried(made, change)
    assert (other.counter.count, other.several[0].count, other.several[1].count) == (3, 0, 4)
    assert other.best == 0.5


def test_code_modules_and_paths_are_no_state():
    assert attributes(Counter()) == {"count": 0}
    _, other = carried(lambda: {"how": [("a", abs), ("b", len)], "n": 1}, lambda t: None)
    assert other.how == [("a", abs), ("b", len)]


def test_containers_come_back_as_what_they_are():
    def change(thing):
        thing.last.extend([1, 2, 3])
        thing.point, thing.seen["a"] = Point(3, 4), 1

    made = lambda: {"last": deque(maxlen=2), "point": Point(0, 0), "seen": {}}  # noqa: E731
    _, other = carried(made, change)
    assert other.last == deque([2, 3]) and other.last.maxlen == 2
    assert other.point == Point(3, 4) and other.point.x == 3 and other.seen == {"a": 1}


def test_generators_of_random_numbers_go_on():
    def change(thing):
        thing.numpy.random(3), thing.old.random(), thing.python.random()

    def made():
        old = np.random.RandomState(1)
        return {"numpy": np.random.default_rng(1), "old": old, "python": random.Random(1)}

    first, other = carried(made, change)
    for name in ("numpy", "old", "python"):
        assert getattr(first, name).random() == getattr(other, name).random()


# --- objects of ours ------------------------------------------------------------------------------


class Streak(k.metrics.Metric):
    """A metric of a user's, with a variable and a plain attribute of its own."""

    def __init__(self):
        super().__init__(name="streak")
        self.total = self.add_weight(name="total")
        self.calls, self._peak = 0, None

    def update_state(self, value, sample_weight=None):
        self.calls, self._peak = self.calls + 1, float(value)
        self.total.assign_add(value)

    def result(self):
        return self.total.value


class Weighted(k.losses.Loss):
    """A loss of a user's, which callbacks may turn."""

    def __init__(self):
        super().__init__(name="weighted")
        self.weight = 1.0

    def call(self, y_true, y_pred):
        return self.weight * (y_true - y_pred)


def optimizer():
    made = k.optimizers.Adam()
    made.build([k.Variable(np.zeros(3, "float32"))])
    return made


def network():
    net = k.Sequential([k.layers.Input((2,)), k.layers.Dense(1, kernel_initializer="zeros")])
    net.compile(k.optimizers.SGD(0.1, momentum=0.9), "mse")
    return net


def trained(net):
    net.fit(np.ones((4, 2)), np.ones((4, 1)), verbose=0)


HELD = {
    "metric": (lambda: k.metrics.Mean(), lambda m: m.update_state(3.0)),
    "own metric": (Streak, lambda m: m.update_state(4.0)),
    "optimizer": (optimizer, lambda o: o.apply([np.ones(3, "float32")])),
    "model": (network, trained),
    "layer": (lambda: k.layers.BatchNormalization(), lambda b: b(np.ones((4, 2)), training=True)),
    "seeds": (lambda: k.random.SeedGenerator(1), lambda g: g.next()),
    "variable": (lambda: k.Variable(np.zeros(2)), lambda v: v.assign([1.0, 2.0])),
}


def built(made):
    if isinstance(made, k.layers.BatchNormalization):
        made.build((None, 2))
    return made


def values(held):
    own = getattr(held, "variables", None) or [getattr(held, "state", held)]
    own = [*own, *getattr(getattr(held, "optimizer", None), "variables", ())]
    return [v.numpy().tolist() for v in own]


@pytest.mark.parametrize("name", HELD)
@pytest.mark.parametrize("within", ["attribute", "list", "dict"])
def test_objects_that_are_held_come_back(name, within):
    make, change = HELD[name]
    hold = {"attribute": lambda o: o, "list": lambda o: [1, o], "dict": lambda o: {"it": o}}[within]
    get = {"attribute": lambda o: o, "list": lambda o: o[1], "dict": lambda o: o["it"]}[within]
    fresh = values(built(make()))
    first, other = carried(lambda: {"held": hold(built(make()))}, lambda t: change(get(t.held)))
    assert values(get(other.held)) == values(get(first.held)) != fresh


def test_what_a_class_of_the_users_own_adds_comes_back():
    def change(thing):
        thing.metric.update_state(2.0)
        thing.loss.weight = 0.25

    _, other = carried(lambda: {"metric": Streak(), "loss": Weighted()}, change)
    assert (other.metric.calls, other.metric._peak, float(other.metric.result())) == (1, 2.0, 2.0)
    assert other.loss.weight == 0.25


OURS = (
    k.layers.Layer, k.Model, k.Sequential, k.metrics.Metric, k.metrics.Mean, k.losses.Loss,
    k.optimizers.Adam, k.initializers.Initializer, k.regularizers.Regularizer, k.utils.PyDataset,
    k.optimizers.schedules.LearningRateSchedule,
)  # fmt: skip


@pytest.mark.parametrize("base", OURS, ids=lambda base: base.__name__)
def test_a_class_that_adds_nothing_has_nothing_but_its_variables(base):
    kept = attributes(Thing(held=type("Own", (base,), {})())).get("held", plain.Kept(None))
    assert kept.state is None or kept.state["attributes"] == {}


def test_what_others_keep_is_left_out():
    net = network()
    own = (net, net.optimizer)
    known = {id(net), *(id(v) for o in own for v in o.variables)}
    assert attributes(Thing(net=net, layer=net.layers[0], rule=net.optimizer), (), known) == {}
    layer = net.layers[0]
    twice = attributes(Thing(first=layer, second=layer.kernel))
    assert [*twice] == ["first"]


def test_functions_of_ours_without_a_state_are_none():
    things = {
        "loss": k.losses.MeanSquaredError(), "rate": k.optimizers.schedules.CosineDecay(0.1, 5),
        "draw": k.initializers.GlorotUniform(), "policy": k.DTypePolicy("float32"),
    }  # fmt: skip
    assert attributes(Thing(**things)) == {}


def test_what_makes_its_variables_later_is_named():
    held = {
        "rule": k.optimizers.Adam(), "area": k.metrics.AUC(multi_label=True),
        "nets": [k.Sequential([k.layers.Dense(1)]), network()], "mean": k.metrics.Mean(),
    }  # fmt: skip
    assert [*late(attributes(Thing(**held)), "Own")] == [
        "Own['rule']", "Own['area']", "Own['nets'][0]",
    ]  # fmt: skip


def set_to(state, **held):
    set_attributes(Thing(**held), state)


def of(**held):
    return attributes(Thing(**held))


@pytest.mark.parametrize(
    ("state", "held", "said"),
    [
        (of(a=network()), {"a": None}, "Thing.a: `state` must be that of an object with a state"),
        (of(a=k.metrics.Mean()), {"a": k.metrics.AUC(num_thresholds=3)}, "with 2 variables.*got 'one with 4"),
        (of(a=k.metrics.Mean()), {"a": {}}, "Thing.a"),
        (of(a=[Counter()]), {"a": []}, "a list of 1 that holds objects"),
        (of(a={"b": Counter()}), {"a": {}}, "a dict of 1 that holds objects"),
        (of(a=random.Random(1)), {"a": np.random.default_rng(1)}, "Thing.a"),
        ({"a": plain.Kept({"variables": 3})}, {"a": k.metrics.Mean()}, "Thing.a"),
    ],
    ids=["missing", "other", "plain", "list", "dict", "generator", "damaged"],
)  # fmt: skip
def test_a_state_without_its_object_is_refused_by_name(state, held, said):
    with pytest.raises(ValueError, match=said):
        set_to(state, **held)


def test_what_no_file_can_hold_is_refused_by_name():
    class Net(k.layers.Layer):
        def __init__(self):
            super().__init__()
            self.words = object()

    with pytest.raises(TypeError, match=re.escape("Own['net']['attributes']['words']")):
        plain.packed(of(net=Net()), [], "Own")


# --- what no file changes -------------------------------------------------------------------------


class Writer:
    def __init__(self, path):
        self.path, self.last = path, ""

    def write(self):
        raise NotImplementedError


class Named(Writer):
    def __init__(self, **options):
        super().__init__(**options)


def test_what_the_constructor_was_told_no_file_changes():
    writer = Named(path="mine")
    writer.last = "row"
    assert attributes(writer) == {"last": "row"}
    set_attributes(writer, {"last": "other", "path": "/elsewhere"})
    assert writer.last == "other" and writer.path == "mine"


@pytest.mark.parametrize("name", ["write", "__class__", "__dict__"])
def test_a_state_reaches_attributes_only(name):
    writer = Writer("mine")
    with pytest.raises(ValueError, match=f"no methods; got '{name}'"):
        set_attributes(writer, {"last": "changed", name: {"path": "x"}})
    assert writer.last == "" and writer.path == "mine"
