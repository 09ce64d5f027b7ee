"""Which way is better for a watched number, and whether it got better."""

import warnings
from typing import Any

import numpy as np

from keraunos.core.errors import nearest

_RISING = ("acc", "auc", "precision", "recall", "fmeasure", "f1", "iou", "r2", "similarity")


class Monitor:
    """A watched name in the logs: its direction and its best value.

    Args:
        owner: who watches, for messages. name: the name in the logs, as in "val_loss".
        mode: "min", "max", or "auto": max for names that hold accuracies and their kind, else min.
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
        plain = name.removeprefix("val_").lower()
        self.rising = mode == "max" or (mode == "auto" and any(r in plain for r in _RISING))
        self.min_delta, self.best = abs(min_delta), best

    def value(self, logs: dict[str, Any] | None) -> Any:
        """The watched number, or None with a warning that names what there is."""
        found = (logs or {}).get(self.name)
        if found is None:
            close = nearest(self.name, logs or {})
            hint = f" Did you mean {close[0]!r}?" if close else ""
            warnings.warn(
                f"{self.owner}: `monitor` is {self.name!r}, which is not in the logs.{hint} The logs "
                f"have: {', '.join(logs or {}) or 'nothing'}.",
                stacklevel=4,
            )
        return found

    def better(self, value: Any, than: Any = None, delta: float | None = None) -> bool:
        """Whether a value beats the best one (or another) by more than min_delta."""
        than = self.best if than is None else than
        delta = self.min_delta if delta is None else delta
        if than is None:
            return True
        return bool(
            np.greater(value - delta, than) if self.rising else np.less(value + delta, than)
        )
