"""The growing graph: constants, sizes that are known later, and names that bodies see."""

import sys

import numpy as np
import pytest
from jax import export
from support.runtime import onnx, runtime

from keraunos.saving.export_onnx import graph
from keraunos.saving.export_onnx.graph import Graph, Value


def run(g, name, rows):
    """The value of a tensor of the graph when an input x has so many rows."""
    helper = onnx.helper
    kept = [onnx.numpy_helper.from_array(a, n) for n, a in g.initializers.items()]
    x = helper.make_tensor_value_info("x", 1, ["rows"])
    end = helper.make_tensor_value_info(name, 7, None)
    made = helper.make_model(
        helper.make_graph(g.nodes, "g", [x], [end], kept),
        ir_version=9,
        opset_imports=[helper.make_opsetid("", 18)],
    )
    session = runtime.InferenceSession(made.SerializeToString(), providers=["CPUExecutionProvider"])
    return session.run(None, {"x": np.zeros(rows, "f4")})[0].tolist()


def of_rows():
    g = Graph()
    g.symbols["rows"] = g.node("Shape", "x")
    return g


@pytest.mark.parametrize("rows", [1, 5, 8])
def test_sizes_are_worked_out_when_it_runs(rows):
    (n,) = export.symbolic_shape("rows")
    for size in (n, 3 * n + 2, n * n, n // 3, -(-n // 3), n % 4, 2 * n - 1, 7):
        g = of_rows()
        expected = (size.__class__ is int and size) or eval(
            str(size).replace("^", "**"),
            {"rows": rows, "floordiv": lambda a, b: a // b, "mod": lambda a, b: a % b},
        )
        assert run(g, g.sizes([size, 2]) if size != 7 else g.node("Identity", g.size(7)), rows) == (
            [expected, 2] if size != 7 else [7]
        ), str(size)


def test_a_size_that_cannot_be_written_is_said():
    g = of_rows()
    for text in ("strange(rows)", "rows @ 2"):
        with pytest.raises(ValueError, match="cannot be written in ONNX"):
            g.size(text)


def test_equal_small_constants_are_one():
    g = Graph()
    assert g.constant([1, 2], np.int64) == g.constant([1, 2], np.int64)
    assert g.constant([1, 2], np.int64) != g.constant([1, 2], np.int32)
    assert g.constant(np.zeros(99), name="w") == "w"
    assert g.constant(np.zeros(99), name="w") != "w"


def test_bodies_see_what_is_around_them():
    g = Graph()
    value = Value("thin", (2, 3), "float32", spread=True)
    assert g.thin(value) == "thin"
    name = g.whole(value)
    body = Graph(g)
    assert body.whole(value) == name
    assert not body.nodes
    inner = Value("other", (2, 3), "float32", spread=True)
    assert body.whole(inner) != g.whole(inner)
    assert body.constant([5], np.int64) in g.initializers


def test_without_the_package_the_way_is_told(monkeypatch):
    monkeypatch.setitem(sys.modules, "onnx", None)
    with pytest.raises(ImportError, match=r"keraunos\[onnx\]"):
        graph.package()
