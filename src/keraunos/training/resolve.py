"""From names, functions and structures as users write them to one loss or metric for each output."""

import inspect
from typing import Any

from keraunos import losses, metrics
from keraunos.core import tree
from keraunos.core.errors import MisfitError, bad, unknown
from keraunos.metrics.lookup import BY_SHAPE


def as_loss(given: Any) -> Any:
    """A Loss from a name, a function (y_true, y_pred), a class or a Loss."""
    loss = losses.get(given)
    if isinstance(loss, losses.Loss):
        return loss
    name = getattr(loss, "__name__", type(loss).__name__)
    _check_takes_two("loss", loss)
    return losses.LossFunctionWrapper(loss, name=name)


def as_metric(given: Any, y: Any, y_pred: Any) -> Any:
    """A Metric from a name, a function or a Metric; "accuracy" and "crossentropy" look at the shapes."""
    if isinstance(given, str) and given.lower() in BY_SHAPE:
        if y is None:
            raise ValueError(f"fit: metric '{given}' needs targets; got y=None. Pass y.")
        return metrics.resolve_accuracy(given, tuple(y.shape), tuple(y_pred.shape))
    name = given if isinstance(given, str) else None
    metric = metrics.get(given)
    if isinstance(metric, metrics.Metric):
        metric.name = name or metric.name
        return metric
    if not callable(metric):
        raise ValueError(bad("compile", "metrics", "names, functions or Metrics", given, ""))
    _check_takes_two("metrics", metric)
    own = getattr(metric, "name", None) or getattr(metric, "__name__", type(metric).__name__)
    return metrics.MeanMetricWrapper(metric, name=name or own.strip("<>"))


def _check_takes_two(argument: str, function: Any) -> None:
    """Refuse a function that cannot be called as function(y_true, y_pred).

    Raises: TypeError saying what it takes.
    """
    try:
        signature = inspect.signature(function)
    except (TypeError, ValueError):
        return  # it does not tell, as some built-in functions do not
    try:
        signature.bind(None, None)
    except TypeError as error:
        name = getattr(function, "__name__", type(function).__name__)
        raise TypeError(
            f"compile: `{argument}` must be functions of (y_true, y_pred); got {name}{signature}. "
            "Write one with two arguments; bind others with functools.partial."
        ) from error


def spread(
    given: Any,
    names: list[str],
    y_pred: Any,
    argument: str,
    repeat: bool = False,
    lists: bool = False,
) -> list[Any]:
    """What was given for each output, in the outputs' order.

    Args:
        given: one thing, a list with one for each output, or a dict by output's name; of outputs nested
            in a dict a dict nested likewise.
        repeat: whether one thing is for every output. lists: whether several for one output may come.
    Raises: MisfitError (a KeyError and a ValueError) if a name or the number is wrong.
    """
    count = len(names)
    if given is None:
        return [None] * count
    if isinstance(given, dict) and "class_name" not in given:
        if is_deep(y_pred):
            return along(given, y_pred, "compile", argument)
        strange = [k for k in given if k not in names]
        if strange:
            raise MisfitError(unknown("compile", f"output in `{argument}`", str(strange[0]), names))
        return [given.get(name) for name in names]
    if not isinstance(given, (list, tuple)):
        return [given] * count if repeat or count == 1 else [given] + [None] * (count - 1)
    if lists:
        if count == 1:
            return [list(given)]
        if len(given) == count:
            return list(given)
        raise MisfitError(
            bad(
                "compile",
                argument,
                f"a list of {count} lists, or a dict by output {names}",
                given,
                "",
            )
        )
    if len(given) != count:
        raise MisfitError(
            bad("compile", argument, f"one for each of the {count} outputs {names}", given, "")
        )
    return list(given)


def is_deep(structure: Any) -> bool:
    """Whether outputs come in a dict that holds more than one output under a key."""
    return isinstance(structure, dict) and any(tree.is_nested(v) for v in structure.values())


def along(given: Any, structure: Any, owner: str, argument: str) -> list[Any]:
    """What was given for each output of a nested structure, in its order; None where nothing was.

    Raises: MisfitError (a KeyError and a ValueError) for a key or a number that the structure has not.
    """
    branches = tree.children(structure)
    if branches is None:
        return [given]
    if given is None:
        return [None] * len(tree.flatten(structure))
    keys = [key for key, _ in branches]
    if not isinstance(structure, dict):
        if not isinstance(given, (list, tuple)) or len(given) != len(keys):
            expected = f"{len(keys)} in a list, as the outputs are"
            raise MisfitError(bad(owner, argument, expected, given, ""))
        given = dict(zip(keys, given))
    strange = [key for key in given if key not in keys]
    if strange:
        raise MisfitError(
            unknown(owner, f"output in `{argument}`", str(strange[0]), map(str, keys))
        )
    return [one for key, below in branches for one in along(given.get(key), below, owner, argument)]


def deep_names(structure: Any, names: list[str]) -> list[str]:
    """The names of outputs in a nested dict: their keys, and in lists their own names after the list's."""
    found = []
    for (path, _), name in zip(tree.flatten_with_path(structure), names):
        last = path[-1] if isinstance(path[-1], str) else name
        found.append("/".join([*(str(key) for key in path[:-1]), last]))
    return found
