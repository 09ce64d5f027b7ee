"""What `compile()` was given, broadcast over the model's outputs: losses, their weights, metrics."""

import inspect
import warnings
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

import numpy as np

from keraunos import losses, metrics, ops, optimizers
from keraunos.core import masks, tree
from keraunos.core.errors import ShapeError, bad, users_level
from keraunos.core.registry import deserialize, serialize
from keraunos.core.symbolic import KerasTensor
from keraunos.metrics.lookup import BY_SHAPE
from keraunos.optimizers.optax_adapter import OptaxOptimizer
from keraunos.training.checks import check_count
from keraunos.training.resolve import along, as_loss, as_metric, deep_names, is_deep, spread


class Target(NamedTuple):
    """One output with a loss: the loss, its weight, and the average that reports it."""

    at: int
    name: str
    loss: Any
    weight: float | None
    tracker: Any


class Watch(NamedTuple):
    """One metric of one output."""

    at: int
    name: str
    metric: Any
    weighted: bool


class Compiled:
    """The compiled settings of a model; losses and metrics are resolved when shapes are known.

    Args: as of `Model.compile`; auto_scale_loss: whether to scale the loss.
    """

    def __init__(
        self, optimizer: Any = "rmsprop", loss: Any = None, loss_weights: Any = None,
        metrics: Any = None, weighted_metrics: Any = None, run_eagerly: bool = False,
        steps_per_execution: int = 1, jit_compile: Any = "auto", auto_scale_loss: bool = False,
    ) -> None:  # fmt: skip
        if run_eagerly and jit_compile is True:
            jit_compile = False
            warnings.warn(
                "compile: `run_eagerly` and `jit_compile=True` exclude each other. It runs eagerly.",
                stacklevel=users_level(),
            )
        if steps_per_execution != "auto":
            check_count("compile", "steps_per_execution", steps_per_execution, 1)
        self._given = {k: v for k, v in locals().items() if k not in ("self", "auto_scale_loss")}
        self.optimizer = optimizers.get(optimizer)
        if auto_scale_loss and not isinstance(self.optimizer, optimizers.LossScaleOptimizer):
            self.optimizer = optimizers.LossScaleOptimizer(self.optimizer)
        self.loss, self.loss_weights = loss, loss_weights
        self.metrics_given, self.weighted_given = metrics, weighted_metrics
        self.run_eagerly, self.jit_compile = bool(run_eagerly), jit_compile
        self.loss_tracker = metrics_mean("loss")
        self._targets: list[Target] = []
        self._watches: list[Watch] = []
        self._structure: Any = None
        self.built = False
        self._outputs: list[str] = []
        self._check_names()

    def set_optimizer(self, optimizer: Any) -> None:
        """Train by another optimizer from now on."""
        self.optimizer = self._given["optimizer"] = optimizers.get(optimizer)

    @staticmethod
    def arguments() -> list[str]:
        """The names of compile's arguments."""
        return list(inspect.signature(Compiled.__init__).parameters)[1:]

    def _check_names(self) -> None:
        """Refuse unknown strings at compile(), not at the first step."""
        for one in tree.flatten(self.loss):
            if isinstance(one, str):
                losses.get(one)
        for one in (*tree.flatten(self.metrics_given), *tree.flatten(self.weighted_given)):
            if isinstance(one, str) and one.lower() not in BY_SHAPE:
                metrics.get(one)

    def asks_nothing(self) -> bool:
        """Whether there is neither a loss nor a metric."""
        given = (self.loss, self.metrics_given, self.weighted_given)
        return all(one is None for one in tree.flatten(given))

    def succeed(self, before: "Compiled | None") -> None:
        """Let the optimizer go on from the state that a file's held for it, if it did."""
        old = None if before is None else before.optimizer
        if isinstance(old, OptaxOptimizer) and isinstance(self.optimizer, OptaxOptimizer):
            self.optimizer.inherit(old)

    # --- resolving ------------------------------------------------------------------------------

    def build(self, y: Any, y_pred: Any, names: list[str]) -> None:
        """Resolve losses and metrics for outputs and targets of these shapes.

        Args:
            y: structure of specs of the targets, or None. y_pred: of the outputs.
            names: the outputs' names.
        Raises: ValueError naming the output whose loss or targets are missing or do not fit.
        """
        if self.built:
            return
        predictions = tree.flatten(y_pred)
        self._structure = y_pred
        names = self._outputs = _names_for(y_pred, names)
        targets = self.aligned(y, names) if y is not None else [None] * len(predictions)
        weights = spread(self.loss_weights, names, y_pred, "loss_weights")
        several = len(predictions) > 1
        losses_given = spread(self.loss, names, y_pred, "loss", repeat=True)
        tracked = len([loss for loss in losses_given if loss is not None]) > 1
        for i, given in enumerate(losses_given):
            if given is None:
                continue
            if targets[i] is None and isinstance(y, dict):
                raise ValueError(
                    f"fit: `y` must be a dict with the outputs' names {names} as keys; got {list(y)}. "
                    f"{names[i]!r} has a loss: give its targets that name, or the layer that makes it."
                )
            loss = as_loss(given)
            check_target(loss, targets[i], predictions[i], names[i])
            tracker = metrics_mean(f"{names[i]}_loss") if tracked else None
            self._targets.append(Target(i, names[i], loss, weights[i], tracker))
        if isinstance(y_pred, dict) and isinstance(self.loss, dict):
            said = list(map(str, self.loss))
            self._targets.sort(key=lambda target: said.index(target.name.split("/")[0]))
        for given, weighted in ((self.metrics_given, False), (self.weighted_given, True)):
            for i, many in enumerate(spread(given, names, y_pred, "metrics", lists=True)):
                for one in tree.flatten(many) if many is not None else ():
                    if one is None:
                        continue
                    metric = as_metric(one, targets[i], predictions[i])
                    if targets[i] is not None:
                        metric.prepare(targets[i], predictions[i])
                    output = f"{names[i]}_" if several else ""
                    name = output + metric.name
                    if weighted and any(w.name == name for w in self._watches):
                        name = f"{output}weighted_{metric.name}"
                    self._watches.append(Watch(i, self._free(name), metric, weighted))
        self.built = True

    def ensure_built(self, y: Any, y_pred: Any, names: list[str]) -> None:
        """`build` from arrays, where a step of one's own is the first to show targets and outputs."""
        if not self.built:
            targets = None if y is None else tree.map_structure(_spec_of, y)
            self.build(targets, tree.map_structure(_spec_of, y_pred), names)

    def _free(self, name: str) -> str:
        taken = {w.name for w in self._watches}
        count = 1
        while name in taken:
            name, count = f"{name.removesuffix(f'_{count - 1}')}_{count}", count + 1
        return name

    def aligned(self, y: Any, names: list[str] | None = None) -> list[Any]:
        """The targets in the order of the outputs.

        Raises: ValueError if their number or names differ.
        """
        structure = self._structure
        if isinstance(y, dict) and isinstance(structure, dict):
            if is_deep(structure):
                return along(y, structure, "fit", "y")
            return [y.get(key) for key in sorted(structure)]
        if isinstance(y, dict) and names:
            return [y.get(name) for name in names]
        flat, count = tree.flatten(y), len(tree.flatten(structure))
        learnt = self._learnt(count)
        if len(flat) == len(learnt):
            return [flat[learnt.index(i)] if i in learnt else None for i in range(count)]
        if len(flat) != count:
            raise ValueError(
                f"fit: `y` must hold {count} array(s), one for each output; got {len(flat)}. Pass "
                f"{'one array' if count == 1 else 'a list in the order of the outputs'}."
            )
        return flat

    def _learnt(self, count: int) -> list[int]:
        """The numbers of the outputs with a loss, where a list says that others have none."""
        given = self.loss
        if not isinstance(given, (list, tuple)) or len(given) != count or None not in given:
            return list(range(count))
        return [i for i, loss in enumerate(given) if loss is not None]

    # --- in the step ----------------------------------------------------------------------------

    def total_loss(self, y: Any, y_pred: Any, sample_weight: Any, added: list[Any]) -> Any:
        """The weighted sum of the outputs' losses and of what layers added; updates the trackers."""
        total: list[Any] = []
        predictions = tree.flatten(y_pred)
        targets = (
            self.aligned(y, self.names_of_outputs()) if y is not None else [None] * len(predictions)
        )
        weights = self._weights(sample_weight, len(predictions))
        for target in self._targets:
            i = target.at
            if targets[i] is None:
                continue
            mask = masks.get_mask(predictions[i])
            masked = {} if mask is None else {"mask": mask}  # a loss of one's own need not know it
            value = target.loss(targets[i], predictions[i], sample_weight=weights[i], **masked)
            if target.tracker is not None:
                target.tracker.update_state(value, sample_weight=predictions[i].shape[0])
            total.append(value if target.weight is None else value * target.weight)
        total += [ops.sum(ops.cast(loss, "float32")) for loss in added]
        if not total:
            raise ValueError(
                "compile: there is no loss to minimise. Pass loss= to compile(), or call add_loss() in "
                "a layer."
            )
        result = total[0]
        for loss in total[1:]:
            result = result + loss
        return result

    def update_metrics(self, y: Any, y_pred: Any, sample_weight: Any) -> None:
        """Add a batch to every metric."""
        predictions = tree.flatten(y_pred)
        targets = (
            self.aligned(y, self.names_of_outputs()) if y is not None else [None] * len(predictions)
        )
        weights = self._weights(sample_weight, len(predictions))
        for watch in self._watches:
            i = watch.at
            if targets[i] is None:
                continue
            weight = {"sample_weight": weights[i]} if watch.weighted else {}
            watch.metric.update_state(targets[i], predictions[i], **weight)

    def _weights(self, sample_weight: Any, count: int) -> list[Any]:
        if isinstance(sample_weight, dict):
            return [sample_weight.get(name) for name in self.names_of_outputs()]
        flat = tree.flatten(sample_weight)
        if len(flat) == 1:
            return flat * count
        if len(flat) != count:
            raise ShapeError(
                bad("fit", "sample_weight", f"one array or {count}", f"{len(flat)} arrays", "")
            )
        return flat

    def names_of_outputs(self) -> list[str]:
        """The names under which targets and weights of outputs come."""
        return self._outputs

    # --- what is reported -----------------------------------------------------------------------

    def named_metrics(self) -> Iterator[tuple[str, Any]]:
        """Pairs (name in the logs, metric): the loss, the outputs' losses, the metrics."""
        yield "loss", self.loss_tracker
        for target in self._targets:
            if target.tracker is not None:
                yield target.tracker.name, target.tracker
        for watch in self._watches:
            yield watch.name, watch.metric

    def all_metrics(self) -> list[Any]:
        """Every metric once."""
        return list({id(m): m for _, m in self.named_metrics()}.values())

    def names(self) -> list[str]:
        """The names in the order of `evaluate`'s list: losses, then metrics, of several outputs sorted."""
        names = [name for name, _ in self.named_metrics()]
        if len(self._outputs) < 2:
            return names
        first = len(names) - len(self._watches)
        return names[:first] + sorted(names[first:])

    def variables(self) -> list[Any]:
        """The metrics' variables."""
        return [v for m in self.all_metrics() for v in m.variables]

    def losses_of_outputs(self) -> list[tuple[int, Any]]:
        """Pairs (index of the output, loss)."""
        return [(t.at, t.loss) for t in self._targets]

    def get_config(self) -> dict[str, Any]:
        """The arguments as JSON types."""
        return {k: serialize(v) for k, v in {**self._given, "optimizer": self.optimizer}.items()}

    @staticmethod
    def arguments_from(config: dict[str, Any]) -> dict[str, Any]:
        """The arguments that a config names."""
        revive: dict[str, Callable[[Any], Any]] = {"optimizer": optimizers.get}
        return {k: revive.get(k, _revived)(v) for k, v in config.items()}


