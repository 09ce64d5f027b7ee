"""A student trained on the data and on what its teacher says of them."""

from typing import Any

from keraunos import metrics, ops
from keraunos.core import tree
from keraunos.core.errors import bad
from keraunos.core.registry import deserialize, register, serialize
from keraunos.core.symbolic import KerasTensor
from keraunos.core.typing import Array
from keraunos.distillation.loss import DistillationLoss, feature_model
from keraunos.models import Model
from keraunos.training.compiled import Compiled


@register("keras.distillation.Distiller")
class Distiller(Model):
    r"""Trains a student: $w\,l(y, s) + (1 - w) \sum_i w_i\, d_i(t, s)$; the teacher stays as it is.

    Args:
        teacher, student: models with inputs and outputs of equal shapes.
        distillation_losses: a DistillationLoss, or a list of them: the $d_i$.
        distillation_loss_weights: their $w_i$, floats; None: 1.
        student_loss_weight: $w$, in [0, 1]; 0: the data's targets are not looked at.
    Raises: ValueError for things that are no models, losses, or that do not fit each other.
    Example:
        >>> from keraunos import Input, Sequential, layers
        >>> teacher = Sequential([Input((2,)), layers.Dense(8), layers.Dense(3)])
        >>> student = Sequential([Input((2,)), layers.Dense(3)])
        >>> from keraunos.distillation import LogitsDistillation
        >>> distiller = Distiller(teacher, student, LogitsDistillation(temperature=2.0))
        >>> distiller.compile("sgd", "sparse_categorical_crossentropy")
        >>> history = distiller.fit(np.ones((4, 2)), np.zeros(4), verbose=0).history
        >>> sorted(history)
        ['distillation_loss', 'loss', 'student_loss', 'total_loss']
    Source: Hinton, Vinyals, Dean 2015, arXiv:1503.02531. As in Keras, sample weights and what layers add
        as losses are no part of the sum, and the losses' own averages count every batch alike.
    Differs: outputs may be lists and dicts.
    """

    batch_independent = False
    _untracked = Model._untracked | {"_student_compiled", "_features", "distillation_losses"}

    def __init__(
        self, teacher: Any, student: Any, distillation_losses: Any,
        distillation_loss_weights: Any = None, student_loss_weight: float = 0.5,
        name: str = "distiller", **kwargs: Any,
    ) -> None:  # fmt: skip
        super().__init__(name=name, **kwargs)
        _check_models(teacher, student)
        if not isinstance(student_loss_weight, (int, float)) or not 0 <= student_loss_weight <= 1:
            expected = "a number in [0, 1]"
            raise ValueError(
                bad("Distiller", "student_loss_weight", expected, student_loss_weight, "")
            )
        self.student_loss_weight = student_loss_weight
        self.distillation_losses = _losses(distillation_losses)
        self.distillation_loss_weights = _weights(
            distillation_loss_weights, len(self.distillation_losses)
        )
        for loss in self.distillation_losses:
            loss.validate_model_compatibility(teacher, student)
        self.teacher, self.student = teacher, student
        self.teacher.trainable = False
        self.student_loss_tracker = metrics.Mean(name="student_loss")
        self.distillation_loss_tracker = metrics.Mean(name="distillation_loss")
        self.total_loss_tracker = metrics.Mean(name="total_loss")
        self._student_compiled: Any = None
        sides = ((teacher, "teacher_layer_name"), (student, "student_layer_name"))
        self._features = [
            [_features_of(model, getattr(loss, side, None)) for model, side in sides]
            for loss in self.distillation_losses
        ]

    def compile(  # type: ignore[override]
        self, optimizer: Any = "adam", loss: Any = None, metrics: Any = None, **kwargs: Any
    ) -> None:
        """Say how to train; the loss is that of the student on the data.

        Args: loss: as of `Model.compile`, not None. metrics: a list. optimizer, kwargs: as there.
        Raises: ValueError without a loss, or for metrics that are no list.
        """
        if loss is None:
            fix = "Pass the student's loss; its weight is student_loss_weight."
            raise ValueError(bad("Distiller.compile", "loss", "a loss", None, fix))
        if metrics is not None and not isinstance(metrics, (list, tuple)):
            raise ValueError(bad("Distiller.compile", "metrics", "a list", metrics, ""))
        weights = kwargs.pop("loss_weights", None)
        super().compile(optimizer=optimizer, loss=None, metrics=metrics, **kwargs)
        self._student_compiled = Compiled(loss=loss, loss_weights=weights)

    def call(self, inputs: Any, training: bool | None = None, **kwargs: Any) -> Any:
        """What the student says."""
        return self.student(inputs, training=training, **kwargs)

    def compute_loss(
        self, x: Any = None, y: Any = None, y_pred: Any = None, sample_weight: Any = None,
        training: bool = True,
    ) -> Any:  # fmt: skip
        """The weighted sum of the student's loss and the distillation losses of a batch.

        Args: x: inputs. y: targets, or None. y_pred: what the student said; None: it is asked.
        """
        if y_pred is None:
            y_pred = self(x, training=training)
        own = self._student_loss(y, y_pred) if y is not None and self.student_loss_weight else None
        student_loss = ops.zeros(()) if own is None else own
        distillation_loss = ops.zeros(())
        if self.student_loss_weight < 1:
            distillation_loss = self._distillation_loss(x, y_pred, training)
        w = self.student_loss_weight
        total = w * student_loss + (1 - w) * distillation_loss
        self.student_loss_tracker.update_state(student_loss)
        self.distillation_loss_tracker.update_state(distillation_loss)
        self.total_loss_tracker.update_state(total)
        return total

    def _student_loss(self, y: Any, y_pred: Any) -> Array:
        compiled = self._student_compiled
        if compiled is None:
            raise ValueError("Distiller: it is not compiled. Call compile(optimizer, loss) first.")
        specs = (tree.map_structure(_spec, value) for value in (y, y_pred))
        compiled.build(*specs, self._output_names())
        return compiled.total_loss(y, y_pred, None, [])

    def _distillation_loss(self, x: Any, y_pred: Any, training: bool) -> Array:
        said = ops.stop_gradient
        taught = tree.map_structure(said, self.teacher(x, training=False))
        total: Any = 0.0
        for loss, weight, (of_teacher, of_student) in zip(
            self.distillation_losses, self.distillation_loss_weights, self._features, strict=True
        ):
            t = taught if of_teacher is None else said(of_teacher(x, training=False))
            s = y_pred if of_student is None else of_student(x, training=training)
            total = total + weight * loss.compute_loss(t, s)
        return total

    def _output_names(self) -> list[str]:
        return self.student._output_names()

    def get_compile_config(self) -> dict[str, Any] | None:
        """The arguments of compile() as JSON types."""
        config = super().get_compile_config()
        if config is None:
            return None
        compiled = self._student_compiled
        return {**config, "loss": serialize(compiled.loss), "loss_weights": compiled.loss_weights}

    @classmethod
    def from_config(cls, config: dict[str, Any], custom_objects: Any = None) -> Any:
        """The distiller that `get_config` describes."""
        parts = ("teacher", "student", "distillation_losses")
        revived = {name: _tree_of(config[name]) for name in parts}
        return cls(**{**config, **revived})


