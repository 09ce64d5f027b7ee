"""scikit-learn's bases of estimators, or stand-ins that say what to install."""

import importlib.util
from typing import Any

INSTALLED = importlib.util.find_spec("sklearn") is not None


class Absent:
    """In the place of a base of scikit-learn, where that is not installed."""

    def __new__(cls, *_args: Any, **_kwargs: Any) -> "Absent":
        """Refuse.

        Raises: ImportError with the command that installs it.
        """
        raise ImportError(
            f"{cls.__name__}: it needs scikit-learn, which is not installed. Run: pip install scikit-learn"
        )


def base(name: str) -> Any:
    """A class of `sklearn.base`, or its stand-in, a class of its own."""
    if not INSTALLED:
        return type(name, (Absent,), {})
    return getattr(importlib.import_module("sklearn.base"), name)
