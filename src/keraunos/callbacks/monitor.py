"""Which way is better for a watched number, and whether it got better."""

import warnings
from typing import Any

import numpy as np

from keraunos.core.errors import nearest, users_level

_RISING = (
    "acc", "auc", "precision", "recall", "sensitivity", "specificity", "fmeasure", "fbeta", "f1",
    "iou", "r2", "similarity",
)  # fmt: skip


def rises(name: str, metrics: Any = ()) -> bool:
    """Whether more is better: judged by the name, and by the class of the metric of that name.

    Args: name: as in the logs. metrics: those of the model.
    Example:
        >>> rises("val_accuracy"), rises("val_loss")
        (True, False)
    """
    plain = name.removeprefix("val_")
    known = [plain]
    for metric in metrics:
        own = str(getattr(metric, "name", ""))
        if own and (plain == own or plain.endswith(f"_{own}")):
            known += [type(metric).__name__, getattr(getattr(metric, "_fn", None), "__name__", "")]
    return any(word in text.lower() for text in known for word in _RISING)


class Monitor:
    """A watched name in the logs: its direction and its best value.

    Args:
        owner: who watches, for messages. name: the name in the logs, as in "val_loss".
        mode: "min", "max", or "auto": max for accuracies and their kind, else min.
        min_delta: the smallest change that counts as better, in the number's own units; >= 0.
        best: the value to beat, None: none yet.
    """

    def __init__(
        self, owner: str, name: str, mode: str = "auto", min_delta: float = 0.0, best: Any = None
    ) -> None:
        if mode not in ("auto", "min", "max"):
            warnings.warn(
                f"{owner}: `mode` must be 'auto', 'min' or 'max'; got {mode!r}. Taken as 'auto'.",
                stacklevel=3,
            )
            mode = "auto"
        self.owner, self.name, self.mode = owner, name, mode
        self.rising = mode == "max" or (mode == "auto" and rises(name))
        self.min_delta, self.best = abs(min_delta), best

    def get_state(self) -> dict[str, Any]:
        """What a resumed training must know of it."""
        return {"best": self.best, "rising": self.rising}

    def set_state(self, state: dict[str, Any]) -> None:
        """Go back to a state."""
        self.best, self.rising = state["best"], state["rising"]

    def value(self, logs: dict[str, Any] | None, model: Any = None) -> Any:
        """The watched number, or None with a warning that names what there is.

        Args: model: whose metric it is, which may say that more is better.
        Raises: ValueError for a number that is not there and that no metric of the model would give, unless
            `mode` says which way is better.
        """
        found = (logs or {}).get(self.name)
        if found is None:
            close = nearest(self.name, logs or {})
            hint = f" Did you mean {close[0]!r}?" if close else ""
            missing = (
                f"{self.owner}: `monitor` is {self.name!r}, which is not in the logs.{hint} The logs "
                f"have: {', '.join(logs or {}) or 'nothing'}."
            )
            if self.mode == "auto" and model is not None and not self._may_come(model):
                raise ValueError(missing)
            warnings.warn(missing, stacklevel=users_level())
        elif self.mode == "auto":
            self.rising = rises(self.name, getattr(model, "metrics", ()))
        return found

    def _may_come(self, model: Any) -> bool:
        """Whether the model has a loss or metric of this name, whatever this epoch's logs hold."""
        plain = self.name.removeprefix("val_")
        names = {*model.metrics_names, *(metric.name for metric in model.metrics)}
        return plain == "loss" or plain in names

    def better(self, value: Any, than: Any = None, delta: float | None = None) -> bool:
        """Whether a value beats the best one (or another) by more than min_delta."""
        than = self.best if than is None else than
        delta = self.min_delta if delta is None else delta
        if than is None:
            return True
        return bool(
            np.greater(value - delta, than) if self.rising else np.less(value + delta, than)
        )
