"""Averaged weights in the place of the last ones, while they are looked at."""

from typing import Any

import numpy as np

from keraunos.callbacks.callback import Callback, Logs, Need
from keraunos.core.registry import register


@register("keras.callbacks.SwapEMAWeights")
class SwapEMAWeights(Callback):
    """Evaluates and predicts with the optimizer's moving averages; training goes on from the weights.

    Args: swap_on_epoch: whether callbacks after this one see the averages at the end of epochs too,
        as to save them.
    Raises: ValueError if the optimizer keeps no averages (use_ema=True).
    Example:
        >>> SwapEMAWeights().needs("train")
        'epoch'
    """

    def __init__(self, swap_on_epoch: bool = False) -> None:
        super().__init__()
        self.swap_on_epoch = swap_on_epoch
        self._kept: list[Any] = []

    def needs(self, mode: str) -> Need:
        """An epoch; and to be heard before an evaluation."""
        return "epoch"

    def _show_averages(self) -> None:
        optimizer = self.model.optimizer
        optimizer = getattr(optimizer, "inner_optimizer", optimizer)
        if not getattr(optimizer, "use_ema", False):
            raise ValueError(
                f"SwapEMAWeights: the optimizer must keep averages; got {type(optimizer).__name__} with "
                "use_ema=False. Make it with use_ema=True."
            )
        if (
            not self._kept and int(np.asarray(optimizer.iterations)) > 0
        ):  # else there is no average yet
            self._kept = [v.numpy() for v in self.model.trainable_variables]
            optimizer.finalize_variable_values(self.model.trainable_variables)

    def _show_weights(self) -> None:
        for variable, value in zip(self.model.trainable_variables, self._kept):
            variable.assign(value)
        self._kept = []

    def on_epoch_begin(self, epoch: int, logs: Logs = None) -> None:
        """Train on from the weights."""
        self._show_weights()

    def on_epoch_end(self, epoch: int, logs: Logs = None) -> None:
        """Show the averages, if asked to."""
        if self.swap_on_epoch:
            self._show_averages()

    def on_test_begin(self, logs: Logs = None) -> None:
        """Evaluate the averages."""
        self._show_averages()

    def on_test_end(self, logs: Logs = None) -> None:
        """Go back to the weights."""
        self._show_weights()

    def on_predict_begin(self, logs: Logs = None) -> None:
        """Predict with the averages."""
        self._show_averages()

    def on_predict_end(self, logs: Logs = None) -> None:
        """Go back to the weights."""
        self._show_weights()

    def on_train_end(self, logs: Logs = None) -> None:
        """The weights are the averages now; forget the others."""
        self._kept = []
