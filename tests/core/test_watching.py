"""Operations that are watched."""

import numpy as np

import keraunos as k
from keraunos.core import watching


def test_layers_and_operations_of_a_graph_are_seen_innermost_first():
    x = k.Input((3,))
    inner = k.Sequential([k.Input((3,)), k.layers.Dense(2, name="dense")], name="inner")
    model = k.Model(x, k.ops.exp(inner(x)), name="outer")
    seen = []
    with watching.watching(lambda op, given, made: seen.append((op.name, given[0][0].shape))):
        model(np.ones((5, 3), "float32"))
    names = [name for name, _ in seen]
    assert names.index("dense") < names.index("inner") < names.index("outer")
    assert any(name.startswith("exp") for name in names)
    assert dict(seen)["dense"] == (5, 3)
    assert watching.current() is None


def test_nobody_is_told_afterwards_nor_of_shapes():
    seen = []
    with watching.watching(lambda *call: seen.append(call)):
        k.layers.Dense(2)(k.Input((3,)))
    k.layers.Dense(2)(np.ones((1, 3)))
    assert seen == []
