"""An optimizer's state in HDF5 files of Keras 1 and 2."""

import warnings
from typing import Any

import numpy as np

from keraunos.saving.hdf5 import Group, Stored
from keraunos.saving.legacy.groups import names, plain, put_names, unique

GONE = ("is_legacy_optimizer", "jit_compile", "schedule_decay")


def modern_optimizer(config: dict[str, Any]) -> dict[str, Any]:
    """The config of an optimizer of old in today's form: `lr` is learning_rate, `decay` a schedule."""
    inner = dict(config.get("config", {}))
    if config.get("module"):
        return config
    for name in GONE:
        inner.pop(name, None)
    words = {"lr": "learning_rate"}
    inner = {
        words.get(k, k): v
        for k, v in inner.items()
        if v is not None or k not in ("epsilon", "decay")
    }
    if not inner.get("decay"):
        inner.pop("decay", None)
    return {"module": "keras.optimizers", "class_name": config.get("class_name"), "config": inner}


def write(group: Any, optimizer: Any) -> None:
    """Write an optimizer's variables by their paths."""
    variables = optimizer.variables
    paths = unique([v.path for v in variables])
    put_names(group, "weight_names", paths)
    for path, variable in zip(paths, variables):
        group.create_dataset(path, data=plain(variable.numpy()))


def read(group: Group, model: Any, name: str) -> None:
    """Set an optimizer's state; if the file's is of another form it starts afresh, and a warning says so."""
    listed = names(group, "weight_names")
    arrays = [group.array(path) for path in listed]
    optimizer = model.optimizer
    if hasattr(optimizer, "reads_itself") and optimizer.reads_itself(len(arrays)):
        optimizer.load_own_variables({str(i): a.read() for i, a in enumerate(arrays)})
        return
    ordered = _ordered(optimizer, listed, arrays)
    own = optimizer.variables
    if ordered is None or any(a is not None and a.shape != v.shape for a, v in zip(ordered, own)):
        if len(arrays) > 2:
            warnings.warn(
                f"{name}: the optimizer's state ({len(arrays)} arrays) is of another form than "
                f"{type(optimizer).__name__}'s. It starts afresh.",
                stacklevel=6,
            )
        return
    for variable, stored in zip(own, ordered):
        if stored is not None:
            variable.assign(np.asarray(stored.read()).astype(variable.dtype))


def _ordered(optimizer: Any, listed: list[str], arrays: list[Stored]) -> list[Stored | None] | None:
    """The arrays in the order of the optimizer's variables, None where the file has none."""
    own = optimizer.variables
    if [a.shape for a in arrays] == [v.shape for v in own]:
        return list(arrays)
    head: list[Stored | None] = [None, None]
    rest = list(arrays)
    if rest and rest[0].shape == () and rest[0].dtype.startswith("int"):
        head[0] = rest.pop(0)
    if rest and rest[0].shape == () and listed[len(arrays) - len(rest)].endswith("learning_rate"):
        head[1] = rest.pop(0)
    shapes = [v.shape for v in optimizer._trainable_variables]
    fixed = len(own) - len(own[2:]) if optimizer._rate is not None else 1
    slots = own[fixed:]
    kinds = len(slots) // len(shapes) if shapes else 0
    if not kinds or len(rest) < kinds * len(shapes):
        return None
    rest = rest[: kinds * len(shapes)]  # Keras 2 kept unused slots behind
    if [a.shape for a in rest] != shapes * kinds:
        return None
    blocks = [rest[i * len(shapes) : (i + 1) * len(shapes)] for i in range(kinds)]
    interleaved = [block[i] for i in range(len(shapes)) for block in blocks]
    return [*head[:fixed], *interleaved]
