"""What `compile` fixed of old: which layers train, names of outputs, an optimizer for several models."""

import functools
import weakref
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from keraunos.compat import aside
from keraunos.compat.attributes import Change
from keraunos.core import tracking
from keraunos.models import Functional, Model
from keraunos.training.compiled import Compiled


def changes() -> Iterator[Change]:
    """`compile` that remembers, and the ways to train that go back to it: (class, name, function)."""
    yield Model, "compile", _remembering(Model.compile)
    for name in ("fit", "train_on_batch"):
        yield Model, name, _as_compiled(getattr(Model, name))
    yield Functional, "_output_names", _told_apart(Functional._output_names)
    yield Compiled, "names", _output_by_output


# --- names --------------------------------------------------------------------------------------


def _told_apart(plain: Any) -> Any:
    """The outputs' names, with a number from the second on where one layer gives several."""

    @functools.wraps(plain)
    def _output_names(self: Any) -> list[str]:
        found: list[str] = []
        for name in plain(self):
            places = (name, *(f"{name}_{i}" for i in range(1, len(found) + 1)))
            found.append(next(n for n in places if n not in found))
        return found

    return _output_names


def _output_by_output(self: Any) -> list[str]:
    """The names of what `evaluate` gives; the metrics of several outputs come output by output."""
    return [name for name, _ in self.named_metrics()]


# --- one optimizer, several models --------------------------------------------------------------


def _own_optimizer(model: Any, optimizer: Any) -> Any:
    """The optimizer; if another model has it, a twin with slots of its own and the same rate and count."""
    if optimizer is None or not hasattr(optimizer, "_iterations"):
        return optimizer
    owner = optimizer.__dict__.get("_first_model", lambda: None)()
    if owner is None or owner is model:
        object.__setattr__(optimizer, "_first_model", weakref.ref(model))
        return optimizer
    twin = type(optimizer).from_config(optimizer.get_config())
    shared = {id(twin._iterations): optimizer._iterations}
    if twin._rate.variable is not None:
        shared[id(twin._rate.variable)] = optimizer._rate.variable
    twin._seen.update(map(id, shared.values()))
    twin._variables[:] = [shared.get(id(v), v) for v in twin._variables]
    twin._iterations, twin._rate = optimizer._iterations, optimizer._rate
    return twin


# --- what trains --------------------------------------------------------------------------------


def _remembering(plain: Any) -> Any:
    @functools.wraps(plain)
    def compile(self: Any, *args: Any, **kwargs: Any) -> None:
        if "optimizer" in kwargs:
            kwargs["optimizer"] = _own_optimizer(self, kwargs["optimizer"])
        elif args:
            args = (_own_optimizer(self, args[0]), *args[1:])
        plain(self, *args, **kwargs)
        aside.keep(self, "trained_as_compiled", _flags(self))

    return compile


def _flags(model: Any) -> list[tuple[Any, bool]]:
    return [(x, x._trainable) for x in (*model._flatten_layers(), *model.variables)]


def _as_compiled(plain: Any) -> Any:
    @functools.wraps(plain)
    def train(self: Any, *args: Any, **kwargs: Any) -> Any:
        with compiled_state(self):
            return plain(self, *args, **kwargs)

    return train


@contextmanager
def compiled_state(model: Any) -> Iterator[None]:
    """Within it those layers train that did when the model was compiled."""
    kept = aside.kept(model, "trained_as_compiled", ())
    now = [(x, x._trainable) for x, then in kept if x._trainable != then]
    if not now:
        yield
        return
    _set([(x, not flag) for x, flag in now])
    try:
        yield
    finally:
        _set(now)


def _set(flags: list[tuple[Any, bool]]) -> None:
    for thing, flag in flags:
        object.__setattr__(thing, "_trainable", flag)
    tracking.changed()
