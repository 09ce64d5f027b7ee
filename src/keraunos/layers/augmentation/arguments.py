"""The arguments that picture layers share, checked: factors, ranges of values, names of modes."""

from collections.abc import Sequence
from typing import Any

import numpy as np

from keraunos.core.errors import bad

Bounds = tuple[float, float]


def _is_number(x: Any) -> bool:
    return isinstance(x, (int, float, np.number)) and not isinstance(x, bool)


def _is_pair(x: Any) -> bool:
    return isinstance(x, (tuple, list)) and len(x) == 2 and all(map(_is_number, x))


def factor(owner: str, arg: str, value: Any, low: float = -1, high: float = 1) -> Bounds:
    """What a strength is drawn from: a pair in order, or for a number (-|x|, |x|), cut below at `low`.

    Raises: ValueError for a number outside [low, high], or what is neither number nor pair.
    Example:
        >>> factor("RandomRotation", "factor", 0.2), factor("RandomHue", "factor", 0.2, low=0)
        ((-0.2, 0.2), (0, 0.2))
    """
    if _is_pair(value):
        return (min(value), max(value))
    if not _is_number(value) or not low <= value <= high:
        wanted = f"a number in [{low}, {high}], or two of them, the least and the most"
        raise ValueError(bad(owner, arg, wanted, value, ""))
    return (max(low, -abs(value)), abs(value))


def strict_factor(owner: str, arg: str, value: Any, low: float = -1, high: float = 1) -> Bounds:
    """As `factor`, but a number means both ways whatever `low` is, and a pair must be in [low, high].

    Raises: ValueError as `factor`.
    """
    for number in value if _is_pair(value) else ():
        factor(owner, arg, number, low, high)
    least, most = factor(owner, arg, value, low, high)
    return (least, most) if _is_pair(value) else (-most, most)


def value_range(owner: str, value: Any) -> tuple[float, float]:
    """The least and the most that a pixel may be, in order.

    Raises: ValueError if these are not two numbers.
    """
    if not _is_pair(value):
        raise ValueError(
            bad(owner, "value_range", "two numbers, the least and the most", value, "")
        )
    return (min(value), max(value))


def mode(owner: str, arg: str, value: Any, valid: Sequence[str]) -> str:
    """A name out of a few.

    Raises: NotImplementedError for another.
    """
    if value not in valid:
        raise NotImplementedError(bad(owner, arg, f"one of {tuple(valid)}", value, ""))
    return value


def size(owner: str, arg: str, value: Any) -> int:
    """A number of pixels.

    Raises: ValueError unless it is an int >= 1.
    """
    if isinstance(value, bool) or not hasattr(value, "__index__") or value < 1:
        raise ValueError(bad(owner, arg, "an int >= 1", value, "It counts pixels."))
    return int(value)
