"""What a person sees while a model trains: a bar, lines, or nothing; written once a dispatch.

In a terminal and in a notebook the line of the epoch under way is drawn again and again; in a pipe only
finished lines are written, without control characters.
"""

import sys
import time
from functools import lru_cache
from typing import Any, TextIO

from keraunos.core import config

_WIDTH = 20  # of the bar, in characters
_GREEN, _GREY, _BOLD, _OFF, _CLEAR = "\x1b[32m", "\x1b[37m", "\x1b[1m", "\x1b[0m", "\r\x1b[K"

Logs = dict[str, Any]


def step_time(seconds: float, unit: str = "step") -> str:
    """The time of a step (or of another unit) as Keras prints it.

    Example:
        >>> step_time(0.0042), step_time(2), step_time(8e-4)
        ('4ms/step', '2s/step', '800us/step')
    """
    if seconds >= 1 or seconds == 0:
        return f"{seconds:.0f}s/{unit}"
    if seconds >= 1e-3:
        return f"{seconds * 1e3:.0f}ms/{unit}"
    return f"{seconds * 1e6:.0f}us/{unit}"


def clock_time(seconds: float) -> str:
    """Seconds for people.

    Example:
        >>> clock_time(5.2), clock_time(65), clock_time(3661)
        ('5s', '1:05', '1:01:01')
    """
    whole = int(seconds)
    if whole > 3600:
        return f"{whole // 3600}:{whole % 3600 // 60:02d}:{whole % 60:02d}"
    return f"{whole // 60}:{whole % 60:02d}" if whole > 60 else f"{whole}s"


def logs_text(logs: Logs) -> str:
    """The logs as ` - name: value` in the order of the names, validation last.

    Example:
        >>> logs_text({"loss": 0.25, "accuracy": 1e-05})
        ' - accuracy: 1.0000e-05 - loss: 0.2500'
    """
    return "".join([f" - {name}: {value_text(logs[name])}" for name in _in_order(tuple(logs))])


@lru_cache(maxsize=64)
def _in_order(names: tuple[str, ...]) -> list[str]:
    return sorted(names, key=lambda n: (n.startswith("val_"), n))


def value_text(value: Any) -> str:
    """A number with four decimals, small ones with an exponent; anything else as it prints."""
    if not isinstance(value, (int, float)):
        return str(value)
    return f"{value:.4f}" if abs(value) > 1e-3 or value == 0 or value != value else f"{value:.4e}"


@lru_cache(maxsize=64)
def bar_text(step: int, total: int, width: int, color: bool) -> str:
    """The count and the bar; with color, escape codes set them off.

    Example:
        >>> bar_text(1, 2, 4, color=False)
        '1/2 ━━'
    """
    done = width * min(step, total) // max(1, total)
    count = f"{step:>{len(str(total))}}/{total}"
    if not color:
        return f"{count} {'━' * done}{' ' * (width - done)}".rstrip()
    return f"{_BOLD}{count}{_OFF} {_GREEN}{'━' * done}{_OFF}{_GREY}{'━' * (width - done)}{_OFF}"


def bold(text: str, color: bool) -> str:
    """The text, set off by escape codes if there is color."""
    return f"{_BOLD}{text}{_OFF}" if color else text


def erase(color: bool) -> str:
    """What goes back to the start of the line."""
    return _CLEAR if color else "\r"


class Screen:
    """Shows nothing; the base of the others."""

    shows = False

    def begin(self, epochs: int, steps: int | None, first: int, named: bool = True) -> None:
        """A run starts. named: whether each epoch is announced."""
        self.epochs, self.steps, self.named, self._spent = epochs, steps, named, 0.0

    def epoch_begin(self, epoch: int) -> None:
        """An epoch starts, numbered from 0."""

    def update(self, epoch: int, step: int, logs: Logs, seconds: float) -> None:
        """`step` steps of the epoch are done, the last ones in `seconds`."""

    def epoch_end(self, epoch: int, logs: Logs) -> None:
        """The epoch is over."""

    def flush(self) -> None:
        """Write what is waiting."""

    def end(self) -> None:
        """The run is over."""


