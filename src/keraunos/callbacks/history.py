"""What each epoch gave."""

from typing import Any

from keraunos.callbacks.callback import Callback, Logs, Need
from keraunos.core.registry import register


@register("keras.callbacks.History")
class History(Callback):
    """Keeps the logs of every epoch; `fit` returns it.

    `epoch` lists the epochs' numbers, `history` maps each name to a value an epoch.
    """

    def __init__(self) -> None:
        super().__init__()
        self.epoch: list[int] = []
        self.history: dict[str, list[Any]] = {}

    def needs(self, mode: str) -> Need:
        """Nothing: logs come from the table that the program returns."""
        return "clock"

    def on_train_begin(self, logs: Logs = None) -> None:
        """Begin a new list of epochs."""
        self.epoch = []

    def on_epoch_end(self, epoch: int, logs: Logs = None) -> None:
        """Keep the logs."""
        self.epoch.append(epoch)
        for name, value in (logs or {}).items():
            self.history.setdefault(name, []).append(value)
