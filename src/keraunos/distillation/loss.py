"""How far a student is from its teacher: by the outputs, or by what two layers inside give."""

from collections.abc import Callable
from typing import Any

from keraunos import losses, ops
from keraunos.core import registry, tree
from keraunos.core.errors import bad
from keraunos.core.registry import custom_object_scope, register
from keraunos.core.typing import Array
from keraunos.models import Model


@register("keras.distillation.DistillationLoss")
class DistillationLoss:
    """What a distillation loss is; a subclass writes `compute_loss`.

    Example:
        >>> class Gap(DistillationLoss):
        ...     def compute_loss(self, teacher_outputs, student_outputs, **kwargs):
        ...         return ops.mean(ops.abs(teacher_outputs - student_outputs))
        >>> float(Gap().compute_loss(ops.ones(2), ops.zeros(2)))
        1.0
    Source: the form of Keras 3. Differs: nothing.
    """

    def compute_loss(self, teacher_outputs: Any, student_outputs: Any, **kwargs: Any) -> Array:
        """The loss of a batch, a scalar. Args: outputs: what the two models gave."""
        raise NotImplementedError(
            f"{type(self).__name__}: compute_loss(self, teacher_outputs, student_outputs) is not written."
        )

    def validate_outputs(self, teacher_outputs: Any, student_outputs: Any) -> None:
        """Raise a ValueError if the outputs are not as many.

        Args: teacher_outputs, student_outputs: arrays or structures of them.
        """
        counts = len(tree.flatten(teacher_outputs)), len(tree.flatten(student_outputs))
        if counts[0] != counts[1]:
            expected = f"{counts[0]} arrays, as those of the teacher"
            raise ValueError(bad(self._who(), "student_outputs", expected, counts[1], ""))

    def validate_model_compatibility(self, teacher: Any, student: Any) -> None:
        """Raise a ValueError if two models cannot be compared; here all can."""

    def _who(self) -> str:
        return type(self).__name__


class _Compared(DistillationLoss):
    """A sum of losses, one for each output of a structure; None leaves an output out."""

    def __init__(self, loss: Any) -> None:
        self.loss = tree.map_structure(lambda x: x and losses.get(x), loss, none_is_leaf=True)
        if not any(x is not None for x in tree.flatten(self.loss)):
            expected = "a loss, or a structure with one at least"
            raise ValueError(bad(self._who(), "loss", expected, loss, "Pass 'mse', say."))

    def validate_outputs(self, teacher_outputs: Any, student_outputs: Any) -> None:
        """Raise a ValueError if the outputs are not structured as the loss is.

        Args: teacher_outputs, student_outputs: arrays or structures of them.
        """
        super().validate_outputs(teacher_outputs, student_outputs)
        for outputs in (teacher_outputs, student_outputs):
            tree.assert_same_structure(self.loss, outputs)

    def _sum(self, fn: Callable[..., Any], teacher: Any, student: Any) -> Array:
        """The sum over the outputs of the mean of fn(loss, teacher's, student's)."""
        self.validate_outputs(teacher, student)
        triples = zip(*(tree.flatten(x) for x in (self.loss, teacher, student)), strict=True)
        means = [ops.mean(fn(*triple)) for triple in triples if triple[0] is not None]
        return ops.sum(ops.stack(means))

    def get_config(self) -> dict[str, Any]:
        """The arguments that make an equal object."""
        said = tree.map_structure(lambda x: x and losses.serialize(x), self.loss, none_is_leaf=True)
        return {"loss": said}

    @classmethod
    def from_config(cls, config: dict[str, Any], custom_objects: Any = None) -> Any:
        """The object that `get_config` describes."""
        with custom_object_scope(custom_objects or {}):
            return cls(**{**config, "loss": _revived(config["loss"])})


