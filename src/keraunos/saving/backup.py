"""The state of a training at the end of an epoch: every variable of the model and of its optimizer."""

import os
from typing import Any

import numpy as np

from keraunos.core.errors import FileError, ShapeError
from keraunos.saving import atomic
from keraunos.saving.damage import told
from keraunos.saving.hdf5 import Group, open_hdf5, writer
from keraunos.saving.weights import put


def write(model: Any, path: os.PathLike[str], epoch: int) -> None:
    """Keep the state after an epoch.

    Args: model: compiled and built. path: of the file. epoch: its number, from 0.
    Raises: OSError saying why it could not be written; the old file is as it was.
    """
    with atomic.writing(path) as stream, writer(stream) as file:
        file.attrs["epoch"] = epoch
        for part, variables in _parts(model).items():
            group = file.create_group(part)
            for i, variable in enumerate(variables):
                put(group, str(i), variable.numpy())


def read(model: Any, path: os.PathLike[str]) -> int:
    """Set the state to that of a file; returns the number of the epoch that it ended.

    Raises: ShapeError (a ValueError) if it is the state of another model, FileError (one too) if it is no
        such file; nothing is set then.
    """
    with told(str(path)), open_hdf5(path, str(path)) as file:
        epoch = file.attribute("epoch")
        if not isinstance(epoch, (int, np.integer)) or isinstance(epoch, bool) or epoch < 0:
            raise FileError(f"{path}: it is no backup of a training (epoch {epoch!r}); delete it.")
        planned = [
            pair for part, own in _parts(model).items() for pair in _pairs(file, part, own, path)
        ]
        values = [stored.read() for _, stored in planned]
        for (variable, _), value in zip(planned, values):
            variable.assign(value)
        return int(epoch)


def _parts(model: Any) -> dict[str, list[Any]]:
    optimizer = model.optimizer
    if not optimizer.built:
        optimizer.build(model.trainable_variables)
    return {"model": model.variables, "optimizer": optimizer.variables}


def _pairs(file: Group, part: str, own: list[Any], path: Any) -> list[tuple[Any, Any]]:
    group = file.group(part)
    stored = dict(group.arrays()) if group is not None else {}
    shapes = [stored[str(i)].shape if str(i) in stored else None for i in range(len(own))]
    if len(stored) != len(own) or shapes != [v.shape for v in own]:
        raise ShapeError(
            f"{path}: it is the state of another training: its {part} has {len(stored)} variables, this one "
            f"{len(own)}, or their shapes differ. Use another folder, or delete it to start anew."
        )
    return [(variable, stored[str(i)]) for i, variable in enumerate(own)]