def _revived(value: Any) -> Any:
    if isinstance(value, dict) and "class_name" in value:
        return deserialize(value)
    if isinstance(value, dict):
        return {k: _revived(v) for k, v in value.items()}
    return [_revived(v) for v in value] if isinstance(value, list) else value


def metrics_mean(name: str) -> Any:
    """An average that rides in the state."""
    return metrics.Mean(name=name)


def _names_for(structure: Any, names: list[str]) -> list[str]:
    if isinstance(structure, dict) and all(not tree.is_nested(v) for v in structure.values()):
        return [str(k) for k in sorted(structure)]
    count = len(tree.flatten(structure))
    if is_deep(structure) and len(names) == count:
        return deep_names(structure, names)
    return (
        names
        if len(names) == count
        else [f"output_{i}" for i in range(count)]
        if count > 1
        else ["output"]
    )


def check_target(loss: Any, target: Any, prediction: Any, name: str) -> None:
    """Refuse targets that cannot fit an output, before anything is traced.

    Raises: ShapeError (a ValueError) saying both shapes and the way out.
    """
    if target is None:
        raise ValueError(f"fit: output '{name}' has a loss but no targets; got y=None. Pass y.")
    label = getattr(loss, "name", None) or type(loss).__name__
    t, p = tuple(target.shape), tuple(prediction.shape)
    if label not in _ELEMENTWISE and label not in _SPARSE:
        return
    if label in _SPARSE:
        _check_sparse(label, t, p, name)
        return
    if t[1:] == p[1:] or _fits(t, p):
        return
    one_hot = label == "categorical_crossentropy" and (len(t) == len(p) - 1 or t[-1:] == (1,))
    remedy = (
        "For integer labels use loss='sparse_categorical_crossentropy', or make them one-hot with "
        "utils.to_categorical(y)." if one_hot else
        f"Make the last layer's size {t[-1] if len(t) > 1 else 1}, or reshape y."
    )  # fmt: skip
    raise ShapeError(
        f"fit: {label} on output '{name}' expects y of shape {_batch(p)}; got {_batch(t)}. {remedy}"
    )


