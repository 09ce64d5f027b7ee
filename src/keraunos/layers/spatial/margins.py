"""What is added to or cut from the two ends of each axis."""

from typing import Any

from keraunos.core.errors import bad

Margins = tuple[tuple[int, int], ...]


def as_margins(value: Any, rank: int, owner: str, arg: str) -> Margins:
    """A number for all ends, one or a pair for each axis, as (low, high) pairs.

    Of a sequence, which has one axis, a pair is its two ends.
    Raises: ValueError if it is none of these, or a number is below 0.
    Example:
        >>> as_margins((1, (2, 3)), 2, "ZeroPadding2D", "padding"), as_margins((1, 2), 1, "", "")
        (((1, 1), (2, 3)), ((1, 2),))
    """
    wanted = (
        "an int >= 0 or a pair (before, after)"
        if rank == 1
        else f"an int >= 0, {rank} of them, or {rank} pairs (before, after)"
    )
    axes: Any = (value,) * rank if _is_count(value) else value
    if rank == 1 and _is_list(axes) and len(axes) == 2:
        axes = (axes,)
    pairs: list[Any] = [(a, a) if _is_count(a) else a for a in axes] if _is_list(axes) else []
    fits = all(_is_list(p) and len(p) == 2 and all(map(_is_count, p)) for p in pairs)
    if len(pairs) != rank or not fits:
        raise ValueError(bad(owner, arg, wanted, value, ""))
    return tuple((int(low), int(high)) for low, high in pairs)


def _is_list(x: Any) -> bool:
    return isinstance(x, (list, tuple))


def _is_count(x: Any) -> bool:
    return hasattr(x, "__index__") and not isinstance(x, bool) and x >= 0
