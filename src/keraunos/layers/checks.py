"""Checks that several layers make at their door."""

from typing import Any

from keraunos.core.errors import bad


def size(owner: str, arg: str, value: Any, fix: str = "Pass how many.") -> int:
    """An int >= 1.

    Raises: ValueError for anything else.
    Example:
        >>> size("Dense", "units", 3)
        3
    """
    if isinstance(value, bool) or not hasattr(value, "__index__") or value < 1:
        raise ValueError(bad(owner, arg, "an int >= 1", value, fix))
    return int(value)


def between(owner: str, arg: str, value: Any, low: float = 0, high: float = 1) -> Any:
    """A number in [low, high].

    Raises: ValueError for anything else.
    """
    number = isinstance(value, (int, float)) and not isinstance(value, bool)
    if not number or not low <= value <= high:
        upper = f"{high}]" if high != float("inf") else "∞)"
        raise ValueError(bad(owner, arg, f"a float in [{low}, {upper}", value, ""))
    return value


def int8_config(owner: str, value: Any) -> Any:
    """An Int8QuantizationConfig or None.

    Raises: NotImplementedError for anything else.
    """
    if value is not None and getattr(value, "mode", None) != "int8":
        raise NotImplementedError(
            bad(owner, "quantization_config", "None or an Int8QuantizationConfig", value,
                "Layers hold int8 beside floats.")
        )  # fmt: skip
    return value


def plain_weights(owner: str, **wanted: Any) -> None:
    """Refuse kinds of weights that layers do not carry inside.

    Args: wanted: the arguments by name; all must be None.
    Raises: NotImplementedError for the first that is not.
    """
    for arg, value in wanted.items():
        if value is not None:
            raise NotImplementedError(
                bad(owner, arg, "None, as layers keep plain weights", value, "Leave it out.")
            )  # fmt: skip
