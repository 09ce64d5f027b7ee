"""What makes a function a public operation: its paths, its node in a graph, its rule for symbolic shapes.

The rules here serve many operations each; an operation whose outcome none of them can tell brings its own.
"""

from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from functools import partial
from itertools import product, zip_longest
from typing import Any, TypeVar

import numpy as np

from keraunos.core import tree
from keraunos.core.errors import ShapeError
from keraunos.core.registry import register
from keraunos.core.symbolic import KerasTensor, infer
from keraunos.core.typing import Shape
from keraunos.ops.shaped import shaped

F = TypeVar("F", bound=Callable[..., Any])
Rule = Callable[..., Any]

_STAND_INS = (37, 41)  # two sizes for an unknown axis: what differs between them is unknown
_ROOMY = (5040, 10080)  # most small numbers divide both, most windows fit into both
_SMALL = 2  # shows what is the smaller of an unknown and a known size
_MOST_CHOICES = 200
_MISFITS = (TypeError, ValueError, AssertionError)  # what sizes that do not fit raise in the engine


def op(home: str = "", *, also: tuple[str, ...] = (), rule: Rule | None = None) -> Callable[[F], F]:
    """Make a function a public operation: with a symbolic tensor among its arguments it records a node.

    Args:
        home: the submodule of `keras.ops` that also shows it, as in "numpy"; "" for none.
        also: other names for it, in the same places.
        rule: (function, *arguments) -> the symbolic outcome; None: `inferred`.
    """

    def decorate(function: F) -> F:
        public = shaped(partial(rule or inferred, function))(function)
        return register(*_paths(function.__name__, home), *_all_paths(also, home))(public)

    return decorate


def plain(home: str = "", *, also: tuple[str, ...] = ()) -> Callable[[F], F]:
    """Register a function that sees symbolic tensors itself, under the paths that `op` would use."""

    def decorate(function: F) -> F:
        return register(*_paths(function.__name__, home), *_all_paths(also, home))(function)

    return decorate


def _paths(name: str, home: str) -> tuple[str, ...]:
    only_home = home == "image"  # Keras shows these in their submodule alone
    top = () if only_home else (f"keras.ops.{name}",)
    return (*top, f"keras.ops.{home}.{name}") if home else top


def _all_paths(names: tuple[str, ...], home: str) -> list[str]:
    return [path for name in names for path in _paths(name, home)]


def elementwise(home: str = "", *, also: tuple[str, ...] = ()) -> Callable[[F], F]:
    """As `op`, for what works on each element alone: the arguments' shapes broadcast."""
    return op(home, also=also, rule=broadcast)


# --- rules --------------------------------------------------------------------------------------


def broadcast(function: Callable[..., Any], *args: Any, **kwargs: Any) -> KerasTensor:
    """The shape to which all arguments broadcast; the dtype from evaluation on single elements."""
    arguments = [*args, *kwargs.values()]
    shape = broadcast_shapes(function.__name__, *(_shape(x) for x in arguments))
    elements = {name: _element(x) for name, x in kwargs.items()}
    return KerasTensor(shape, infer(function, *map(_element, args), **elements).dtype)


def _shape(x: Any) -> Shape:
    return tuple(x.shape) if hasattr(x, "shape") else np.shape(x)


def _element(x: Any) -> Any:
    if isinstance(x, (list, tuple)):
        return _element(np.asarray(x))
    return KerasTensor((), x.dtype) if hasattr(x, "shape") and hasattr(x, "dtype") else x


def broadcast_shapes(owner: str, *shapes: Shape) -> Shape:
    """The common shape; an unknown size may turn out to be any that another shape asks for.

    Raises: ShapeError (a ValueError) if two known sizes differ and neither is 1.
    Example:
        >>> broadcast_shapes("add", (None, 3), (5, 1), (1,))
        (5, 3)
    """
    columns = zip_longest(*(reversed(s) for s in shapes), fillvalue=1)
    return tuple(_common(owner, sizes, shapes) for sizes in columns)[::-1]


def _common(owner: str, sizes: tuple[int | None, ...], shapes: tuple[Shape, ...]) -> int | None:
    known = {size for size in sizes if size not in (None, 1)}
    if len(known) > 1:
        listed = " and ".join(str(s) for s in shapes if s)
        raise ShapeError(
            f"{owner}: the shapes {listed} do not broadcast: sizes {sorted(known)} meet on one axis. "
            "Sizes must be equal or 1; reshape one, or insert axes with ops.expand_dims."
        )
    return known.pop() if known else (None if None in sizes else 1)


def inferred(function: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
    """By evaluation; where stand-ins for unknown sizes do not fit, with sizes that do.

    An unknown size that can only be one, as it meets a known size, is that one in the outcome.
    """
    return _evaluated(function, args, kwargs, (_STAND_INS, _ROOMY))


def roomy(function: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
    """As `inferred`, for what small stand-ins would mislead: windows that may be longer than they."""
    return _evaluated(function, args, kwargs, (_ROOMY,))


def _evaluated(
    function: Callable[..., Any], args: Any, kwargs: Any, pairs: Iterable[tuple[int, int]]
) -> Any:
    """The outcome with the first choice of sizes that works; else the error of the first choice."""
    tensors = [x for x in tree.flatten((args, kwargs)) if isinstance(x, KerasTensor)]
    count = sum(x.shape.count(None) for x in tensors)
    if not count:
        return infer(function, *args, **kwargs)
    errors = []
    for pair, fixed in _choices(count, _known_sizes(args, kwargs), tuple(pairs)):
        try:
            tried = [_with_sizes(function, args, kwargs, fixed, size) for size in pair]
        except _MISFITS as error:
            errors.append(error)
            continue
        with suppress(*_MISFITS):  # not everything works on so small a size
            tried.append(_with_sizes(function, args, kwargs, fixed, _SMALL))
        return tree.map_structure(_merge, *tried)
    raise errors[0]


def _choices(
    count: int, known: list[int], pairs: tuple[tuple[int, int], ...]
) -> Iterator[tuple[tuple[int, int], tuple[int | None, ...]]]:
    """(stand-ins, sizes of the unknown axes): all free first, then as few as possible given a known size."""
    yield from ((pair, (None,) * count) for pair in pairs)
    mixed = product((None, *known), repeat=min(count, 4))
    ordered = sorted(mixed, key=lambda sizes: sum(size is not None for size in sizes))
    for sizes in ordered[1:_MOST_CHOICES]:
        yield pairs[0], (*sizes, *[None] * (count - len(sizes)))


def _known_sizes(args: Any, kwargs: Any) -> list[int]:
    """The sizes that arrays and tensors among the arguments have; 1, which fits many, comes last."""
    shapes = [x.shape for x in tree.flatten((args, kwargs)) if hasattr(x, "shape")]
    return [*sorted({size for shape in shapes for size in shape if size not in (None, 1)}), 1]


def _with_sizes(
    function: Callable[..., Any], args: Any, kwargs: Any, fixed: Iterable[int | None], size: int
) -> Any:
    sizes = iter(fixed)

    def fill(x: Any) -> Any:
        if not isinstance(x, KerasTensor):
            return x
        return KerasTensor([next(sizes) or size if s is None else s for s in x.shape], x.dtype)

    args, kwargs = tree.map_structure(fill, (args, kwargs))
    return infer(function, *args, **kwargs)


def _merge(*tried: Any) -> KerasTensor:
    shape = [sizes[0] if len(set(sizes)) == 1 else None for sizes in zip(*(x.shape for x in tried))]
    return KerasTensor(shape, tried[0].dtype)
