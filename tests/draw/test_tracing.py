import numpy as np
import pytest
from support import pictured

import keraunos as k
from keraunos import layers
from keraunos.draw.tracing import nodes_of


def names(nodes):
    return [type(node.operation).__name__ for node in nodes]


def test_a_graph_gives_its_own_calls():
    assert names(nodes_of(pictured.chain())) == [
        "InputLayer", "LSTM", "Flatten", "Dense", "Dropout", "Dense"]  # fmt: skip


def test_a_layer_has_no_inside():
    assert nodes_of(layers.Dense(2)) is None


def test_a_sequential_that_is_not_built_has_no_inside_yet():
    assert nodes_of(k.Sequential([layers.Dense(2)])) is None


def test_the_calls_of_a_subclass_are_seen():
    assert names(nodes_of(pictured.written())) == [
        "InputLayer", "Dense", "Dense", "Dense", "FunctionOperation"]  # fmt: skip


def test_looking_leaves_no_trace():
    """Nodes, names and outputs are as before."""
    model = pictured.written()
    before = model.predict(np.ones((2, 4), "float32"), verbose=0)
    free = layers.Dense(1).name
    nodes_of(model)
    assert [len(x._inbound_nodes) for x in model.layers] == [0, 0, 0]
    assert layers.Dense(1).name.removeprefix("dense_") == str(int(free.removeprefix("dense_")) + 1)
    assert np.array_equal(model.predict(np.ones((2, 4), "float32"), verbose=0), before)


@pytest.mark.parametrize("make", [pictured.opaque, lambda: pictured.Written()])
def test_what_cannot_be_followed_has_no_inside(make):
    assert nodes_of(make()) is None
