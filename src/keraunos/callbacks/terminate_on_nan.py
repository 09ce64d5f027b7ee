"""An end to training that has lost its numbers."""

import math

from keraunos.callbacks.callback import Callback, Logs, Need
from keraunos.core.registry import register


@register("keras.callbacks.TerminateOnNaN")
class TerminateOnNaN(Callback):
    """Ends training with the epoch in which the loss became NaN or infinite; splits nothing.

    Args: raise_error: whether `fit` then raises.
    Raises: RuntimeError from `fit`, if asked to, naming what was not finite first and in which step.
    Differs: the program itself sees the bad step, so the rest of its epoch is still run.
    """

    halts_on_nan = True

    def __init__(self, raise_error: bool = False) -> None:
        super().__init__()
        self.raise_error = raise_error

    def needs(self, mode: str) -> Need:
        """Nothing: the program ends by itself."""
        return "clock"

    def on_epoch_end(self, epoch: int, logs: Logs = None) -> None:
        """Raise, if asked to and the epoch's loss is not finite."""
        loss = (logs or {}).get("loss", 0.0)
        if self.raise_error and not math.isfinite(loss):
            report = getattr(self.model, "_report", None)
            found = f" {report.not_finite}." if report is not None and report.not_finite else ""
            raise RuntimeError(
                f"TerminateOnNaN: the loss must be finite; got {loss} in epoch {epoch + 1}.{found} Lower "
                "the learning rate, or check the data for NaN."
            )
