"""An end to training that has lost its numbers."""

from keraunos.callbacks.callback import Callback
from keraunos.core.registry import register


@register("keras.callbacks.TerminateOnNaN")
class TerminateOnNaN(Callback):
    """Ends training with the epoch in which the loss became NaN or infinite; splits nothing.

    Differs: the program itself sees the bad step, so the rest of its epoch is still run.
    """

    halts_on_nan = True
