"""The variables of a model in and out of an HDF5 file, each object's own under its place."""

import warnings
from collections.abc import Iterator
from typing import Any

import numpy as np

from keraunos.core.errors import FileError, ShapeError
from keraunos.core.variable import Variable
from keraunos.optimizers import Optimizer
from keraunos.saving.entries import Entries
from keraunos.saving.hdf5 import Group
from keraunos.saving.layout import alternatives, places


class Store:
    """What an object writes its arrays to, and reads them from, by name: `store["0"] = array`."""

    def __init__(self) -> None:
        self.arrays: dict[str, np.ndarray] = {}

    def __setitem__(self, name: str, value: Any) -> None:
        self.arrays[str(name)] = np.asarray(value)


# --- writing ------------------------------------------------------------------------------------


def write(model: Any, file: Any) -> None:
    """Write every variable of a model, and of its optimizer, into an open h5py file."""
    for path, thing, arrays in held(model):
        group = file.create_group(path)
        group.attrs["name"] = thing.name
        for name, array in arrays.items():
            put(group, name, array)


def held(model: Any) -> Iterator[tuple[str, Any, dict[str, np.ndarray]]]:
    """For each object of a model and its optimizer: where its arrays go, itself, the arrays."""
    for path, thing in places(model):
        if hasattr(thing, "save_own_variables"):
            store = Store()
            thing.save_own_variables(store)
            yield f"{path}/vars" if path else "vars", thing, store.arrays


def put(group: Any, name: str, array: np.ndarray) -> None:
    """Write one array; dtypes that HDF5 does not have are named beside their bytes."""
    own = array.dtype.kind == "V" or array.dtype.name == "bfloat16"
    stored = array.view(f"V{array.dtype.itemsize}") if own else array
    made = group.create_dataset(name, data=stored)
    if own:
        made.attrs["dtype"] = array.dtype.name


# --- reading ------------------------------------------------------------------------------------


def read(model: Any, file: Group | Entries, name: str, skip_mismatch: bool = False) -> None:
    """Set every variable of a model to what a file holds for it.

    Nothing is set unless all of it fits, but with `skip_mismatch`.

    Args:
        model: built. file: the root of the weights. name: of the file, for messages.
        skip_mismatch: warn of what does not fit and leave it as it is.
    Raises: ShapeError or FileError (ValueErrors) naming the object, what it expects and what there is.
    """
    reading = _Reading(file, name)
    for path, thing in places(model):
        if hasattr(thing, "load_own_variables"):
            reading.plan(path, thing)
    problems = reading.problems
    if problems and not skip_mismatch:
        raise ShapeError(_told(name, problems))
    for line in problems:
        warnings.warn(f"load_weights: {line} Left as it is.", stacklevel=4)
    reading.carry_out(skip_mismatch)
    unread = reading.unread()
    if unread and not skip_mismatch:
        warnings.warn(
            f"{name}: it holds weights that the model has no place for: {', '.join(unread[:5])}"
            f"{' and more' if len(unread) > 5 else ''}. Is it the file of another model?",
            stacklevel=4,
        )


def _told(name: str, problems: list[str]) -> str:
    more = f"\n… and {len(problems) - 5} more." if len(problems) > 5 else ""
    return (
        f"{name}: its weights do not fit the model:\n" + "\n".join(problems[:5]) + more + "\n"
        "Build the model as it was when it was saved, or pass skip_mismatch=True to leave these as they are."
    )


