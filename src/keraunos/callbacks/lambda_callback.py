"""A callback from functions."""

from collections.abc import Callable
from typing import Any

from keraunos.callbacks.callback import Callback
from keraunos.core.errors import unknown
from keraunos.core.registry import register

Hook = Callable[..., Any] | None


@register("keras.callbacks.LambdaCallback")
class LambdaCallback(Callback):
    """Calls the functions given at these moments; only they split the run.

    Args:
        on_epoch_begin, on_epoch_end: functions (epoch, logs).
        on_train_begin, on_train_end: functions (logs).
        on_train_batch_begin, on_train_batch_end: functions (batch, logs).
        kwargs: any other hook by its name, `on_batch_end` included.
    Raises: TypeError for a name that is no hook.
    Example:
        >>> LambdaCallback(on_train_end=lambda logs: print(logs)).needs("train")
        'clock'
    """

    def __init__(
        self,
        on_epoch_begin: Hook = None,
        on_epoch_end: Hook = None,
        on_train_begin: Hook = None,
        on_train_end: Hook = None,
        on_train_batch_begin: Hook = None,
        on_train_batch_end: Hook = None,
        **kwargs: Any,
    ) -> None:
        super().__init__()
        hooks = {
            "on_epoch_begin": on_epoch_begin,
            "on_epoch_end": on_epoch_end,
            "on_train_begin": on_train_begin,
            "on_train_end": on_train_end,
            "on_train_batch_begin": on_train_batch_begin,
            "on_train_batch_end": on_train_batch_end,
            **kwargs,
        }
        known = [name for name in vars(Callback) if name.startswith("on_")]
        for name, function in hooks.items():
            if name not in known:
                raise TypeError(unknown("LambdaCallback", "hook", name, known))
            if function is not None:
                setattr(self, name, function)
