"""Sizes that old programs compute with: known whole numbers, or in a graph ones known when data come.

`tf.shape(x)[0] * 2` within a program stays a number, as a shape must be one. Of a symbolic tensor whose size
is not known it is a `Size`: what is computed from it, and what takes it, is worked out from the tensors.
"""

import functools
import operator
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np

from keraunos.core import tree
from keraunos.core.programs import at_once, within_a_program
from keraunos.core.symbolic import FunctionOperation, KerasTensor, get_item
from keraunos.layers import Layer

_FEW = 32
OF_SIZES = frozenset((
    "abs", "add", "add_n", "cast", "ceil", "concat", "concatenate", "divide", "equal", "expand_dims",
    "floor", "floordiv", "floormod", "gather", "greater", "greater_equal", "less", "less_equal", "max",
    "maximum", "min", "minimum", "mod", "multiply", "negative", "not_equal", "pow", "prod", "reduce_max",
    "reduce_min", "reduce_prod", "reduce_sum", "reshape", "reverse", "round", "slice", "sqrt", "square",
    "squeeze", "stack", "strided_slice", "subtract", "sum", "truediv", "unstack", "where",
))  # fmt: skip
"""Functions that give known numbers for known numbers, also within a program."""


class Number(int):
    """One known size."""

    shape = ()
    ndim = 0
    dtype = np.dtype("int32")

    def numpy(self) -> Any:
        """Numpy's number."""
        return np.int32(self)


class Sizes(np.ndarray):
    """A row of known sizes, which computes as tensors do."""

    def __getitem__(self, key: Any) -> Any:
        return _plain(super().__getitem__(key))

    def __iter__(self) -> Iterator[Any]:
        return iter([_plain(np.asarray(x)) for x in self.tolist()])

    def numpy(self) -> np.ndarray:
        """Numpy's array."""
        return np.asarray(self)


def _plain(found: Any) -> Any:
    """Whole numbers as sizes; anything else as it came."""
    if np.ndim(found) < 2 and np.asarray(found).dtype.kind in "iu":
        array = np.asarray(found)
        return array.view(Sizes) if array.ndim else Number(array)
    return found


class Size:
    """Whole numbers that are known when data come: a function, and what it is called with.

    Args: function: gives a number or a row of them. args: for it; sizes and symbolic tensors among them.
        kwargs: for it.
    """

    __array_priority__ = 2000

    def __init__(self, function: Callable[..., Any], args: Any, kwargs: Any = None) -> None:
        self.made: tuple[Any, Any, Any] = (function, args, kwargs or {})

    def __getitem__(self, key: Any) -> Any:
        function, args, _ = self.made
        if function is _sizes_of and isinstance(key, int) and args[0].shape[key] is not None:
            return Number(args[0].shape[key])
        return computed(operator.getitem, (self, key))

    def __iter__(self) -> Iterator[Any]:
        return iter([self[i] for i in range(len(self))])

    def __len__(self) -> int:
        return self.shape[0]

    @property
    def shape(self) -> tuple[Any, ...]:
        """The shape of the sizes themselves."""
        return tuple(self.tensor().shape)

    dtype = "int32"

    def __repr__(self) -> str:
        return f"<Size {getattr(self.made[0], '__name__', '')}, known when data come>"

    def tensor(self) -> KerasTensor:
        """As a symbolic tensor."""
        function, args, kwargs = self.made
        return _recorded(function, args, kwargs)

    def value(self, known: dict[int, Any]) -> Any:
        """The numbers, for arrays by the symbolic tensors that they stand for."""
        function, args, kwargs = (_filled(x, known) for x in self.made)
        with at_once():
            return _on_host(function(*args, **kwargs))


def _operator(name: str, reflected: bool) -> Any:
    function = getattr(operator, name)

    def method(self: Size, other: Any) -> Any:
        return computed(function, (other, self) if reflected else (self, other))

    return method


_OPERATORS = ("add", "sub", "mul", "truediv", "floordiv", "mod", "pow")
for _name in _OPERATORS:
    setattr(Size, f"__{_name}__", _operator(_name, False))
    setattr(Size, f"__r{_name}__", _operator(_name, True))


# --- of tensors ---------------------------------------------------------------------------------


def shape(input: Any, out_type: Any = None, name: Any = None) -> Any:
    """The sizes of a tensor; of a symbolic one with unknown sizes those that it will have."""
    found = np.shape(input) if isinstance(input, (int, float, list, tuple)) else tuple(input.shape)
    if None in found:
        return Size(_sizes_of, (input,))
    return np.asarray(found, "int32").view(Sizes)


def size(input: Any, out_type: Any = None, name: Any = None) -> Any:
    """The number of elements."""
    found = shape(input)
    return computed(np.prod, (found,)) if isinstance(found, Size) else Number(np.prod(found))


def _sizes_of(x: Any) -> Any:
    return np.asarray(x.shape, "int32")


# --- computing ----------------------------------------------------------------------------------