_SPARSE = ("sparse_categorical_crossentropy",)
_ELEMENTWISE = (
    "mean_squared_error", "mean_absolute_error", "binary_crossentropy", "categorical_crossentropy",
    "mean_absolute_percentage_error", "mean_squared_logarithmic_error", "huber", "log_cosh",
    "kl_divergence", "poisson", "hinge", "squared_hinge", "categorical_hinge", "cosine_similarity",
    "binary_focal_crossentropy", "categorical_focal_crossentropy", "dice", "tversky",
)  # fmt: skip


def _fits(t: tuple[Any, ...], p: tuple[Any, ...]) -> bool:
    """(n,) against (n, 1) and the other way round, and sizes not known yet."""
    if len(t) == len(p):
        return all(a is None or b is None or a == b for a, b in zip(t[1:], p[1:]))
    longer, shorter = (t, p) if len(t) > len(p) else (p, t)
    return len(longer) - len(shorter) == 1 and longer[-1] == 1 and _fits(longer[:-1], shorter)


def _check_sparse(label: str, t: tuple[Any, ...], p: tuple[Any, ...], name: str) -> None:
    if len(t) == len(p) - 1 or (len(t) == len(p) and t[-1] == 1):
        return
    remedy = "Pass class numbers, one a row."
    if t[1:] == p[1:]:
        remedy = "For one-hot rows use loss='categorical_crossentropy', or y.argmax(-1)."
    raise ShapeError(
        f"fit: {label} on output '{name}' of shape {_batch(p)} expects y of shape {_batch(p[:-1])}; "
        f"got {_batch(t)}. {remedy}"
    )


def _batch(shape: tuple[Any, ...]) -> str:
    return f"({', '.join(['batch', *map(str, shape[1:])])}{',' if len(shape) == 1 else ''})"


def _spec_of(x: Any) -> KerasTensor:
    array = x if hasattr(x, "dtype") else np.asarray(x)
    return KerasTensor(array.shape, str(array.dtype))
