"""The model, or its weights, saved while it trains."""

import math
import os
from typing import Any

from keraunos.callbacks.callback import Callback, Logs, Need
from keraunos.callbacks.monitor import Monitor
from keraunos.core.errors import bad
from keraunos.core.registry import register


@register("keras.callbacks.ModelCheckpoint")
class ModelCheckpoint(Callback):
    """Saves at the end of epochs, or every so many batches; each file is whole or it is the old one.

    Args:
        filepath: where to; `{epoch}`, `{batch}` and names of the logs are filled in, as in
            "{epoch:02d}-{val_loss:.2f}.keras".
        monitor: the name in the logs that says which is best.
        verbose: 1: say so.
        save_best_only: save only when the watched number is better than ever; while it is not in the
            logs, which is warned of, every time.
        save_weights_only: weights (".weights.h5") rather than the whole model (".keras").
        mode: "min", "max" or "auto" (max for accuracies and their kind).
        save_freq: "epoch", or a number of batches >= 1, counted over epochs.
        initial_value_threshold: the value to beat at first; None: none.
    Raises: ValueError for an ending that does not fit what is saved, or another save_freq.
    Example:
        >>> ModelCheckpoint("best.keras", "val_loss", save_best_only=True).needs("train")
        'epoch'
    """

    def __init__(
        self, filepath: Any, monitor: str = "val_loss", verbose: int = 0, save_best_only: bool = False,
        save_weights_only: bool = False, mode: str = "auto", save_freq: Any = "epoch",
        initial_value_threshold: float | None = None,
    ) -> None:  # fmt: skip
        super().__init__()
        self.filepath, self.monitor, self.verbose = os.fspath(filepath), monitor, verbose
        self.save_best_only, self.save_weights_only = save_best_only, save_weights_only
        self.mode, self.save_freq = mode, save_freq
        self._watch = Monitor("ModelCheckpoint", monitor, mode, best=initial_value_threshold)
        self._epoch = self._batches = self._last_batch = 0
        self._check()

    def _check(self) -> None:
        number = isinstance(self.save_freq, int) and not isinstance(self.save_freq, bool)
        if self.save_freq != "epoch" and not (number and self.save_freq >= 1):
            raise ValueError(
                bad("ModelCheckpoint", "save_freq", "'epoch' or an int >= 1", self.save_freq, "")
            )
        endings = (".h5", ".hdf5") if self.save_weights_only else (".keras", ".h5", ".hdf5")
        if not self.filepath.endswith(endings):
            best = ".weights.h5" if self.save_weights_only else ".keras"
            raise ValueError(
                bad("ModelCheckpoint", "filepath", f"a path that ends in {best}", self.filepath, "")
            )

    @property
    def best(self) -> Any:
        """The best value so far, or None."""
        return self._watch.best

    def needs(self, mode: str) -> Need:
        """An epoch, or the batches between two files."""
        if mode != "train" or self.save_freq == "epoch":
            return "epoch" if mode == "train" else "clock"
        steps = self.params.get("steps")
        return ("batches", math.gcd(self.save_freq, steps)) if steps else "batch"

    def on_epoch_begin(self, epoch: int, logs: Logs = None) -> None:
        """Keep the epoch's number."""
        self._epoch, self._last_batch = epoch, -1

    def on_train_batch_end(self, batch: int, logs: Logs = None) -> None:
        """Save, if so many batches were done."""
        if self.save_freq == "epoch":
            return
        self._batches += batch - self._last_batch
        self._last_batch = batch
        if self._batches >= self.save_freq:
            self._batches = 0
            self._save(batch, logs or {})

    def on_epoch_end(self, epoch: int, logs: Logs = None) -> None:
        """Save, if it is better or every epoch is wanted."""
        if self.save_freq == "epoch":
            self._save(None, logs or {}, epoch)

    def _save(self, batch: int | None, logs: dict[str, Any], epoch: int | None = None) -> None:
        epoch = self._epoch if epoch is None else epoch
        path = self._path(epoch, batch, logs)
        if self.save_best_only:
            value = self._watch.value(logs, self.model)
            if value is not None and not self._better(value, epoch, path):
                return
        elif self.verbose:
            print(f"\nEpoch {epoch + 1}: saving model to {path}")
        os.makedirs(os.path.dirname(path) or ".", exist_ok=True)
        if self.save_weights_only:
            self.model.save_weights(path, overwrite=True)
        else:
            self.model.save(path, overwrite=True)

    def _better(self, value: Any, epoch: int, path: str) -> bool:
        before = self._watch.best
        if not self._watch.better(value):
            if self.verbose:
                print(f"\nEpoch {epoch + 1}: {self.monitor} did not improve from {before:.5f}")
            return False
        self._watch.best = value
        if self.verbose:
            start = "" if before is None else f" from {before:.5f}"
            print(
                f"\nEpoch {epoch + 1}: {self.monitor} improved{start} to {value:.5f}, saving to {path}"
            )
        return True

    def _path(self, epoch: int, batch: int | None, logs: dict[str, Any]) -> str:
        given = dict(logs, epoch=epoch + 1)
        if batch is not None:
            given["batch"] = batch + 1
        try:
            return self.filepath.format(**given)
        except (KeyError, IndexError) as error:
            raise KeyError(
                f"ModelCheckpoint: `filepath` {self.filepath!r} names {error}, which is not known here. "
                f"Known: {', '.join(sorted(given))}."
            ) from error
