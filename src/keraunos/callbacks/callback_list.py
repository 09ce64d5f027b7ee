"""Several callbacks as one, and the finest split that any of them needs."""

from typing import Any

from keraunos.callbacks.callback import Callback, Logs, Need
from keraunos.callbacks.history import History
from keraunos.core import tree
from keraunos.core.errors import bad
from keraunos.core.registry import register


@register("keras.callbacks.CallbackList")
class CallbackList(Callback):
    """Calls every callback's hook in order.

    Args:
        callbacks: a callback, or a list of them.
        add_history: whether a History is added, and kept as `model.history`.
        add_progbar: taken and not used; the bar needs no callback.
        model: the model they see. params: what they see as `params`; other keywords go into it.
    Raises: TypeError for what is no callback.
    """

    def __init__(
        self,
        callbacks: Any = None,
        add_history: bool = False,
        add_progbar: bool = False,
        model: Any = None,
        **params: Any,
    ) -> None:
        super().__init__()
        self.callbacks = [_checked(c) for c in tree.flatten(callbacks) if c is not None]
        self._history = next((c for c in self.callbacks if isinstance(c, History)), None)
        if self._history is None and add_history:
            self._history = History()
            self.callbacks.append(self._history)
        if model is not None:
            self.set_model(model)
        if params:
            self.set_params(params)

    def append(self, callback: Any) -> None:
        """Add one more."""
        self.callbacks.append(_checked(callback))

    def set_params(self, params: dict[str, Any]) -> None:
        """Hand the run's facts to each."""
        self.params = params
        for callback in self.callbacks:
            callback.set_params(params)

    def set_model(self, model: Any) -> None:
        """Hand the model to each."""
        super().set_model(model)
        if self._history is not None:
            model.history = self._history
        for callback in self.callbacks:
            callback.set_model(model)

    def needs(self, mode: str) -> Need:
        """The finest split that any needs."""
        return _finest([_need_of(c, mode) for c in self.callbacks])

    def causes(self, mode: str) -> list[str]:
        """The classes that need the finest split; none if the clock alone decides."""
        need = self.needs(mode)
        if need == "clock":
            return []
        return [type(c).__name__ for c in self.callbacks if _need_of(c, mode) == need]

    @property
    def halts_on_nan(self) -> bool:  # type: ignore[override]
        """Whether any ends training when the loss is not finite."""
        return any(getattr(c, "halts_on_nan", False) for c in self.callbacks)

    @property
    def watches_validation(self) -> bool:
        """Whether any must be heard before an evaluation, or for each of its batches."""
        return self.needs("test") != "clock"


def _checked(callback: Any) -> Any:
    if not hasattr(callback, "on_train_begin") or isinstance(callback, type):
        raise TypeError(
            bad(
                "callbacks",
                "callbacks",
                "instances of Callback",
                callback,
                "Derive it from Callback.",
            )
        )
    return callback


def _need_of(callback: Any, mode: str) -> Need:
    """What it needs; a class of another library that only has the hooks is asked for by batch."""
    return callback.needs(mode) if hasattr(callback, "needs") else "batch"


def _finest(needs: list[Need]) -> Need:
    if "batch" in needs:
        return "batch"
    steps = [n[1] for n in needs if isinstance(n, tuple)]
    if steps:
        return "batch" if len(set(steps)) > 1 else ("batches", steps[0])
    return "epoch" if "epoch" in needs else "clock"


def _hook(name: str) -> Any:
    """The hook that calls all; they share the logs, so what one adds the next ones see."""

    def tell(self: CallbackList, logs: Logs, *number: int) -> None:
        logs = {} if logs is None else logs
        for callback in self.callbacks:
            getattr(callback, name)(*number, logs)

    def of_batch(self: CallbackList, batch: int, logs: Logs = None) -> None:
        tell(self, logs, batch)

    def of_epoch(self: CallbackList, epoch: int, logs: Logs = None) -> None:
        tell(self, logs, epoch)

    def once(self: CallbackList, logs: Logs = None) -> None:
        tell(self, logs)

    hook = of_batch if "batch" in name else of_epoch if "epoch" in name else once
    hook.__name__, hook.__doc__ = name, getattr(Callback, name).__doc__
    return hook


for _name in [n for n in vars(Callback) if n.startswith("on_")]:
    setattr(CallbackList, _name, _hook(_name))
