"""Sessions of TensorFlow 1, for scripts that make one: `run` gives values, settings are taken."""

from contextlib import nullcontext
from typing import Any

import numpy as np

from keraunos.compat.backend.graph_functions import function
from keraunos.core import tree
from keraunos.core.symbolic import KerasTensor
from keraunos.core.variable import Variable


class Settings:
    """Any settings: attributes to read and set, and settings below them."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        self.__dict__.update(kwargs)

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        value = self.__dict__[name] = Settings()
        return value

    def __call__(self, *_args: Any, **_given: Any) -> None:
        """Nothing."""


class Graph(Settings):
    """The one graph that there is."""

    def as_default(self) -> Any:
        """A context that does nothing."""
        return nullcontext(self)

    def finalize(self) -> None:
        """Nothing."""


_graph = Graph()


def get_default_graph() -> Graph:
    """The one graph."""
    return _graph


class Session:
    """Gives the values of tensors; arrays hold theirs already.

    Example:
        >>> with Session() as session:
        ...     float(session.run(Variable(2.0)))
        2.0
    """

    def __init__(self, target: Any = "", graph: Any = None, config: Any = None) -> None:
        self.graph = graph or _graph

    def __enter__(self) -> "Session":
        return self

    def __exit__(self, *error: object) -> None:
        pass

    def as_default(self) -> Any:
        """A context that gives the session."""
        return nullcontext(self)

    def close(self) -> None:
        """Nothing."""

    def run(self, fetches: Any, feed_dict: Any = None, *_more: Any, **_names: Any) -> Any:
        """The values of a structure of tensors, symbolic ones computed from those that are fed."""
        leaves = tree.flatten(fetches)
        symbols = [x for x in leaves if isinstance(x, KerasTensor)]
        fed = dict(feed_dict or {})
        found = iter(function(list(fed), symbols)(list(fed.values())) if symbols else ())
        values = [next(found) if isinstance(x, KerasTensor) else _value(x) for x in leaves]
        return tree.pack_sequence_as(fetches, values) if tree.is_nested(fetches) else values[0]


InteractiveSession = Session
_sessions: list[Session] = []


def get_session(*_args: Any) -> Session:
    """The process's session, which is made first if there is none."""
    if not _sessions:
        _sessions.append(Session())
    return _sessions[-1]


get_default_session = get_session


def set_session(session: Session) -> None:
    """Make it the process's."""
    _sessions[:] = [session]


def global_variables_initializer(*_args: Any, **_names: Any) -> None:
    """Nothing: variables have their first values."""


def _value(x: Any) -> Any:
    return np.asarray(x.value if isinstance(x, Variable) else x) if x is not None else None
