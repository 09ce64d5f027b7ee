"""A model's variables as nested dicts, along their paths."""

from typing import Any

from keraunos.core.errors import bad, unknown
from keraunos.core.variable import Variable

KINDS = (
    "trainable_variables", "non_trainable_variables", "optimizer_variables", "metrics_variables",
)  # fmt: skip
_FORMS = ("backend_tensor", "numpy_array")


def state_tree(model: Any, value_format: str) -> dict[str, dict[str, Any]]:
    """kind -> layer -> … -> name -> value, for all variables of the model."""
    if value_format not in _FORMS:
        raise ValueError(
            bad("get_state_tree", "value_format", f"one of {_FORMS}", value_format, "")
        )
    as_numpy = value_format == "numpy_array"

    def value(v: Variable) -> Any:
        return v.numpy() if as_numpy else v.value

    return {kind: _nested({v.path: value(v) for v in _of(model, kind)}) for kind in KINDS}


def set_state_tree(model: Any, tree: dict[str, Any]) -> None:
    """Assign what a tree holds; what it does not name stays.

    Raises: ValueError for a kind or a path that the model does not have; nothing is assigned then.
    """
    pairs: list[tuple[Variable, Any]] = []
    for kind, inner in tree.items():
        if kind not in KINDS:
            raise ValueError(unknown("set_state_tree", "kind of variables", kind, KINDS))
        known = {v.path: v for v in _of(model, kind)}
        for path, value in _flat(inner).items():
            if path not in known:
                raise ValueError(unknown("set_state_tree", kind, path, list(known)))
            pairs.append((known[path], value))
    for variable, value in pairs:
        variable.assign(value)


def _of(model: Any, kind: str) -> list[Variable]:
    if kind == "optimizer_variables":
        return [] if model.optimizer is None else model.optimizer.variables
    return getattr(model, kind)


def _nested(by_path: dict[str, Any]) -> dict[str, Any]:
    tree: dict[str, Any] = {}
    for path, value in by_path.items():
        *folders, name = path.split("/")
        inner = tree
        for folder in folders:
            inner = inner.setdefault(folder, {})
        inner[name] = value
    return tree


def _flat(tree: dict[str, Any], before: str = "") -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, value in tree.items():
        path = f"{before}{name}"
        found.update(_flat(value, f"{path}/") if isinstance(value, dict) else {path: value})
    return found
