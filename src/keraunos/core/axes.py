"""Axes counted from the front, whichever way they were counted."""

from typing import Any


def axes_within(axis: Any, rank: int) -> tuple[int, ...]:
    """An axis, or several, counted from the front.

    Args: axis: an int in [-rank, rank), or a tuple or list of such. rank: the number of axes.
    Raises: ValueError for one that is not there.
    Example:
        >>> axes_within(-1, 3), axes_within((0, -2), 3)
        ((2,), (0, 1))
    """
    given = tuple(axis) if isinstance(axis, (tuple, list)) else (axis,)
    for one in given:
        if not -rank <= one < rank:
            raise ValueError(
                f"axis {one} is out of bounds for an array of {rank} axes. Give one in "
                f"[{-rank}, {rank})."
            )
    return tuple(one % rank for one in given)