def understanding(name: str, function: Any) -> Any:
    """A function that takes sizes, known and not, beside what it takes already."""
    if isinstance(function, type) or not callable(function):
        return function

    @functools.wraps(function)
    def call(*args: Any, **kwargs: Any) -> Any:
        if _has_size((args, kwargs)):
            return computed(function, args, kwargs)
        if name in OF_SIZES and _known((args, kwargs)) and within_a_program():
            with at_once():
                return _on_host(function(*args, **kwargs))
        return function(*args, **kwargs)

    return call


def computed(function: Callable[..., Any], args: Any, kwargs: Any = None) -> Any:
    """What a function gives for arguments with sizes in them: sizes again, or a symbolic tensor."""
    kwargs = kwargs or {}
    found = _recorded(function, args, kwargs)
    if any(isinstance(x, KerasTensor) for x in _leaves((args, kwargs))):
        return found
    if isinstance(found, (list, tuple)):
        return [
            computed(lambda *a, i=i, **k: function(*a, **k)[i], args, kwargs)
            for i in range(len(found))
        ]
    whole = "int" in str(found.dtype) and len(found.shape) < 2
    return Size(function, args, kwargs) if whole else found


def _recorded(function: Callable[..., Any], args: Any, kwargs: Any) -> Any:
    """The call as one operation of the graph, on the tensors from which its sizes come."""
    symbols = list({id(t): t for t in _tensors((args, kwargs))}.values())

    def run(tensors: list[Any]) -> Any:
        known = {id(symbol): tensor for symbol, tensor in zip(symbols, tensors)}
        given, named = _filled((args, kwargs), known)
        return _arrays(function(*given, **named))

    run.__name__ = getattr(function, "__name__", "sizes")
    return FunctionOperation(run).symbolic_call(symbols)


def _arrays(found: Any) -> Any:
    return tree.map_structure(lambda x: np.asarray(x) if isinstance(x, (int, float)) else x, found)


def _on_host(found: Any) -> Any:
    """Arrays with known numbers as numpy's, whole ones as sizes."""
    return tree.map_structure(lambda x: _plain(np.asarray(x)), found)


def _leaves(x: Any) -> Iterator[Any]:
    """What is in a structure of lists, tuples, dicts and slices."""
    if isinstance(x, dict):
        x = tuple(x.values())
    if isinstance(x, slice):
        x = (x.start, x.stop, x.step)
    if isinstance(x, (list, tuple)):
        for one in x:
            yield from _leaves(one)
    else:
        yield x


def _tensors(x: Any) -> Iterator[KerasTensor]:
    for leaf in _leaves(x):
        if isinstance(leaf, Size):
            yield from _tensors(leaf.made[1:])
        elif isinstance(leaf, KerasTensor):
            yield leaf


def _filled(x: Any, known: dict[int, Any]) -> Any:
    """A structure with arrays for its symbolic tensors and numbers for its sizes."""
    if isinstance(x, Size):
        return x.value(known)
    if isinstance(x, KerasTensor):
        return known[id(x)]
    if isinstance(x, slice):
        return slice(*(_filled(y, known) for y in (x.start, x.stop, x.step)))
    if isinstance(x, dict):
        return {k: _filled(v, known) for k, v in x.items()}
    return type(x)(_filled(y, known) for y in x) if type(x) in (list, tuple) else x


def _has_size(x: Any) -> bool:
    return any(isinstance(leaf, Size) for leaf in _leaves(x))


def _known(x: Any) -> bool:
    """Whether there are only numbers on the host, few of them, at least one a whole one."""
    whole = 0
    for leaf in _leaves(x):
        if isinstance(leaf, (np.ndarray, np.generic)):
            if leaf.size > _FEW or leaf.dtype.kind not in "iufb":
                return False
            whole += 1
        elif isinstance(leaf, (int, float)):
            whole += 1
        elif leaf is not None and not isinstance(leaf, str):
            return False
    return whole > 0


# --- on symbolic tensors ------------------------------------------------------------------------


def changes() -> Iterator[tuple[type, str, Any]]:
    """Operators of symbolic tensors that leave it to a size, and layers that are called on sizes."""
    for name in _OPERATORS:
        yield KerasTensor, f"__{name}__", _with_sizes(getattr(KerasTensor, f"__{name}__"))
    yield KerasTensor, "__getitem__", _at_sizes(KerasTensor.__getitem__)
    yield Layer, "__call__", _on_sizes(Layer.__call__)


def _with_sizes(plain: Any) -> Any:
    @functools.wraps(plain)
    def apply(self: Any, other: Any) -> Any:
        return NotImplemented if isinstance(other, Size) else plain(self, other)

    return apply


def _at_sizes(plain: Any) -> Any:
    @functools.wraps(plain)
    def __getitem__(self: KerasTensor, key: Any) -> Any:
        return computed(get_item, (self, key)) if _has_size(key) else plain(self, key)

    return __getitem__


def _on_sizes(plain: Any) -> Any:
    @functools.wraps(plain)
    def __call__(self: Any, *args: Any, **kwargs: Any) -> Any:
        if _has_size((args, kwargs)):
            args, kwargs = tree.map_structure(
                lambda x: x.tensor() if isinstance(x, Size) else x, (args, kwargs)
            )
        return plain(self, *args, **kwargs)

    return __call__
