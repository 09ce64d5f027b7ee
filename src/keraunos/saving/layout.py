"""Where each object of a model has its place in a file of weights.

A place is a path of attribute names: `layers/dense/vars` holds the variables of a Dense in `layers`.
Within lists and dicts an object goes by its class's name, counted: `dense`, `dense_1`. An object that is
reached twice has the first of its places, attributes taken in alphabetical order.
"""

from collections.abc import Iterator
from typing import Any

from keraunos.core.registry import path_of, snake_case
from keraunos.core.tracking import is_plain
from keraunos.layers import Layer
from keraunos.models import Model
from keraunos.optimizers import Optimizer

OLD_LAYERS = "_layer_checkpoint_dependencies"
"""What `layers` was called in files of Keras 2.12 and 2.13."""

ATTRIBUTES = {
    "keras.layers.MultiHeadAttention": {
        "_query_dense": "query_dense", "_key_dense": "key_dense", "_value_dense": "value_dense",
        "_output_dense": "output_dense",
    },
}  # fmt: skip
"""Class -> our names of attributes that files spell otherwise."""

CLASSES = {"GroupQueryAttention": "GroupedQueryAttention"}
"""Classes that files spell otherwise."""

_KINDS = (Layer, Optimizer)
_CONTAINERS = (list, tuple, dict, set)


def places(root: Any) -> Iterator[tuple[str, Any]]:
    """Pairs (path, object) of everything that may have variables, the root itself under ""."""
    yield from _walk("", root, set())


def _walk(path: str, thing: Any, seen: set[int]) -> Iterator[tuple[str, Any]]:
    if id(thing) in seen:
        return
    seen.add(id(thing))
    yield path, thing
    for name, value in _attributes(thing):
        inner = f"{path}/{name}" if path else name
        if isinstance(value, _KINDS):
            yield from _walk(inner, value, seen)
        elif isinstance(value, _CONTAINERS):
            yield from _walk_container(inner, value, seen)


def _walk_container(path: str, container: Any, seen: set[int]) -> Iterator[tuple[str, Any]]:
    counts: dict[str, int] = {}
    for item in container.values() if isinstance(container, dict) else container:
        deeper = isinstance(item, _CONTAINERS)
        if not deeper and not isinstance(item, _KINDS):
            continue
        name = "container" if deeper else snake_case(_class_name(item))
        count = counts[name] = counts.get(name, 0) + 1
        inner = f"{path}/{name}_{count - 1}" if count > 1 else f"{path}/{name}"
        yield from (_walk_container if deeper else _walk)(inner, item, seen)


def _class_name(thing: Any) -> str:
    name = type(thing).__name__
    return CLASSES.get(name, name) if path_of(type(thing)) else name


def alternatives(path: str) -> list[str]:
    """The path, and how older files spell it."""
    old = {new: ours for table in ATTRIBUTES.values() for ours, new in table.items()}
    parts = path.split("/")
    found = [path, "/".join(old.get(part, part) for part in parts)]
    found += [
        "/".join(OLD_LAYERS if part == "layers" else part for part in p.split("/")) for p in found
    ]
    return list(dict.fromkeys(found))


def _attributes(thing: Any) -> list[tuple[str, Any]]:
    """What a file knows of an object, by name: its attributes, and what a model holds."""
    hidden = getattr(thing, "_untracked", frozenset()) | _HIDDEN
    spelled: dict[str, str] = {}
    for cls in type(thing).__mro__:
        spelled.update(ATTRIBUTES.get(path_of(cls) or "", {}))
    found: dict[str, Any] = {
        str(spelled.get(name, name)): value
        for name, value in thing.__dict__.items()
        if name not in hidden and not is_plain(value)
    }
    if isinstance(thing, Model):
        found["layers"] = thing.layers
        if thing.optimizer is not None:
            found["optimizer"] = thing.optimizer
    return sorted(found.items(), key=lambda pair: pair[0])


_HIDDEN = frozenset(
    {"_layers", "_operations", "_weights", "_variables", "_trainable_variables", "dtype_policy"}
)
"""Attributes that hold what is reached by other names too."""
