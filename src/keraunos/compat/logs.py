"""Logs that answer to the names that metrics had before: 'acc' for 'accuracy', and the other way round."""

from collections.abc import Iterator
from typing import Any

from keraunos.callbacks import CallbackList, History
from keraunos.callbacks.callback import Callback
from keraunos.callbacks.monitor import Monitor
from keraunos.compat.attributes import Change
from keraunos.compat.wording import say

_PAIRS = (
    ("acc", "accuracy"),
    ("mse", "mean_squared_error"),
    ("mae", "mean_absolute_error"),
    ("mape", "mean_absolute_percentage_error"),
    ("msle", "mean_squared_logarithmic_error"),
    ("lr", "learning_rate"),
)


class OldLogs(dict[str, Any]):
    """A dict in which a name that is missing is looked for under its other spelling.

    Example:
        >>> "val_acc" in OldLogs(val_accuracy=0.5)
        True
    """

    def __missing__(self, name: str) -> Any:
        other = self._other(name)
        if other is None:
            raise KeyError(name)
        say(f"history and logs have {other!r}; {name!r} is its old name.")
        return self[other]

    def get(self, name: str, default: Any = None) -> Any:
        """The value under this name or its other spelling."""
        try:
            return self[name]
        except KeyError:
            return default

    def __contains__(self, name: object) -> bool:
        return super().__contains__(name) or (isinstance(name, str) and bool(self._other(name)))

    def _other(self, name: str) -> str | None:
        for pair in _PAIRS:
            for old, new in (pair, pair[::-1]):
                if name == old or name.endswith(f"_{old}"):
                    other = name[: len(name) - len(old)] + new
                    if super().__contains__(other):
                        return other
        return None


def changes() -> Iterator[Change]:
    """The hooks of all callbacks, and History, with such logs: (class, name, function).

    A number that is watched and not there was warned of, and training went on.
    """
    yield Monitor, "_may_come", lambda self, model: True
    for name in vars(Callback):
        if name.startswith("on_"):
            numbered = "batch" in name or "epoch" in name
            yield CallbackList, name, _hook(name, numbered)
    yield History, "__init__", _begin(History.__init__)


def _hook(name: str, numbered: bool) -> Any:
    def each(self: CallbackList, index: int, logs: Any = None) -> None:
        logs = OldLogs({} if logs is None else logs)  # one for all, as a callback may add to it
        for callback in self.callbacks:
            getattr(callback, name)(index, logs)

    def once(self: CallbackList, logs: Any = None) -> None:
        logs = OldLogs({} if logs is None else logs)
        for callback in self.callbacks:
            getattr(callback, name)(logs)

    return each if numbered else once


def _begin(plain: Any) -> Any:
    def __init__(self: Any, *args: Any, **kwargs: Any) -> None:
        plain(self, *args, **kwargs)
        self.history = OldLogs()

    return __init__
