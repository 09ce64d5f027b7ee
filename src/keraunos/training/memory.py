"""Memory: what a program needs beside what the machine has, before its first step; and when it ran out."""

import contextlib
import re
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import jax
import numpy as np

from keraunos.core.errors import OutOfMemoryError, users_level
from keraunos.training import allocator, trail

_TINY = (
    2**17
)  # bytes of arguments of a program that is not asked what it needs: that takes a millisecond
_SMALL = 2**26  # bytes for which the machine is not asked
_PAGE = 4096
_CGROUP = Path("/sys/fs/cgroup")
_RAN_OUT = "RESOURCE_EXHAUSTED"


class Need(NamedTuple):
    """Bytes that a program needs beside what is there already.

    step: for what a step computes on the way. data: for the copy of data that it goes through. state: for
    that of weights and slots.
    """

    step: int
    data: int = 0
    state: int = 0

    @property
    def total(self) -> int:
        """All of it."""
        return sum(self)


class Room(NamedTuple):
    """Bytes of a memory. name: of what. limit: that there are. used: of them by this process. free: now."""

    name: str
    limit: int
    used: int
    free: int


def check(
    owner: str, program: Any, variables: list[Any], given: int, copied: int, trains: bool
) -> None:
    """Refuse a program that cannot fit the memory; warn if others must free some first.

    Where it is not known what a program needs, or what there is, nothing is said.

    Args: owner: what is being done. program: an Executable that has not run yet. variables: that it is given.
        given: bytes of its data. copied: of them that are yet to be copied to the device. trains: whether
        the trail of a run copies the state.
    Raises: OutOfMemoryError with the figures.
    """
    if given + sum(map(_bytes, variables)) < _TINY:
        return
    step = _of_a_step(program)
    if step is None or len({d for v in variables for d in _devices(v)}) > 1:
        return
    device = jax.devices()[0]
    need = Need(step, copied, _of_the_state(variables, trains and device.platform == "cpu"))
    if need.total < _SMALL or all(need.total <= room.free for room in rooms(device)):
        return
    allocator.give_back()
    for room in rooms(device):
        if need.total > room.limit - room.used:
            raise OutOfMemoryError(f"{owner}: {_told(need, room)}")
        if need.total > room.free:
            warnings.warn(
                f"{owner}: {_told(need, room)} It begins all the same; the system may end the process.",
                stacklevel=users_level(),
            )
            return


def _of_a_step(program: Any) -> int | None:
    """Bytes that a program allocates itself, results included; None where that is not known."""
    analyse = getattr(program.run, "memory_analysis", None)
    if analyse is None:  # it runs in Python
        return None
    try:
        found = analyse()
    except (NotImplementedError, jax.errors.JaxRuntimeError):  # this platform does not say
        return None
    if found is None:
        return None
    results = found.output_size_in_bytes - found.alias_size_in_bytes
    return max(0, found.temp_size_in_bytes) + max(0, results)


def _of_the_state(variables: list[Any], copied: bool) -> int:
    """Bytes of the values that are still on the host, which move, and of the trail's copy of all."""
    size = sum(v._value.nbytes for v in variables if isinstance(v._value, np.ndarray))
    return size + (trail.copy_size(sum(map(_bytes, variables))) if copied else 0)


def _bytes(variable: Any) -> int:
    return int(getattr(variable._value, "nbytes", 0))


def _devices(variable: Any) -> Any:
    return variable._value.devices() if isinstance(variable._value, jax.Array) else ()


def _told(need: Need, room: Room) -> str:
    parts = {"a step": need.step, "the data": need.data, "weights and slots": need.state}
    listed = ", ".join(f"{_gb(size)} for {what}" for what, size in parts.items() if size)
    remedy = {
        "a step": "Use a smaller batch_size.",
        "the data": "Hand the data over batch by batch, by a PyDataset or a generator.",
        "weights and slots": "Use fewer or narrower layers, or an optimizer with fewer slots.",
    }[max(parts, key=lambda what: parts[what])]
    return (
        f"{_gb(need.total)} of memory are needed beside what is in use ({listed}); {room.name} has "
        f"{_gb(room.limit)}, of which this process uses {_gb(room.used)} and {_gb(room.free)} are free. "
        f"{remedy}"
    )


