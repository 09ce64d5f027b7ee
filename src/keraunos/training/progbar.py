"""`Progbar`: a bar that a program of the user's moves itself."""

import sys
import time
from collections.abc import Iterable
from typing import Any

import numpy as np

from keraunos.core.errors import bad
from keraunos.training.progress import (
    bar_text,
    bold,
    clock_time,
    erase,
    is_live,
    step_time,
    value_text,
)


class Progbar:
    """A line of progress: the count, a bar, the time, and values by name.

    A value that averages is Σ v·n / Σ n over the updates, n the steps of each; the last update shows
    its values as they come.

    Args:
        target: how many steps there are, an int; None: not known.
        width: of the bar, in characters, an int >= 1.
        verbose: 0 nothing, 1 a bar, 2 one line at the end.
        interval: the least seconds between two drawings, a float >= 0.
        stateful_metrics: names of values that are shown as they come; all others average.
        stateless_metrics: names of values that average; all others are shown as they come.
        unit_name: what a step is called.
    Raises: ValueError if both lists of names are given.
    Example:
        >>> bar = Progbar(2, verbose=2)
        >>> bar.update(1, [("loss", 3.0)])
        >>> bar.add(1, [("loss", 1.0)])
        2/2 - 0s - ...us/step - loss: 1.0000
    Differs: where the output is no terminal and no notebook, and where interactive logging is switched
        off, only the finished line is written; verbose=2 writes it without a target, too.
    """

    def __init__(
        self, target: int | None, width: int = 20, verbose: int = 1, interval: float = 0.05,
        stateful_metrics: Iterable[str] | None = None,
        stateless_metrics: Iterable[str] | None = None, unit_name: str = "step",
    ) -> None:  # fmt: skip
        if stateful_metrics is not None and stateless_metrics is not None:
            fix = "Name either those that are shown as they come, or those that average."
            raise ValueError(bad("Progbar", "stateless_metrics", "None beside stateful_metrics",
                                 stateless_metrics, fix))  # fmt: skip
        self.target, self.width, self.verbose, self.interval = target, width, verbose, interval
        self.unit_name = unit_name
        self.stateful_metrics = set(stateful_metrics or ())
        self.stateless_metrics = None if stateless_metrics is None else set(stateless_metrics)
        self._values: dict[str, tuple[Any, int]] = {}  # name -> (sum, steps)
        self._seen_so_far, self._drawn_at = 0, 0.0
        self._start = time.perf_counter()
        self._after_first: float | None = None

    def update(self, current: int, values: Any = None, finalize: bool | None = None) -> None:
        """`current` steps are done.

        Args:
            values: pairs (name, value). finalize: whether this is the end; None: at the target.
        """
        if finalize is None:
            finalize = self.target is not None and current >= self.target
        new = max(current - self._seen_so_far, 1)
        for name, value in values or ():
            self._keep(name, value, new, finalize)
        self._seen_so_far = current
        now = time.perf_counter()
        if self.verbose == 1 and (finalize or now - self._drawn_at >= self.interval):
            self._draw(current, now, finalize)
            self._drawn_at = now
        elif self.verbose == 2 and finalize:
            spent = f"{now - self._start:.0f}s - {self._each(current, now)}"
            print(f"{current}/{self.target or current} - {spent}{self._text()}", flush=True)
        if self._after_first is None:
            self._after_first = now

    def add(self, n: int, values: Any = None) -> None:
        """`n` more steps are done."""
        self.update(self._seen_so_far + n, values)

    def _keep(self, name: str, value: Any, steps: int, finalize: bool) -> None:
        by_name = self.stateless_metrics
        averages = name in by_name if by_name is not None else name not in self.stateful_metrics
        if finalize or not averages or name not in self._values:
            self._values[name] = (value * steps, steps) if averages and not finalize else (value, 1)
            return
        total, count = self._values[name]
        self._values[name] = (total + value * steps, count + steps)

    def _draw(self, current: int, now: float, finalize: bool) -> None:
        live = is_live(sys.stdout)
        if not live and not finalize:
            return
        count = f"{current}/Unknown" if self.target is None else ""
        bar = count or bar_text(current, self.target or 0, self.width, live)
        left = (
            0.0 if self.target is None else self._duration(current, now) * (self.target - current)
        )
        spent = now - self._start if finalize or self.target is None else left
        line = f"{bar} {bold(clock_time(spent), live)} {self._each(current, now)}{self._text()}"
        sys.stdout.write(f"{erase(True) if live else ''}{line}{chr(10) if finalize else ''}")
        sys.stdout.flush()

    def _duration(self, current: int, now: float) -> float:
        """Seconds a step; the first, which compiles, is left out once there are others."""
        if self._after_first is not None and current > 1:
            return (now - self._after_first) / (current - 1)
        return (now - self._start) / max(current, 1)

    def _each(self, current: int, now: float) -> str:
        return step_time(self._duration(current, now), self.unit_name)

    def _text(self) -> str:
        means = {
            name: total if isinstance(total, str) else float(np.mean(total)) / count
            for name, (total, count) in self._values.items()
        }
        return "".join(f" - {name}: {value_text(mean)}" for name, mean in means.items())