class _Reading:
    """Which group goes to which object, seen whole before the first variable is set."""

    def __init__(self, file: Group | Entries, name: str) -> None:
        self._file, self._name = file, name
        self._steps: list[tuple[Any, Group | Entries]] = []
        self._read: set[str] = set()
        self.problems: list[str] = []

    def _group(self, path: str) -> Group | Entries | None:
        for where in alternatives(path):
            found = self._file.group(f"{where}/vars" if where else "vars")
            if found is not None:
                return found
        return None

    def plan(self, path: str, thing: Any) -> None:
        """Note what goes to an object, or why it cannot."""
        group = self._group(path)
        mine = own(thing)
        if group is None:
            if mine:
                self._note(thing, path, mine, "the file has nothing of it")
            return
        self._read.add(group.path.lstrip("/"))
        stored = dict(group.arrays())
        if isinstance(thing, Optimizer):
            if not _fits_optimizer(mine, stored, self._name, thing):
                return
        elif _reads_itself(thing, len(stored)):
            pass  # only its own code knows what fits
        elif misfit := _misfit(mine, stored):
            self._note(thing, path, mine, misfit)
            return
        self._steps.append((thing, group))

    def _note(self, thing: Any, path: str, own: list[Variable], what: str) -> None:
        expected = ", ".join(f"{v.name} {v.shape}" for v in own) or "no variables"
        self.problems.append(
            f"{type(thing).__name__} '{thing.name}' ({path or 'the model'}) expects {expected}; {what}."
        )

    def carry_out(self, skip_mismatch: bool) -> None:
        """Set the variables."""
        for thing, group in self._steps:
            try:
                thing.load_own_variables(_Arrays(group))
            except (ValueError, KeyError) as error:
                if not skip_mismatch or isinstance(error, FileError):
                    raise
                warnings.warn(f"load_weights: {error} Left as it is.", stacklevel=5)

    def unread(self) -> list[str]:
        """The groups with arrays that no object took; the states of seeds and metrics are no weights."""
        found = {path.rpartition("/")[0] for path, _ in self._file.walk()}
        ours = {p for p in found - self._read if not (STATES | {"optimizer"}) & set(p.split("/"))}
        return sorted(ours)


STATES = {"seed_generator", "_seed_generator", "random_generator", "metrics", "_metrics"}
"""Attributes under which Keras keeps the states of seeds and metrics, which are no weights."""


class _Arrays:
    """A group as the dict of arrays that `load_own_variables` takes."""

    def __init__(self, group: Group | Entries) -> None:
        self._group = group

    def __getitem__(self, name: Any) -> np.ndarray:
        return self._group[str(name)]

    def __contains__(self, name: Any) -> bool:
        return str(name) in self._group

    def __len__(self) -> int:
        return len(self._group)

    def __iter__(self) -> Any:
        return iter(self._group)

    def keys(self) -> list[str]:
        """The names of the arrays."""
        return self._group.keys()

    def items(self) -> Any:
        """Pairs (name, array)."""
        return ((name, self[name]) for name in self.keys())

    def values(self) -> Any:
        """The arrays."""
        return (self[name] for name in self.keys())

    def get(self, name: Any, default: Any = None) -> Any:
        """The array of that name, or the default."""
        found = name in self
        return self[name] if found else default


def own(thing: Any) -> list[Variable]:
    """The variables that an object keeps itself."""
    if isinstance(thing, Optimizer):
        return thing.variables
    return thing._own_variables() if hasattr(thing, "_own_variables") else []


def _reads_itself(thing: Any, count: int) -> bool:
    """Whether a class wrote `load_own_variables` of its own, which alone knows what fits.

    Args: count: of the arrays in the file; a class may say that it reads only some numbers so.
    """
    if type(thing).load_own_variables.__module__ == "keraunos.layers.owner":
        return False
    return thing.reads_itself(count) if hasattr(thing, "reads_itself") else True


def _misfit(own: list[Variable], stored: dict[str, Any]) -> str:
    """Why arrays do not fit variables, or nothing; no number is read for it."""
    if len(own) != len(stored):
        shapes = ", ".join(str(s.shape) for s in stored.values()) or "none"
        return f"the file has {len(stored)}: {shapes}"
    for i, variable in enumerate(own):
        found = stored.get(str(i))
        if found is None:
            return f"the file has no array '{i}' of it"
        if found.shape != variable.shape:
            return f"the file has shape {found.shape} for {variable.name}"
    return ""


_FRESH = 2  # an optimizer that has not stepped holds its step count and its rate


def _fits_optimizer(own: list[Variable], stored: dict[str, Any], name: str, thing: Any) -> bool:
    """Whether an optimizer's state fits; if not, it starts afresh, and a warning says so."""
    takes_any = hasattr(thing, "reads_itself") and thing.reads_itself(len(stored))
    if takes_any or not _misfit(own, stored):
        return True
    if len(stored) > _FRESH:
        warnings.warn(
            f"{name}: the state of optimizer '{thing.name}' has {len(stored)} arrays; the model's has "
            f"{len(own)} variables, or other shapes. It starts afresh.",
            stacklevel=7,
        )
    return False
