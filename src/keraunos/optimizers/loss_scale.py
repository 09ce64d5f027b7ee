"""A loss scale that finds itself: as large as 16-bit gradients allow."""

from collections.abc import Sequence
from typing import Any

import numpy as np

from keraunos import ops
from keraunos.core.errors import bad, unknown
from keraunos.core.registry import register, serialize
from keraunos.core.variable import Variable
from keraunos.optimizers import around
from keraunos.optimizers.optimizer import BASE_ARGUMENTS, Optimizer


@register("keras.optimizers.LossScaleOptimizer", "keras.mixed_precision.LossScaleOptimizer")
class LossScaleOptimizer(Optimizer):
    """Multiplies the loss by a scale and divides the gradients by it before another optimizer sees them.

    A gradient that is not finite halves the scale, and that step changes nothing else; after
    dynamic_growth_steps finite steps in a row the scale doubles.

    Args:
        inner_optimizer: the optimizer that moves the variables.
        initial_scale: the first scale, a float > 0. dynamic_growth_steps: an int >= 1. name: its name.
    Raises: ValueError for an argument that belongs to the inner optimizer.
    Source: Micikevicius et al. 2018, arXiv:1710.03740, section 3.2.
    """

    def __init__(
        self, inner_optimizer: Optimizer, initial_scale: float = 2.0**15,
        dynamic_growth_steps: int = 2000, name: str | None = None, **kwargs: Any,
    ) -> None:  # fmt: skip
        for given in kwargs:
            fix = "Give it to the inner optimizer." if given in BASE_ARGUMENTS else ""
            known = ("initial_scale", "dynamic_growth_steps", "name")
            raise ValueError(unknown("LossScaleOptimizer", "argument", given, known, fix))
        if not isinstance(inner_optimizer, Optimizer):
            raise ValueError(
                bad("LossScaleOptimizer", "inner_optimizer", "an optimizer", inner_optimizer, "")
            )
        super().__init__(0.0, name=name)
        self.inner_optimizer = inner_optimizer
        self.initial_scale, self.dynamic_growth_steps = initial_scale, dynamic_growth_steps

    @property
    def variables(self) -> list[Variable]:
        """Its own, then the inner optimizer's."""
        return [*super().variables, *self.inner_optimizer.variables]

    @property
    def iterations(self) -> Any:
        """The inner optimizer's."""
        return self.inner_optimizer.iterations

    @property
    def learning_rate(self) -> Any:
        """The inner optimizer's."""
        return self.inner_optimizer.learning_rate

    @learning_rate.setter
    def learning_rate(self, value: Any) -> None:
        self.inner_optimizer.learning_rate = value

    def build(self, variables: Sequence[Variable]) -> None:
        """Make the scale and its counter, and the inner optimizer's slots."""
        if self.built:
            return
        super().build(variables)
        self.step_counter = self.add_variable((), dtype="int32", name="step_counter")
        scale = np.float32(self.initial_scale)
        self.dynamic_scale = self.add_variable(
            (), lambda shape, dtype=None: scale, "float32", name="dynamic_scale"
        )
        self.inner_optimizer.build(variables)

    def apply(
        self, grads: Sequence[Any], trainable_variables: Sequence[Variable] | None = None
    ) -> None:
        """Update variables with scaled gradients, unless one is not finite."""
        if trainable_variables is not None:
            self.build(list(trainable_variables))
        variables = list(trainable_variables or self._trainable_variables)
        touched = [*self._trainable_variables, *self.variables]

        def move() -> None:
            scale = self.dynamic_scale.value
            self.inner_optimizer.apply([_divided(g, scale) for g in grads], variables)
            full = ops.equal(self.step_counter.value, self.dynamic_growth_steps - 1)
            self.step_counter.assign(ops.where(full, 0, self.step_counter.value + 1))
            grows = ops.logical_and(full, ops.isfinite(scale * 2.0))  # from inf none comes back
            self.dynamic_scale.assign(ops.where(grows, scale * 2.0, scale))

        def halve() -> None:
            self.step_counter.assign(0)
            self.dynamic_scale.assign(self.dynamic_scale.value / 2.0)

        around.either(self.check_finite(grads), touched, move, halve)

    def check_finite(self, grads: Sequence[Any]) -> Any:
        """Whether every element of every gradient is a finite number."""
        return around.finite(grads)

    def scale_loss(self, loss: Any) -> Any:
        """The loss times the scale."""
        scale = self.dynamic_scale.value if self.built else self.initial_scale
        return loss * ops.cast(scale, ops.convert_to_tensor(loss).dtype.name)

    def exclude_from_weight_decay(self, var_list: Any = None, var_names: Any = None) -> None:
        """Hand on to the inner optimizer."""
        self.inner_optimizer.exclude_from_weight_decay(var_list, var_names)

    def finalize_variable_values(self, var_list: Sequence[Variable]) -> None:
        """Hand on to the inner optimizer."""
        self.inner_optimizer.finalize_variable_values(var_list)

    def get_config(self) -> dict[str, Any]:
        """The arguments that make an equal optimizer."""
        return {
            "name": self.name,
            "inner_optimizer": serialize(self.inner_optimizer),
            "initial_scale": self.initial_scale,
            "dynamic_growth_steps": self.dynamic_growth_steps,
        }


def _divided(gradient: Any, scale: Any) -> Any:
    return None if gradient is None else gradient / ops.cast(scale, gradient.dtype.name)
