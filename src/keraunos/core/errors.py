"""One form for every error: where, what was expected, what came, what to do.

ValueError
├── UnknownNameError      a string that names nothing; lists what there is, nearest first
├── MisfitError           settings for outputs that a model does not have (also a KeyError)
├── UndefinedError        something that is not known yet (also an AttributeError, so that hasattr says no)
├── ShapeError            arrays that do not fit a layer, a loss or each other
├── DataError             data that cannot be trained on (empty, dtype object, lengths that differ)
└── FileError             a file that is damaged, or not what it should be
    ├── MissingFileError  there is no such file (also a FileNotFoundError)
    ├── DamagedError      what a file says makes no thing of the class it names (also a TypeError)
    └── UnsafeError       a file or config that asks for more than data: code, other files, all memory
NotImplementedError, TypeError and ValueError at once
└── NoValueError         numbers are asked of a symbolic tensor, which has none
RuntimeError
├── OutOfMemoryError      a program needs more memory than there is (also a MemoryError)
└── StateLostError        a dispatch failed after its state was handed over; the weights are gone
"""

import sys
from collections.abc import Iterable
from difflib import get_close_matches
from typing import Any


class UnknownNameError(ValueError):
    """A string names nothing that exists."""


class MisfitError(KeyError, ValueError):
    """Settings name or count outputs that a model does not have."""

    def __str__(self) -> str:
        return str(self.args[0])  # KeyError's own shows the text in quotes


class UndefinedError(ValueError, AttributeError):
    """Something that is not known yet, such as the inputs of a model whose shapes nobody said."""


class ShapeError(ValueError):
    """Sizes or ranks do not fit."""


class DataError(ValueError):
    """The data given cannot be used as they are."""


class FileError(ValueError):
    """A file cannot be read as what it should be."""


class MissingFileError(FileError, FileNotFoundError):
    """There is no such file."""


class DamagedError(FileError, TypeError):
    """What a file says makes no thing of the class that it names."""


class UnsafeError(FileError):
    """A file or config asks for something that data never need: code, other files, all memory."""


class NoValueError(NotImplementedError, TypeError, ValueError):
    """Numbers are asked of a symbolic tensor."""


class OutOfMemoryError(MemoryError, RuntimeError):
    """A program needs more memory than there is."""


class StateLostError(RuntimeError):
    """The values were handed to a program that failed; they must be loaded or built again."""


def is_array(value: Any) -> bool:
    """Whether it has a shape and a dtype."""
    return getattr(value, "shape", None) is not None and getattr(value, "dtype", None) is not None


def describe(value: Any) -> str:
    """What came, in short: dtype and shape of an array, of those in a list, else repr and type."""
    if is_array(value):
        return f"{value.dtype}[{', '.join(map(str, value.shape))}]"
    if isinstance(value, (list, tuple)) and any(map(is_array, value)):
        return f"{type(value).__name__} of {', '.join(map(describe, value[:9]))}"
    text = repr(value)
    return f"{text if len(text) <= 120 else text[:117] + '...'} ({type(value).__name__})"


def bad(owner: str, arg: str, expected: str, got: object, fix: str) -> str:
    """The sentence for a bad argument.

    Example:
        >>> bad("Dense", "units", "an int >= 1", -3, "Pass the output size.")
        'Dense: `units` must be an int >= 1; got -3 (int). Pass the output size.'
    """
    return f"{owner}: `{arg}` must be {expected}; got {describe(got)}. {fix}".rstrip()


def users_level() -> int:
    """The `stacklevel` at which a warning of the caller names the user's line, not one of Keraunos."""
    level, frame = 1, sys._getframe(1)
    while frame.f_back is not None and frame.f_globals.get("__name__", "").startswith("keraunos."):
        level, frame = level + 1, frame.f_back
    return level


def nearest(name: str, valid: Iterable[str], count: int = 3) -> list[str]:
    """The valid names that look most like `name`, best first; case and underscores do not matter."""
    plain: dict[str, str] = {}
    for candidate in sorted(valid, key=lambda c: c.islower() != name.islower()):  # same style first
        plain.setdefault(candidate.lower().replace("_", ""), candidate)
    close = get_close_matches(name.lower().replace("_", ""), plain, n=count, cutoff=0.5)
    return [plain[key] for key in close]


def unknown(owner: str, kind: str, name: str, valid: Iterable[str], fix: str = "") -> str:
    """The sentence for a name that does not exist: the nearest valid ones first, then the rest.

    Example:
        >>> unknown("losses.get", "loss", "mea", ["mae", "mse"])
        "losses.get: unknown loss 'mea'. Did you mean 'mse' or 'mae'? Known: mse, mae."
    """
    names = sorted(set(valid))
    close = nearest(name, names)
    hint = f" Did you mean {' or '.join(map(repr, close))}?" if close else ""
    rest = close + [n for n in names if n not in close]
    known = f" Known: {', '.join(rest)}." if rest else ""
    return f"{owner}: unknown {kind} {name!r}.{hint}{known} {fix}".rstrip()