@register("keras.distillation.LogitsDistillation")
class LogitsDistillation(_Compared):
    r"""The loss between the logits of both, divided by a temperature $T$.

    $l(t / T, s / T)$; for a `losses.KLDivergence` $T^2\, l(\mathrm{softmax}(t/T), \mathrm{softmax}(s/T))$.

    Args:
        temperature: $T$; a float > 0; larger ones soften.
        loss: a name, function or Loss; or a structure of them as the outputs are.
    Raises: ValueError for a temperature that is not positive, or an unknown loss.
    Example:
        >>> logits = ops.array([[1.0, 3.0]])
        >>> float(LogitsDistillation(2.0, "mse").compute_loss(logits, logits + 2.0))
        1.0
    Source: Hinton, Vinyals, Dean 2015, arXiv:1503.02531, which is `losses.KLDivergence()` here; by the name
        "kl_divergence" the formula sees logits that are no probabilities, as in Keras.
    Differs: nothing.
    """

    def __init__(self, temperature: float = 3.0, loss: Any = "kl_divergence") -> None:
        number = isinstance(temperature, (int, float)) and temperature > 0
        if not number:
            raise ValueError(bad(self._who(), "temperature", "a number > 0", temperature, ""))
        self.temperature = temperature
        super().__init__(loss)

    def compute_loss(self, teacher_outputs: Any, student_outputs: Any, **kwargs: Any) -> Array:
        """The loss of a batch, a scalar. Args: outputs: logits, or structures of them."""
        return self._sum(self._softened, teacher_outputs, student_outputs)

    def _softened(self, loss: Any, teacher: Array, student: Array) -> Array:
        teacher, student = teacher / self.temperature, student / self.temperature
        if not isinstance(loss, losses.KLDivergence):
            return loss(teacher, student)
        return loss(ops.softmax(teacher), ops.softmax(student)) * self.temperature**2

    def get_config(self) -> dict[str, Any]:
        """The arguments that make an equal object."""
        return {"temperature": self.temperature, **super().get_config()}


@register("keras.distillation.FeatureDistillation")
class FeatureDistillation(_Compared):
    """The loss between what a layer of the teacher and a layer of the student give.

    Args:
        loss: a name, function or Loss; or a structure of them as the features are.
        teacher_layer_name, student_layer_name: the layers; None: the models' outputs.
    Raises: ValueError for an unknown loss; where a Distiller is made, for unknown layers.
    Example:
        >>> float(FeatureDistillation("mse").compute_loss(ops.ones((1, 2)), ops.zeros((1, 2))))
        1.0
    Source: Romero et al. 2015, arXiv:1412.6550, without its regressor. Differs: nothing.
    """

    def __init__(
        self, loss: Any = "mse", teacher_layer_name: str | None = None,
        student_layer_name: str | None = None,
    ) -> None:  # fmt: skip
        super().__init__(loss)
        self.teacher_layer_name, self.student_layer_name = teacher_layer_name, student_layer_name

    def validate_model_compatibility(self, teacher: Any, student: Any) -> None:
        """Raise a ValueError if a layer is not there, or cannot be reached.

        Args: teacher, student: models.
        """
        for model, name in ((teacher, self.teacher_layer_name), (student, self.student_layer_name)):
            if name is not None:
                feature_model(model, name)

    def compute_loss(self, teacher_outputs: Any, student_outputs: Any, **kwargs: Any) -> Array:
        """The loss of a batch, a scalar. Args: outputs: the features, or structures of them."""
        return self._sum(lambda loss, *pair: loss(*pair), teacher_outputs, student_outputs)

    def get_config(self) -> dict[str, Any]:
        """The arguments that make an equal object."""
        names = ("teacher_layer_name", "student_layer_name")
        return {**super().get_config(), **{name: getattr(self, name) for name in names}}


def feature_model(model: Any, name: str) -> Model:
    """A model from the inputs of another to the output of one of its layers.

    Raises: ValueError if it is no graph, or has no such layer.
    """
    if not getattr(model, "inputs", None):
        raise ValueError(
            f"FeatureDistillation: layers by name need a functional or sequential model; '{model.name}' has "
            "no symbolic inputs. Build it from Input tensors, or leave the names out to compare outputs."
        )
    return Model(model.inputs, model.get_layer(name).output)


def _revived(config: Any) -> Any:
    """The losses of a config, where they are."""
    if isinstance(config, dict) and "class_name" not in config:
        return {key: _revived(value) for key, value in config.items()}
    if isinstance(config, (list, tuple)):
        return [_revived(value) for value in config]
    return registry.deserialize(config, package="keras.losses") if config is not None else None
