"""The results of every epoch as lines of a table."""

import csv
import os
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from keraunos.callbacks.callback import Callback, Logs, Need
from keraunos.core.registry import register


@register("keras.callbacks.CSVLogger")
class CSVLogger(Callback):
    """Writes a line for each epoch: its number from 0, then the logs by name; "NA" for what is missing.

    Args:
        filename: where to. separator: between values. append: whether lines go on in an old file.
    Example:
        >>> CSVLogger("training.csv").needs("train")
        'clock'
    """

    def __init__(self, filename: Any, separator: str = ",", append: bool = False) -> None:
        super().__init__()
        self.filename, self.separator, self.append = os.fspath(filename), separator, append
        self._file: Any = None
        self._names: list[str] = []

    def needs(self, mode: str) -> Need:
        """Nothing: logs come from the table that the program returns."""
        return "clock"

    def on_train_begin(self, logs: Logs = None) -> None:
        """Open the file."""
        self._names = []
        mode = "a" if self.append or self.params.get("resumed") else "w"
        self._file = Path(self.filename).open(mode, encoding="utf8", newline="")  # noqa: SIM115

    def get_state(self) -> dict[str, Any]:
        """The columns, and how long the file is."""
        size = self._file.tell() if self._file is not None else 0
        return {"names": self._names, "size": size}

    def set_state(self, state: dict[str, Any]) -> None:
        """Go back to a state: lines written since are dropped. A file that is gone begins anew."""
        if self._file is not None:
            end = self._file.seek(0, os.SEEK_END)
            self._file.truncate(self._file.seek(min(state["size"], end)))
            self._names = state["names"] if end else []

    def on_epoch_end(self, epoch: int, logs: Logs = None) -> None:
        """Write the line; above the first one the names."""
        logs = logs or {}
        writer = csv.writer(self._file, delimiter=self.separator, lineterminator="\n")
        if not self._names:
            self._names = _columns(logs)
            if self._file.tell() == 0:
                writer.writerow(["epoch", *self._names])
        writer.writerow([epoch, *(_cell(logs.get(name, "NA")) for name in self._names)])
        self._file.flush()

    def on_train_end(self, logs: Logs = None) -> None:
        """Close the file."""
        self._file.close()
        self._file = None


def _columns(logs: dict[str, Any]) -> list[str]:
    """The names in order, with room for validation that comes in a later epoch."""
    names = sorted(logs)
    if not any(name.startswith("val_") for name in names):
        names += [f"val_{name}" for name in names]
    return names


def _cell(value: Any) -> Any:
    """A number as it is, several as one quoted list."""
    if isinstance(value, Iterable) and not isinstance(value, str) and getattr(value, "ndim", 1):
        return f'"[{", ".join(map(str, value))}]"'
    return value
