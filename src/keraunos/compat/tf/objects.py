"""`tf.Module`, and `tf.train`'s checkpoints: the variables of objects, in one file a checkpoint."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np

from keraunos.compat.endings import WEIGHTS, Loaded
from keraunos.core import tracking
from keraunos.core.errors import bad
from keraunos.core.variable import Variable
from keraunos.layers import Layer

_ENDING = ".npz"


class Module:
    """An object whose attributes hold variables, layers and more modules."""

    def __init__(self, name: str | None = None) -> None:
        self.name = name or type(self).__name__.lower()

    def _found(self) -> Iterator[Variable]:
        seen: set[int] = set()
        values = list(self.__dict__.values())
        for thing in tracking.reachable(values, (Variable, Layer, Module)):
            for variable in [thing] if isinstance(thing, Variable) else thing.variables:
                if id(variable) not in seen:
                    seen.add(id(variable))
                    yield variable

    @property
    def variables(self) -> tuple[Variable, ...]:
        """All its variables."""
        return tuple(self._found())

    @property
    def trainable_variables(self) -> tuple[Variable, ...]:
        """Those that training changes."""
        return tuple(v for v in self._found() if v.trainable)


class Checkpoint:
    """The variables of named objects (models, optimizers, variables), to be saved and restored."""

    def __init__(self, root: Any = None, **objects: Any) -> None:
        self._objects = {**({} if root is None else {"root": root}), **objects}
        self.save_counter = 0
        for name, thing in objects.items():
            setattr(self, name, thing)

    def _variables(self) -> dict[str, Variable]:
        found = {}
        for name, thing in sorted(self._objects.items()):
            own = [thing] if isinstance(thing, Variable) else getattr(thing, "variables", ())
            found.update({f"{name}/{i}": v for i, v in enumerate(own)})
        return found

    def write(self, file_prefix: Any, options: Any = None) -> str:
        """Save under this name."""
        path = Path(f"{file_prefix}{_ENDING}")
        path.parent.mkdir(parents=True, exist_ok=True)
        values: dict[str, Any] = {name: v.numpy() for name, v in self._variables().items()}
        np.savez(path, **values)
        return str(file_prefix)

    def save(self, file_prefix: Any, options: Any = None) -> str:
        """Save under this name and a number that goes up."""
        self.save_counter += 1
        return self.write(f"{file_prefix}-{self.save_counter}")

    def restore(self, save_path: Any, options: Any = None) -> Loaded:
        """Set the variables that the file has; None: nothing.

        Raises: ValueError if a shape in the file is another.
        """
        if save_path is None:
            return Loaded()
        with np.load(f"{save_path}{_ENDING}", allow_pickle=False) as saved:
            for name, variable in self._variables().items():
                if name in saved.files:
                    variable.assign(saved[name])
        number = re.search(r"-(\d+)$", str(save_path))
        self.save_counter = int(number.group(1)) if number else self.save_counter
        return Loaded()

    read = restore


def latest_checkpoint(checkpoint_dir: Any, latest_filename: Any = None) -> str | None:
    """The name of a folder's last checkpoint: the highest number, or the weights saved last."""
    numbered = _numbered(Path(checkpoint_dir))[-1:]
    found = [(p, _ENDING) for p in numbered]
    found += [(p, WEIGHTS) for p in Path(checkpoint_dir).glob(f"*{WEIGHTS}")]
    if not found:
        return None
    path, ending = max(found, key=lambda pair: pair[0].stat().st_mtime_ns)
    return str(path).removesuffix(ending)


def _numbered(folder: Path) -> list[Path]:
    found = [(re.search(r"-(\d+)$", p.stem), p) for p in folder.glob(f"*{_ENDING}")]
    return [p for m, p in sorted((int(m.group(1)), p) for m, p in found if m)]  # type: ignore[misc]


class CheckpointManager:
    """Keeps the last checkpoints in a folder.

    Args: max_to_keep: an int >= 1, or None for all.
    """

    def __init__(self, checkpoint: Checkpoint, directory: Any, max_to_keep: int | None = 5,
                 checkpoint_name: str = "ckpt", **_unused: Any) -> None:  # fmt: skip
        if max_to_keep is not None and max_to_keep < 1:
            raise ValueError(
                bad("CheckpointManager", "max_to_keep", "an int >= 1 or None", max_to_keep, "")
            )
        self.checkpoint, self.directory = checkpoint, str(directory)
        self._max, self._name = max_to_keep, checkpoint_name
        newest = latest_checkpoint(directory)
        if newest is not None:
            checkpoint.save_counter = int(newest.rpartition("-")[2])

    @property
    def checkpoints(self) -> list[str]:
        """The names, the oldest first."""
        return [str(p.with_suffix("")) for p in _numbered(Path(self.directory))]

    @property
    def latest_checkpoint(self) -> str | None:
        """The name of the last."""
        return latest_checkpoint(self.directory)

    def save(self, checkpoint_number: Any = None, **_unused: Any) -> str:
        """Save, and remove the oldest if there are too many."""
        if checkpoint_number is not None:
            self.checkpoint.save_counter = int(checkpoint_number) - 1
        name = self.checkpoint.save(Path(self.directory) / self._name)
        for old in _numbered(Path(self.directory))[: -self._max] if self._max else ():
            old.unlink()
        return name

    def restore_or_initialize(self) -> str | None:
        """Restore the last, if there is one."""
        self.checkpoint.restore(self.latest_checkpoint)
        return self.latest_checkpoint
