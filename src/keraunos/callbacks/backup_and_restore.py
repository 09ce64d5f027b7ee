"""A training that goes on where it was interrupted."""

import os
from pathlib import Path
from typing import Any

from keraunos.callbacks.callback import Callback, Logs, Need
from keraunos.core.errors import bad
from keraunos.core.registry import register


@register("keras.callbacks.BackupAndRestore")
class BackupAndRestore(Callback):
    """Keeps the state of the training in a folder at the end of epochs; the next `fit` goes on from there.

    What goes on is the same training: weights, the optimizer's state and the states of all seeds are as they
    were. The file is whole or it is the one before.

    Args:
        backup_dir: the folder; for this training alone.
        save_freq: "epoch"; an int >= 1 and False are taken as "epoch".
        double_checkpoint: keep the one before too.
        delete_checkpoint: whether the file goes when `fit` has ended well.
    Raises: ValueError for an empty folder's name or another save_freq.
    Differs: the seeds' states are kept too, so that dropout goes on as it would have; and no file is written
        within an epoch, as going on from there would repeat the batches before it.
    """

    def __init__(
        self, backup_dir: Any, save_freq: Any = "epoch", double_checkpoint: bool = False,
        delete_checkpoint: bool = True,
    ) -> None:  # fmt: skip
        super().__init__()
        if not backup_dir:
            raise ValueError(bad("BackupAndRestore", "backup_dir", "a folder", backup_dir, ""))
        number = isinstance(save_freq, int) and not isinstance(save_freq, bool) and save_freq >= 1
        if save_freq not in ("epoch", False) and not number:
            raise ValueError(
                bad("BackupAndRestore", "save_freq", "'epoch', False or an int >= 1", save_freq, "")
            )
        self.backup_dir, self.save_freq = Path(os.fspath(backup_dir)), save_freq
        self.double_checkpoint, self.delete_checkpoint = double_checkpoint, delete_checkpoint

    @property
    def path(self) -> Path:
        """The file of the last complete epoch."""
        return self.backup_dir / "training.backup.h5"

    def needs(self, mode: str) -> Need:
        """An epoch."""
        return "epoch" if mode == "train" else "clock"

    def on_train_begin(self, logs: Logs = None) -> None:
        """Go back to where a training in this folder was interrupted, if one was."""
        from keraunos.saving import backup

        if self.path.exists():
            self.model._initial_epoch = backup.read(self.model, self.path) + 1

    def on_epoch_end(self, epoch: int, logs: Logs = None) -> None:
        """Keep the state."""
        from keraunos.saving import backup

        self.backup_dir.mkdir(parents=True, exist_ok=True)
        if self.double_checkpoint and self.path.exists():
            os.replace(self.path, self.path.with_suffix(".previous.h5"))
        backup.write(self.model, self.path, epoch)

    def on_train_end(self, logs: Logs = None) -> None:
        """The training is complete: the file goes."""
        if self.delete_checkpoint:
            self.path.unlink(missing_ok=True)
            self.path.with_suffix(".previous.h5").unlink(missing_ok=True)