class LineScreen(Screen):
    """A line an epoch, once it is over; `verbose=2`."""

    shows = True

    def __init__(self, stream: TextIO | None = None) -> None:
        self._stream, self._waiting = stream, []
        self._step = 0

    def epoch_begin(self, epoch: int) -> None:
        """Announce the epoch."""
        self._spent, self._step = 0.0, 0
        if self.named and self.epochs > 1:
            self._waiting.append(f"Epoch {epoch + 1}/{self.epochs}\n")

    def update(self, epoch: int, step: int, logs: Logs, seconds: float) -> None:
        """Count the time."""
        self._spent, self._step = self._spent + seconds, step

    def epoch_end(self, epoch: int, logs: Logs) -> None:
        """Write the finished line."""
        self._waiting.append(self._final(self._step, logs) + "\n")

    def _each(self) -> str:
        return step_time(self._spent / max(1, self._step))

    def _final(self, step: int, logs: Logs) -> str:
        count = f"{step}/{self.steps or step}"
        return f"{count} - {self._spent:.0f}s - {self._each()}{logs_text(logs)}"

    def flush(self) -> None:
        """Write the waiting lines in one go."""
        if self._waiting:
            stream = self._stream or sys.stdout
            stream.write("".join(self._waiting))
            stream.flush()
            self._waiting.clear()

    def end(self) -> None:
        """Write what is left."""
        self.flush()


class BarScreen(LineScreen):
    """A bar for the epoch; `verbose=1`.

    Args:
        live: whether the line under way is drawn again; else only finished lines are written.
        color: whether escape codes are used. interval: the least seconds between two drawings.
    """

    def __init__(
        self,
        stream: TextIO | None = None,
        live: bool = True,
        color: bool = True,
        interval: float = 0.1,
    ) -> None:
        super().__init__(stream)
        self.live, self.color, self.interval = live, color, interval
        self._drawn_at, self._current = 0.0, ""

    def epoch_begin(self, epoch: int) -> None:
        """Announce the epoch."""
        super().epoch_begin(epoch)
        self._current = ""

    def update(self, epoch: int, step: int, logs: Logs, seconds: float) -> None:
        """Draw the line again if that is due."""
        super().update(epoch, step, logs, seconds)
        if self.live:
            self._state = (step, logs)
            self._current = "due"

    def flush(self) -> None:
        """Write finished lines, and the line under way."""
        now = time.perf_counter()
        if now - self._drawn_at < self.interval and self.interval > 0.15:
            return
        if self._current:
            step, logs = self._state
            self._waiting.append(
                f"{erase(self.color)}{self._bar(step)} {self._left(step)}{logs_text(logs)}"
            )
            self._current = ""
        self._drawn_at = now
        super().flush()

    def epoch_end(self, epoch: int, logs: Logs) -> None:
        """Write the finished line."""
        self._current = ""
        spent = bold(clock_time(self._spent), self.color)
        text = f"{self._bar(self._step)} {spent} {self._each()}"
        back = erase(self.color) if self.live else ""
        self._waiting.append(f"{back}{text}{logs_text(logs)}\n")

    def end(self) -> None:
        """Write what is left; an interrupted line is closed."""
        self._drawn_at = 0.0
        unfinished = bool(self._current)
        self.flush()
        if unfinished:
            self._waiting.append("\n")
            super().flush()

    def _bar(self, step: int) -> str:
        return bar_text(step, self.steps or step, _WIDTH, self.color)

    def _left(self, step: int) -> str:
        left = (max(0, (self.steps or step) - step)) * self._spent / max(1, step)
        return f"{bold(clock_time(left), self.color)} {self._each()}"


def screen_for(verbose: Any, stream: TextIO | None = None) -> Screen:
    """The screen for Keras' `verbose`: 0 none, 1 or "auto" a bar, 2 lines."""
    if verbose in (0, "0", False):
        return Screen()
    if verbose == 2:
        return LineScreen(stream)
    live = is_live(stream or sys.stdout)
    if live and _in_notebook(stream or sys.stdout):
        return BarScreen(stream, live=True, color=True, interval=0.2)
    return BarScreen(stream, live=live, color=live)


def is_live(stream: Any) -> bool:
    """Whether a line may be drawn again there: in a terminal or notebook, unless config says no."""
    if not config.is_interactive_logging_enabled():
        return False
    return _in_notebook(stream) or bool(getattr(stream, "isatty", lambda: False)())


def _in_notebook(stream: Any) -> bool:
    return type(stream).__module__.startswith("ipykernel")
