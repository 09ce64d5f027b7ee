"""The formats of boxes: which four numbers say where a box lies, and in which order."""

from collections.abc import Callable
from typing import Any

from keraunos.core.errors import unknown

RELATIVE = "rel_"
"""How the names of formats begin whose numbers are shares of the picture's sides."""


def _corners(a: Any, b: Any, c: Any, d: Any) -> tuple[Any, ...]:
    return a, b, c, d


def _swapped(a: Any, b: Any, c: Any, d: Any) -> tuple[Any, ...]:
    return b, a, d, c


def _from_sides(x: Any, y: Any, width: Any, height: Any) -> tuple[Any, ...]:
    return x, y, x + width, y + height


def _to_sides(left: Any, top: Any, right: Any, bottom: Any) -> tuple[Any, ...]:
    return left, top, right - left, bottom - top


def _from_centre(x: Any, y: Any, width: Any, height: Any) -> tuple[Any, ...]:
    return x - width / 2, y - height / 2, x + width / 2, y + height / 2


def _to_centre(left: Any, top: Any, right: Any, bottom: Any) -> tuple[Any, ...]:
    return (left + right) / 2, (top + bottom) / 2, right - left, bottom - top


Rule = Callable[..., tuple[Any, ...]]
_RULES: dict[str, tuple[Rule, Rule]] = {
    "xyxy": (_corners, _corners),
    "yxyx": (_swapped, _swapped),
    "xywh": (_from_sides, _to_sides),
    "center_xywh": (_from_centre, _to_centre),
    "center_yxhw": (
        lambda y, x, h, w: _from_centre(x, y, w, h),
        lambda *corners: _swapped(*_to_centre(*corners)),
    ),
}
"""Format -> from its four numbers to (left, top, right, bottom), and back."""

FORMATS = (*_RULES, *(RELATIVE + name for name in _RULES if name != "center_yxhw"))


def check_format(owner: str, arg: str, name: Any) -> str:
    """The name of a format.

    Raises: ValueError if it is none.
    """
    if name not in FORMATS:
        raise ValueError(unknown(owner, f"`{arg}`", str(name), FORMATS))
    return name


def to_corners(name: str, *numbers: Any) -> tuple[Any, ...]:
    """(left, top, right, bottom) of a format's four numbers, in its own units.

    Example:
        >>> to_corners("xywh", 1, 2, 3, 6)
        (1, 2, 4, 8)
    """
    return _RULES[name.removeprefix(RELATIVE)][0](*numbers)


def from_corners(name: str, *corners: Any) -> tuple[Any, ...]:
    """The four numbers of a format for (left, top, right, bottom), in the corners' units.

    Example:
        >>> from_corners("yxyx", 1, 2, 4, 8)
        (2, 1, 8, 4)
    """
    return _RULES[name.removeprefix(RELATIVE)][1](*corners)
