"""Texts on the way of a graph: what takes them is done by the host, as programs hold numbers only."""

import functools
from collections.abc import Iterator
from typing import Any

import numpy as np

from keraunos.core import tree
from keraunos.core.symbolic import FunctionOperation, KerasTensor, Operation
from keraunos.core.texts import is_text
from keraunos.data.texts import texts_of

_SIZES = (2, 3)  # two sizes for an unknown axis: what differs between them is unknown


def changes() -> Iterator[tuple[type, str, Any]]:
    """The rule that looks at the texts: (class, name, function)."""
    yield Operation, "compute_output_spec", _with_texts(Operation.compute_output_spec)


def recorded(function: Any) -> Any:
    """A function of texts that joins the graph of symbolic ones."""

    @functools.wraps(function)
    def call(*args: Any, **kwargs: Any) -> Any:
        if any(map(_is_symbolic_text, tree.flatten((args, kwargs)))):
            return FunctionOperation(function).symbolic_call(*args, **kwargs)
        return function(*args, **kwargs)

    return call


def _is_symbolic_text(x: Any) -> bool:
    return isinstance(x, KerasTensor) and x.dtype == "string"


def _with_texts(plain: Any) -> Any:
    @functools.wraps(plain)
    def compute_output_spec(self: Operation, *args: Any, **kwargs: Any) -> Any:
        texts = any(map(_is_symbolic_text, tree.flatten((args, kwargs))))
        if not texts or getattr(self, "runs_on_host", False):
            return plain(self, *args, **kwargs)
        self.runs_on_host = True  # type: ignore[attr-defined]
        tried = []
        for size in _SIZES:
            given, named = tree.map_structure(lambda x, n=size: _sample(x, n), (args, kwargs))
            tried.append(self.call(*given, **named))
        return tree.map_structure(_spec, *tried)

    return compute_output_spec


def _sample(x: Any, size: int) -> Any:
    if not isinstance(x, KerasTensor):
        return x
    shape = tuple(size if n is None else n for n in x.shape)
    return texts_of(np.full(shape, "a")) if x.dtype == "string" else np.zeros(shape, x.dtype)


def _spec(first: Any, last: Any) -> KerasTensor:
    shape = tuple(a if a == b else None for a, b in zip(first.shape, last.shape))
    return KerasTensor(shape, "string" if is_text(first) else first.dtype.name)
