"""How far a download is: a bar on a terminal, a line at each end elsewhere."""

import time
from typing import TextIO

_WIDTH = 30
_PAUSE = 0.1  # seconds between two drawings


class Meter:
    """A progress bar as pooch drives one: it sets `total`, then calls update, reset and close.

    Args:
        name: what comes. begin: bytes that are there already, an int >= 0.
        stream: where it is drawn; a bar if that is a terminal.
    """

    def __init__(self, name: str, begin: int, stream: TextIO) -> None:
        self.name, self.begin, self.stream = name, begin, stream
        self.total = 0
        self._came = 0
        self._drawn = -1.0  # seconds of the last drawing
        self._live = stream.isatty()
        self._open = False

    def update(self, size: int) -> None:
        """`size` more bytes came."""
        if not self._open and not self._live:
            self._write(f"Downloading {self.name} ({self._megabytes(self.total + self.begin)})\n")
        self._open = True
        self._came = min(self._came + size, self.total)
        now = time.monotonic()
        if self._live and now - self._drawn >= _PAUSE:
            self._drawn = now
            self._write(f"\r{self._bar()}")

    def reset(self) -> None:
        """Count from nothing; pooch does so once, before the last update."""
        self._came, self._drawn = 0, -1.0

    def close(self) -> None:
        """All bytes came."""
        self._write(f"\r{self._bar()}\n" if self._live else f"Downloaded {self.name}\n")
        self._open = False

    def stop(self) -> None:
        """No more bytes come, whether or not all did: leave the line."""
        if self._open and self._live:
            self._write("\n")
        self._open = False

    def _bar(self) -> str:
        have, total = self.begin + self._came, self.begin + self.total
        full = _WIDTH * have // max(total, 1)
        line = "=" * full + "." * (_WIDTH - full)
        return (
            f"Downloading {self.name} [{line}] {self._megabytes(have)} of {self._megabytes(total)}"
        )

    def _megabytes(self, size: int) -> str:
        return f"{size / 1e6:.1f} MB"

    def _write(self, text: str) -> None:
        self.stream.write(text)
        self.stream.flush()
