"""How many steps a dispatch does: as many as fit a span of time, whatever the network."""

import signal
import threading
import time
from collections.abc import Callable
from types import FrameType
from typing import Any

SHOWN, SILENT = 0.1, 0.5
"""Seconds a dispatch, with a screen and without."""


class Pace:
    """Sizes dispatches by the clock, from one step upwards.

    Args: span: the seconds a dispatch should last, a float > 0.
    Example:
        >>> pace = Pace(0.1)
        >>> pace.steps(1000)
        1
        >>> pace.took(1, 0.001); pace.steps(1000)
        16
    """

    GROWTH = 16

    def __init__(self, span: float) -> None:
        self.span, self._next = span, 1

    def steps(self, left: int) -> int:
        """How many steps to do now, of those that are left."""
        return max(1, min(left, self._next))

    def took(self, steps: int, seconds: float) -> None:
        """Learn how long a dispatch lasted."""
        fitting = int(steps * self.span / max(seconds, 1e-6))
        self._next = max(1, min(fitting, steps * self.GROWTH))


class Interrupts:
    """Within it Ctrl-C sets a flag, so that a dispatch under way is stored before anything is raised.

    A second Ctrl-C is raised at once.
    """

    def __init__(self) -> None:
        self.came = False
        self._before: Any = None
        self._installed = False

    def __enter__(self) -> "Interrupts":
        if threading.current_thread() is threading.main_thread():
            self._before = signal.getsignal(signal.SIGINT)
            if self._before is not None and callable(self._before):
                signal.signal(signal.SIGINT, self._note)
                self._installed = True
        return self

    def _note(self, number: int, frame: FrameType | None) -> None:
        if self.came and callable(self._before):
            self._before(number, frame)
        self.came = True

    def __exit__(self, *error: object) -> None:
        if self._installed:
            signal.signal(signal.SIGINT, self._before)

    def check(self) -> None:
        """Raise KeyboardInterrupt if Ctrl-C came."""
        if self.came:
            raise KeyboardInterrupt


def timed(function: Callable[..., Any], *args: Any) -> tuple[Any, float]:
    """What the function gives, and the seconds it took."""
    started = time.perf_counter()
    return function(*args), time.perf_counter() - started