def _gb(size: int) -> str:
    return f"{size / 1e9:,.1f} GB" if size >= 5e7 else f"{size / 1e6:,.1f} MB"


# --- when it ran out ------------------------------------------------------------------------------


@contextlib.contextmanager
def running(owner: str) -> Iterator[None]:
    """Within it, an allocation that fails is said in one form.

    Raises: OutOfMemoryError.
    """
    try:
        yield
    except jax.errors.JaxRuntimeError as error:
        if _RAN_OUT not in str(error):
            raise
        asked = re.search(r"allocat\w+ ([\d.]+ ?(?:bytes|[KMGT]i?B))", str(error))
        what = f"{_asked(asked[1])} more were asked for" if asked else str(error).split("\n", 1)[0]
        said = OutOfMemoryError(
            f"{owner}: the memory ran out: {what}. Use a smaller batch_size, or hand the data over batch by "
            "batch, by a PyDataset or a generator."
        )
        said.__notes__ = getattr(error, "__notes__", [])
        raise said from error


def _asked(text: str) -> str:
    return _gb(int(text.split()[0])) if text.endswith("bytes") else text


# --- what there is --------------------------------------------------------------------------------


def rooms(device: Any) -> list[Room]:
    """The memories that a program on a device must fit; none where nothing is known."""
    if device.platform != "cpu":
        return _of_device(device)
    facts = _numbers(Path("/proc/meminfo"), 1024)
    if not {"MemTotal", "MemAvailable"} <= facts.keys():
        return []
    used, swap = _own(), facts.get("SwapTotal", 0)
    free = facts["MemAvailable"] + facts.get("SwapFree", 0)
    machine = Room("the machine", facts["MemTotal"] + swap, used, free)
    return [machine, *_of_group(used, swap)]


def _of_device(device: Any) -> list[Room]:
    facts = device.memory_stats() or {}
    if not {"bytes_limit", "bytes_in_use"} <= facts.keys():
        return []
    limit, used = facts["bytes_limit"], facts["bytes_in_use"]
    return [Room(str(device.device_kind), limit, used, limit - used)]


def _of_group(used: int, swap: int) -> Iterator[Room]:
    """The container's: of the first group, from the process' own upwards, that has a limit."""
    for folder, limit_file, usage_file in _groups():
        limit, usage = _number(limit_file), _number(usage_file)
        if limit is None or usage is None or limit >= 2**60:  # "max", or the old way to say so
            continue
        facts = _numbers(folder / "memory.stat")
        cached = sum(
            facts.get(f"total_{name}", facts.get(name, 0))
            for name in ("inactive_file", "active_file")
        )
        yield Room("the container", limit + swap, used, limit + swap - usage + min(usage, cached))
        return


def _groups() -> Iterator[tuple[Path, ...]]:
    for line in _text(Path("/proc/self/cgroup")).splitlines():
        _, kinds, path = line.split(":", 2)
        if kinds and "memory" not in kinds.split(","):
            continue
        old, new = ("limit_in_bytes", "usage_in_bytes"), ("max", "current")
        names = [f"memory.{name}" for name in (old if kinds else new)]
        root = _CGROUP / "memory" if kinds else _CGROUP
        inner = root / path.lstrip("/")
        above = [p for p in inner.parents if p.is_relative_to(root)]
        for folder in dict.fromkeys([inner, *above]):
            yield (folder, *(folder / name for name in names))


def _own() -> int:
    """Bytes of this process that are no file's."""
    parts = _text(Path("/proc/self/statm")).split()
    return (int(parts[1]) - int(parts[2])) * _PAGE if len(parts) > 2 else 0


def _numbers(path: Path, unit: int = 1) -> dict[str, int]:
    found = (line.replace(":", " ").split() for line in _text(path).splitlines())
    return {parts[0]: int(parts[1]) * unit for parts in found if len(parts) > 1}


def _number(path: Path) -> int | None:
    text = _text(path).strip()
    return int(text) if text.isdigit() else None


def _text(path: Path) -> str:
    try:
        return path.read_text()
    except OSError:  # another system
        return ""
