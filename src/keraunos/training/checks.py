"""Checks of plain arguments at the door."""

from typing import Any

from keraunos.core import config
from keraunos.core.errors import bad


def check_count(owner: str, arg: str, value: Any, default: int, least: int = 1) -> int:
    """An int >= least, or the default for None; ValueError for anything else."""
    if value is None:
        return default
    if isinstance(value, bool) or not hasattr(value, "__index__") or value < least:
        raise ValueError(bad(owner, arg, f"an int >= {least}", value, ""))
    return int(value)


def fewest(*counts: int | None) -> int | None:
    """The smallest of the counts that are known; None if none is.

    Example:
        >>> fewest(3, None, 5), fewest(None)
        (3, None)
    """
    return min((count for count in counts if count is not None), default=None)


def within_limit(steps: int | None, there: int | None = None) -> int | None:
    """The batches to do: as asked for, but no more than `config.max_steps_per_epoch` allows.

    Args: steps: asked for; None: all. there: how many there are, if that is known.
    """
    limit = config.max_steps_per_epoch()
    return steps if limit is None else fewest(steps, there, limit)


def no_targets_beside(owner: str, x: Any, **others: Any) -> None:
    """Refuse targets or weights beside a stream, whose batches bring their own."""
    for name, value in others.items():
        if value is not None:
            raise ValueError(
                f"{owner}: `{name}` must be None beside a {type(x).__name__}, whose batches bring "
                "their own. Yield (x, y) or (x, y, sample_weight)."
            )