def _tree_of(config: Any) -> Any:
    """The object of a config, or the list of them."""
    return [deserialize(c) for c in config] if isinstance(config, list) else deserialize(config)


def _spec(array: Any) -> KerasTensor:
    return KerasTensor((None, *array.shape[1:]), str(array.dtype))


def _features_of(model: Any, name: str | None) -> Any:
    return None if name is None else feature_model(model, name)


def _losses(given: Any) -> list[DistillationLoss]:
    found = list(given) if isinstance(given, (list, tuple)) else [given]
    for loss in found:
        if not isinstance(loss, DistillationLoss):
            fix = "Pass LogitsDistillation(), say."
            raise ValueError(
                bad("Distiller", "distillation_losses", "DistillationLosses", loss, fix)
            )
    return found


def _weights(given: Any, count: int) -> list[float]:
    found = [1.0] * count if given is None else list(given)
    if len(found) != count:
        expected = f"{count} numbers, one for each loss"
        raise ValueError(bad("Distiller", "distillation_loss_weights", expected, given, ""))
    return found


def _check_models(teacher: Any, student: Any) -> None:
    for name, model in (("teacher", teacher), ("student", student)):
        if not isinstance(model, Model):
            raise ValueError(bad("Distiller", name, "a Model", model, ""))
    for what in ("input", "output"):
        pair = [getattr(model, f"{what}s", None) or [] for model in (teacher, student)]
        if not all(pair):  # a model without a graph is looked at when data come
            continue
        ours, theirs = ([tuple(t.shape) for t in side] for side in reversed(pair))
        if len(ours) != len(theirs) or not all(map(_fit, ours, theirs)):
            raise ValueError(
                f"Distiller: the {what} shapes of the student must be the teacher's, {theirs}; got {ours}."
            )
        dtypes = [[str(t.dtype) for t in side] for side in pair]
        if dtypes[0] != dtypes[1]:
            raise ValueError(
                f"Distiller: the {what} dtypes of the student must be the teacher's, {dtypes[0]}; got "
                f"{dtypes[1]}."
            )


def _fit(a: tuple[Any, ...], b: tuple[Any, ...]) -> bool:
    return len(a) == len(b) and all(x == y or x is None or y is None for x, y in zip(a, b))
