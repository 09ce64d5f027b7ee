"""How an old spelling is answered: one short line, once, at the user's own line."""

import sys
import warnings
from types import FrameType

from keraunos.core import sharing

_OURS = ("keraunos", "importlib", "runpy")
_said: set[str] = set()


class OldSpellingWarning(UserWarning):
    """An old name or argument was understood; the sentence shows today's."""


def say(sentence: str, key: str | None = None) -> None:
    """Warn at the line of the user's file that led here, once a process.

    Args: key: what is said once; None: this sentence.
    """
    if (
        key or sentence
    ) in _said or sharing.being_read():  # nobody wrote what stands in a file today
        return
    _said.add(key or sentence)
    frame = users_frame()
    warnings.warn_explicit(
        sentence,
        OldSpellingWarning,
        frame.f_code.co_filename if frame else "<unknown>",
        frame.f_lineno if frame else 0,
    )


def users_frame() -> FrameType | None:
    """The innermost frame that is neither Keraunos' nor the import system's."""
    frame: FrameType | None = sys._getframe(1)
    while frame is not None:
        room = str(frame.f_globals.get("__name__", "")).split(".", 1)[0]
        if room not in _OURS:
            break
        frame = frame.f_back
    return frame


def forget() -> None:
    """Say every sentence again the next time."""
    _said.clear()


def one_line(message: Warning | str, category: type[Warning], filename: str, lineno: int,
             line: str | None = None) -> str:  # fmt: skip
    """The text of a warning: an old spelling on one line, without the source below it."""
    if issubclass(category, OldSpellingWarning):
        return f"{filename}:{lineno}: {message}\n"
    return _plain(message, category, filename, lineno, line)


_plain = warnings.formatwarning
