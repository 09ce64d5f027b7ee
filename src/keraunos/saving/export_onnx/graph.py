"""A growing ONNX graph: its nodes and constants, and sizes that are known only when it runs."""

import ast
import itertools
from collections.abc import Iterable
from typing import Any

import numpy as np

Shape = tuple[Any, ...]
"""Sizes: ints, and expressions of symbols for those known only when the graph runs."""


def package() -> Any:
    """The package that writes ONNX; loaded when an export asks for it."""
    try:
        import onnx
    except ImportError as error:
        raise ImportError(
            "export: format='onnx' needs the package onnx. pip install 'keraunos[onnx]'."
        ) from error
    return onnx


class Value:
    """What a variable of the traced program is in the graph.

    Args:
        name: of the tensor; "" for a constant that no node uses yet, which then gets `hint` if it is free.
        shape, dtype: of the whole. const: the numbers, where they are known now.
        spread: whether the tensor still has 1 where `shape` has more, to be spread when it must be.
    """

    __slots__ = ("const", "dtype", "hint", "name", "shape", "spread")

    def __init__(
        self, name: str, shape: Shape, dtype: Any, const: np.ndarray | None = None,
        spread: bool = False, hint: str = "",
    ) -> None:  # fmt: skip
        self.name, self.shape, self.dtype = name, shape, np.dtype(dtype)
        self.const, self.spread, self.hint = const, spread, hint


class Graph:
    """A graph or, with a parent, the body of a loop or branch, which sees the names around it."""

    def __init__(self, parent: "Graph | None" = None) -> None:
        self.parent = parent
        self.root: Graph = parent.root if parent else self
        self.nodes: list[Any] = []
        self.initializers: dict[str, Any] = {}
        self.symbols: dict[str, str] = {}
        self._whole: dict[int, str] = {}
        self._kept: list[Value] = []
        self._known: dict[tuple[Any, ...], str] = {}
        self._numbers = itertools.count()

    # --- nodes -----------------------------------------------------------------------------------

    def fresh(self, hint: str) -> str:
        """A name that no tensor has."""
        return f"{hint}_{next(self.root._numbers)}"

    def node(self, op: str, *inputs: str, **attributes: Any) -> str:
        """Add a node with one output; returns the output's name."""
        return self.nodes_of(op, list(inputs), 1, **attributes)[0]

    def nodes_of(self, op: str, inputs: list[str], count: int, **attributes: Any) -> list[str]:
        """Add a node; returns the names of its outputs."""
        names = [self.fresh(op) for _ in range(count)]
        self.nodes.append(package().helper.make_node(op, inputs, names, **attributes))
        return names

    def constant(self, value: Any, dtype: Any = None, name: str = "") -> str:
        """A tensor of numbers; equal small ones without a name are one."""
        array = np.asarray(value, dtype)
        small = array.size <= _SMALL and not name
        key = (array.dtype.str, array.shape, array.tobytes()) if small else None
        if key in self.root._known:
            return self.root._known[key]  # type: ignore[index]
        name = (
            name if name and name not in self.root.initializers else self.fresh(name or "constant")
        )
        self.root.initializers[name] = array
        if key is not None:
            self.root._known[key] = name
        return name

    # --- values ----------------------------------------------------------------------------------

    def thin(self, value: Value) -> str:
        """The tensor of a value, perhaps with sizes of 1 that broadcasting spreads."""
        if not value.name:
            value.name = self.constant(value.const, name=value.hint)
        return value.name

    def whole(self, value: Value) -> str:
        """The tensor of a value in its own shape."""
        name = self.thin(value)
        if not value.spread:
            return name
        scope: Graph | None = self
        while scope is not None:  # what an outer graph has spread is seen in here
            if id(value) in scope._whole:
                return scope._whole[id(value)]
            scope = scope.parent
        self._whole[id(value)] = made = self.node("Expand", name, self.sizes(value.shape))
        self._kept.append(value)  # so that its id stays its own
        return made

    # --- sizes -----------------------------------------------------------------------------------

    def sizes(self, shape: Iterable[Any]) -> str:
        """A shape as an int64 vector."""
        shape = tuple(shape)
        if all(is_known(size) for size in shape):
            return self.constant([int(size) for size in shape], np.int64)
        return self.node("Concat", *(self.size(size) for size in shape), axis=0)

    def size(self, size: Any) -> str:
        """One size as an int64 vector of one element."""
        if is_known(size):
            return self.constant([int(size)], np.int64)
        text = str(size).replace("^", "**")
        return self._expression(ast.parse(text, mode="eval").body, text)

    def _expression(self, tree: ast.expr, text: str) -> str:
        """Nodes for an expression of symbols, as JAX writes it."""
        if isinstance(tree, ast.Constant):
            return self.constant([tree.value], np.int64)
        if isinstance(tree, ast.Name):
            return self.root.symbols[tree.id]
        if isinstance(tree, ast.UnaryOp) and isinstance(tree.op, ast.USub):
            return self.node("Neg", self._expression(tree.operand, text))
        if isinstance(tree, ast.BinOp) and type(tree.op) in _OPERATORS:
            both = (self._expression(side, text) for side in (tree.left, tree.right))
            return self.node(_OPERATORS[type(tree.op)], *both)
        if isinstance(tree, ast.Call) and isinstance(tree.func, ast.Name):
            return self._called(tree.func.id, [self._expression(a, text) for a in tree.args], text)
        raise ValueError(
            f"export: the size {text} cannot be written in ONNX. Pass sizes that are known."
        )

    def _called(self, function: str, given: list[str], text: str) -> str:
        if function == "mod":
            return self.node("Mod", *given)
        if (
            function == "floordiv"
        ):  # Div rounds to zero; the numerator less the remainder divides whole
            return self.node("Div", self.node("Sub", given[0], self.node("Mod", *given)), given[1])
        if function in ("max", "min"):
            return self.node(function.capitalize(), *given)
        raise ValueError(
            f"export: the size {text} cannot be written in ONNX. Pass sizes that are known."
        )


_SMALL = 16
"""Elements up to which a constant is looked for among those that are there."""

_OPERATORS = {ast.Add: "Add", ast.Sub: "Sub", ast.Mult: "Mul", ast.Pow: "Pow"}


def is_known(size: Any) -> bool:
    """Whether a size is a number now."""
    return isinstance(size, (int, np.integer))


def refuse(primitive: str, why: str = "") -> ValueError:
    """The error for a part of a program that ONNX, or this export, does not have."""
    return ValueError(
        f"export to ONNX: the model uses {why or 'an operation'} ({primitive}), which has no counterpart "
        "here. Leave out the layer that uses it, or export with format='stablehlo', which has all of them."
    )
