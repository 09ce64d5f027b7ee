"""Checks of plain arguments at the door."""

from typing import Any

from keraunos.core.errors import bad


def check_count(owner: str, arg: str, value: Any, default: int, least: int = 1) -> int:
    """An int >= least, or the default for None; ValueError for anything else."""
    if value is None:
        return default
    if isinstance(value, bool) or not hasattr(value, "__index__") or value < least:
        raise ValueError(bad(owner, arg, f"an int >= {least}", value, ""))
    return int(value)
