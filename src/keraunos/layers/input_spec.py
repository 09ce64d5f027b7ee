"""What a layer accepts: rank, sizes of axes, dtype; and the check that says what came instead."""

from typing import Any

from keraunos.core import tree
from keraunos.core.errors import ShapeError, describe
from keraunos.core.registry import Configurable, register
from keraunos.core.typing import Shape


@register("keras.layers.InputSpec", "keras.InputSpec")
class InputSpec(Configurable):
    """Rank and sizes that a layer's input must have.

    Args:
        dtype: the expected dtype's name, or None for any.
        shape: the exact shape, None for free sizes.
        ndim: the exact rank, an int >= 0.
        max_ndim: the largest rank. min_ndim: the smallest rank.
        axes: sizes by axis, as in {-1: 784}.
        allow_last_axis_squeeze: whether a last axis of size 1 may be missing or extra.
        name: the input's name.
    Example:
        >>> InputSpec(min_ndim=2, axes={-1: 784}).axes
        {-1: 784}
    """

    def __init__(
        self, dtype: str | None = None, shape: Any = None, ndim: int | None = None,
        max_ndim: int | None = None, min_ndim: int | None = None, axes: dict[int, int] | None = None,
        allow_last_axis_squeeze: bool = False, name: str | None = None, optional: bool = False,
    ) -> None:  # fmt: skip
        self.dtype, self.name, self.optional = dtype, name, optional
        self.shape: Shape | None = None if shape is None else tuple(shape)
        self.ndim = ndim if shape is None else len(self.shape or ())
        self.max_ndim, self.min_ndim = max_ndim, min_ndim
        self.axes = {int(axis): size for axis, size in (axes or {}).items()}
        self.allow_last_axis_squeeze = allow_last_axis_squeeze


def check_input(spec: Any, inputs: Any, who: str) -> None:
    """Raise unless the inputs fit the spec (one spec, or a structure of them).

    Raises: ShapeError (a ValueError).
    """
    if spec is None:
        return
    specs, given = tree.flatten(spec), tree.flatten(inputs)
    if len(specs) != len(given):
        raise ShapeError(
            f"{who} expects {len(specs)} input(s); got {len(given)}: "
            f"{', '.join(describe(x) for x in given)}. Pass one array for each input."
        )
    for one, x in zip(specs, given):
        if x is None and getattr(one, "optional", False):
            continue
        _check_one(one, x, who)


def _check_one(spec: InputSpec, x: Any, who: str) -> None:
    if x is None:
        raise ShapeError(f"{who} expects inputs of shape {_wanted(spec)}; got None. Pass an array.")
    shape: Shape = tuple(getattr(x, "shape", ()))
    wanted = _wanted(spec)
    if spec.allow_last_axis_squeeze and spec.ndim is not None and len(shape) != spec.ndim:
        if len(shape) == spec.ndim + 1 and shape[spec.ndim] == 1:
            shape = shape[: spec.ndim]
        elif len(shape) == spec.ndim - 1 and _axes(spec).get(spec.ndim - 1, 1) in (1, None):
            shape = (*shape, 1)
    rank = len(shape)
    fits = (
        (spec.ndim is None or rank == spec.ndim)
        and (spec.max_ndim is None or rank <= spec.max_ndim)
        and (spec.min_ndim is None or rank >= spec.min_ndim)
        and all(_axis_fits(shape, axis, size) for axis, size in _axes(spec).items())
    )
    if not fits:
        raise ShapeError(
            f"{who} expects inputs of shape {wanted}; got {_text(shape)}. {_remedy(spec, shape)}"
        )
    if spec.dtype is not None and getattr(x.dtype, "name", x.dtype) != spec.dtype:
        raise ShapeError(f"{who} expects inputs of dtype {spec.dtype}; got {x.dtype}. Cast them.")


def _axes(spec: InputSpec) -> dict[int, int | None]:
    from_shape = dict(enumerate(spec.shape)) if spec.shape is not None else {}
    return {**from_shape, **spec.axes}


def _axis_fits(shape: Shape, axis: int, size: int | None) -> bool:
    if not -len(shape) <= axis < len(shape):
        return False
    return size is None or shape[axis] is None or shape[axis] == size


def _wanted(spec: InputSpec) -> str:
    if spec.shape is not None:
        return _text(spec.shape)
    rank = spec.ndim or max(spec.min_ndim or 1, *(abs(a) for a in spec.axes or {1: 0}))
    sizes: list[Any] = ["…" if i else "batch" for i in range(rank)]
    for axis, size in spec.axes.items():
        sizes[axis] = size
    if spec.ndim is None:
        sizes.insert(1, "…") if rank > 1 and sizes[1] != "…" else None
    bound = f" with at most {spec.max_ndim} axes" if spec.max_ndim is not None else ""
    return f"({', '.join(map(str, sizes))}){bound}"


def _text(shape: Any) -> str:
    first = ["batch"] if len(shape) and shape[0] is None else list(map(str, shape[:1]))
    rest = [*first, *("any" if s is None else str(s) for s in shape[1:])]
    return f"({', '.join(rest)}{',' if len(rest) == 1 else ''})"


def _remedy(spec: InputSpec, shape: Shape) -> str:
    """The most likely way out."""
    rank, last = len(shape), _axes(spec).get(-1)
    known = [s for s in shape[1:] if s is not None]
    product = 1
    for size in known:
        product *= size
    if last is not None and rank > 2 and len(known) == rank - 1 and product == last:
        return f"Flatten first: add layers.Flatten() before it, or reshape the data to (n, {last})."
    if spec.ndim is not None and rank == spec.ndim - 1:
        return "An axis is missing: one sample is x[None, ...]; one feature or channel is x[..., None]."
    if spec.min_ndim is not None and rank < spec.min_ndim:
        return "The first axis is the batch: one sample is x[None, ...], one feature is x[:, None]."
    if last is not None and rank and shape[-1] != last:
        return (
            f"The last axis must have size {last}: reshape the data, or build it for {shape[-1]}."
        )
    return "Reshape the data to that."
