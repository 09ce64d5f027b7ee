"""Sessions of TensorFlow 1, for scripts that make one: `run` gives values, settings are taken."""

from contextlib import nullcontext
from typing import Any

import numpy as np

from keraunos import ops
from keraunos.compat.backend import values
from keraunos.compat.backend.graph_functions import Assignment, Step, function
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
        self._functions: dict[Any, Any] = {}

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
        updates = [x for x in leaves if isinstance(x, (Step, Assignment))]
        fed = dict(feed_dict or {})
        run = self._function(list(fed), symbols, updates) if symbols or updates else None
        found = iter(run(list(fed.values())) if run else ())
        given = [next(found) if isinstance(x, KerasTensor) else _value(x) for x in leaves]
        return tree.pack_sequence_as(fetches, given) if tree.is_nested(fetches) else given[0]

    def _function(self, fed: list[Any], symbols: list[Any], updates: list[Any]) -> Any:
        """The function of a graph for what is fed and asked, made when it is first asked."""
        things = [*fed, *symbols, *updates]
        key = (len(fed), *map(id, things))
        if key not in self._functions:
            made = function(fed, symbols, updates=updates)
            self._functions[key] = (made, things)  # keeps what `id` stands for
        return self._functions[key][0]


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


def placeholder(dtype: Any = "float32", shape: Any = None, name: str | None = None) -> KerasTensor:
    """A symbolic tensor that `Session.run` is fed with."""
    return values.placeholder(() if shape is None else shape, dtype=str(dtype), name=name)


def assign(ref: Variable, value: Any, *_more: Any, **_names: Any) -> Any:
    """Assign a variable; for a symbolic value an update that `Session.run` makes."""
    found = values.update(ref, value)
    return Assignment(found) if isinstance(found, tuple) else found


def assign_add(ref: Variable, value: Any, *_more: Any, **_names: Any) -> Any:
    """Add to a variable, as `assign` does."""
    return assign(ref, ops.add(ref, value))


def assign_sub(ref: Variable, value: Any, *_more: Any, **_names: Any) -> Any:
    """Subtract from a variable, as `assign` does."""
    return assign(ref, ops.subtract(ref, value))


def _value(x: Any) -> Any:
    if isinstance(x, (Step, Assignment)):
        return None
    return np.asarray(x.value if isinstance(x, Variable) else x) if x is not None else None
