"""An end to training that no longer gets better."""

from typing import Any

from keraunos.callbacks.callback import Callback, Logs
from keraunos.callbacks.monitor import Monitor
from keraunos.core.registry import register


@register("keras.callbacks.EarlyStopping")
class EarlyStopping(Callback):
    """Ends training when a watched number has not become better for some epochs.

    Args:
        monitor: the name in the logs, as in "val_loss".
        min_delta: the smallest change that counts, in the number's own units; >= 0.
        patience: epochs without a better value before training ends, an int >= 0.
        verbose: 1: say so.
        mode: "min", "max" or "auto" (max for accuracies and their kind).
        baseline: the value that must be reached before anything counts as better; None: none.
        restore_best_weights: whether the weights of the best epoch come back at the end.
        start_from_epoch: epochs before watching starts, an int >= 0.
    Example:
        >>> EarlyStopping("loss", patience=3).needs("train")
        'epoch'
    """

    def __init__(
        self,
        monitor: str = "val_loss",
        min_delta: float = 0,
        patience: int = 0,
        verbose: int = 0,
        mode: str = "auto",
        baseline: float | None = None,
        restore_best_weights: bool = False,
        start_from_epoch: int = 0,
    ) -> None:
        super().__init__()
        self.monitor, self.min_delta, self.patience = monitor, abs(min_delta), patience
        self.verbose, self.mode, self.baseline = verbose, mode, baseline
        self.restore_best_weights, self.start_from_epoch = restore_best_weights, start_from_epoch
        self._watch = Monitor("EarlyStopping", monitor, mode, min_delta)
        self._begin()

    def _begin(self) -> None:
        self.wait = self.stopped_epoch = self.best_epoch = 0
        self.best: Any = None
        self.best_weights: Any = None

    def on_train_begin(self, logs: Logs = None) -> None:
        """Forget what was."""
        self._begin()

    def get_monitor_value(self, logs: Logs) -> Any:
        """The watched number in the logs; None, with a warning, if it is not there."""
        return self._watch.value(logs, self.model)

    def on_epoch_end(self, epoch: int, logs: Logs = None) -> None:
        """Look at the number; end training if it was not better for too long."""
        current = self.get_monitor_value(logs)
        if current is None or epoch < self.start_from_epoch:
            return
        if self.restore_best_weights and self.best_weights is None:
            self.best_weights, self.best_epoch = self.model.get_weights(), epoch
        self.wait += 1
        if self.best is None or self._watch.better(current, self.best):
            self.best, self.best_epoch = current, epoch
            if self.restore_best_weights:
                self.best_weights = self.model.get_weights()
            if self.baseline is None or self._watch.better(current, self.baseline):
                self.wait = 0
            return
        if self.wait >= self.patience and epoch > 0:
            self.stopped_epoch = epoch
            self.model.stop_training = True

    def on_train_end(self, logs: Logs = None) -> None:
        """Say where it ended, and bring the best weights back."""
        if self.stopped_epoch > 0 and self.verbose > 0:
            print(f"Epoch {self.stopped_epoch + 1}: early stopping")
        if self.restore_best_weights and self.best_weights is not None:
            if self.verbose > 0:
                print(
                    f"Restoring model weights from the end of the best epoch: {self.best_epoch + 1}."
                )
            self.model.set_weights(self.best_weights)
