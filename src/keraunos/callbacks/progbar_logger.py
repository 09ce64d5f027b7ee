"""A name from Keras: here the bar needs no callback."""

from keraunos.callbacks.callback import Callback
from keraunos.core.registry import register


@register("keras.callbacks.ProgbarLogger")
class ProgbarLogger(Callback):
    """Taken and not used: `verbose` of `fit`, `evaluate` and `predict` says what is shown.

    Example:
        >>> ProgbarLogger().needs("train")
        'clock'
    """
