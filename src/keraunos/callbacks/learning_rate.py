"""Callbacks that move the learning rate: by a schedule of epochs, or when a number stops falling."""

import inspect
from collections.abc import Callable
from typing import Any

import numpy as np

from keraunos.callbacks.callback import Callback, Logs
from keraunos.callbacks.monitor import Monitor
from keraunos.core.errors import bad, unknown
from keraunos.core.registry import register


def rate_of(model: Any) -> float:
    """The learning rate of a model's optimizer now."""
    return float(np.asarray(model.optimizer.learning_rate))


@register("keras.callbacks.LearningRateScheduler")
class LearningRateScheduler(Callback):
    """Asks a function for the learning rate at the start of each epoch; the logs show it.

    Args:
        schedule: a function (epoch) or (epoch, learning rate now) -> float; epochs count from 0.
        verbose: 1: say so.
    Raises: ValueError if the function gives no number; TypeError if the optimizer follows a schedule.
    Example:
        >>> LearningRateScheduler(lambda epoch: 0.1 / (1 + epoch)).needs("train")
        'epoch'
    """

    def __init__(self, schedule: Callable[..., float], verbose: int = 0) -> None:
        super().__init__()
        self.schedule, self.verbose = schedule, verbose
        self._takes_rate = _takes_two(schedule)

    def on_epoch_begin(self, epoch: int, logs: Logs = None) -> None:
        """Set the rate."""
        args = (epoch, rate_of(self.model)) if self._takes_rate else (epoch,)
        rate: Any = self.schedule(*args)
        number = isinstance(rate, (int, float, np.number)) or getattr(rate, "shape", None) == ()
        if not number or isinstance(rate, bool):
            raise ValueError(
                bad("LearningRateScheduler", "schedule", "a function that gives a float", rate, "")
            )
        self.model.optimizer.learning_rate = rate
        if self.verbose > 0:
            print(f"\nEpoch {epoch + 1}: the learning rate is set to {float(rate)}.")

    def on_epoch_end(self, epoch: int, logs: Logs = None) -> None:
        """Show the rate in the logs."""
        if logs is not None:
            logs["learning_rate"] = rate_of(self.model)


def _takes_two(function: Callable[..., Any]) -> bool:
    """Whether it takes a second argument by position."""
    kinds = [p.kind for p in inspect.signature(function).parameters.values()]
    plain = (inspect.Parameter.POSITIONAL_ONLY, inspect.Parameter.POSITIONAL_OR_KEYWORD)
    return sum(k in plain for k in kinds) >= 2 or inspect.Parameter.VAR_POSITIONAL in kinds


@register("keras.callbacks.ReduceLROnPlateau")
class ReduceLROnPlateau(Callback):
    """Multiplies the learning rate by a factor when a watched number has not become better.

    Args:
        monitor: the name in the logs, as in "val_loss".
        factor: in [0, 1).
        patience: epochs without a better value before the rate falls, an int >= 0.
        verbose: 1: say so.
        mode: "min", "max" or "auto" (max for accuracies and their kind).
        min_delta: the smallest change that counts, in the number's own units; >= 0.
        cooldown: epochs after a change in which nothing counts, an int >= 0.
        min_lr: the least rate, a float >= 0.
    Raises: ValueError if factor is 1 or more; TypeError for an argument that is not known.
    Example:
        >>> ReduceLROnPlateau("loss", factor=0.5, patience=3).needs("train")
        'epoch'
    Differs: a name whose direction Keras cannot tell is taken as one that should fall.
    """

    def __init__(
        self, monitor: str = "val_loss", factor: float = 0.1, patience: int = 10, verbose: int = 0,
        mode: str = "auto", min_delta: float = 1e-4, cooldown: int = 0, min_lr: float = 0.0,
        **kwargs: Any,
    ) -> None:  # fmt: skip
        super().__init__()
        if factor >= 1.0:
            fix = "Pass a smaller factor."
            raise ValueError(bad("ReduceLROnPlateau", "factor", "a float < 1", factor, fix))
        for name in kwargs:
            known = [n for n in inspect.signature(type(self)).parameters if n != "kwargs"]
            raise TypeError(unknown("ReduceLROnPlateau", "argument", name, known))
        self.monitor, self.factor, self.patience, self.verbose = monitor, factor, patience, verbose
        self.mode, self.min_delta, self.cooldown, self.min_lr = mode, min_delta, cooldown, min_lr
        self._watch = Monitor("ReduceLROnPlateau", monitor, mode, min_delta)
        self._begin()

    def _begin(self) -> None:
        self._watch.best = None
        self.wait = self.cooldown_counter = 0

    @property
    def best(self) -> Any:
        """The best value so far, or None."""
        return self._watch.best

    def on_train_begin(self, logs: Logs = None) -> None:
        """Forget what was."""
        self._begin()

    def on_epoch_end(self, epoch: int, logs: Logs = None) -> None:
        """Look at the number; lower the rate if it was not better for too long."""
        if logs is not None:
            logs["learning_rate"] = rate_of(self.model)
        current = self._watch.value(logs, self.model)
        if current is None:
            return
        if self.in_cooldown():
            self.cooldown_counter -= 1
            self.wait = 0
        if self._watch.better(current):
            self._watch.best, self.wait = current, 0
        elif not self.in_cooldown():
            self.wait += 1
            if self.wait >= self.patience:
                self._reduce(epoch)

    def in_cooldown(self) -> bool:
        """Whether nothing counts yet after a change."""
        return self.cooldown_counter > 0

    def _reduce(self, epoch: int) -> None:
        before = rate_of(self.model)
        if before <= np.float32(self.min_lr):
            return
        rate = max(before * self.factor, self.min_lr)
        self.model.optimizer.learning_rate = rate
        self.cooldown_counter, self.wait = self.cooldown, 0
        if self.verbose > 0:
            print(f"\nEpoch {epoch + 1}: the learning rate is reduced to {rate}.")
