"""Adagrad: each step divided by the root of all squared gradients so far."""

from collections.abc import Sequence
from typing import Any

from keraunos import ops
from keraunos.core.registry import register
from keraunos.core.typing import Array
from keraunos.core.variable import Variable
from keraunos.optimizers.optimizer import Optimizer
from keraunos.optimizers.slots import filled


@register("keras.optimizers.Adagrad")
class Adagrad(Optimizer):
    """a' = a + g²; w' = w - rate·g / sqrt(a' + epsilon).

    Args:
        learning_rate: as of Optimizer. initial_accumulator_value: the first a, a float >= 0.
        epsilon: a float > 0. The rest as of Optimizer.
    Source: Duchi et al. 2011, JMLR 12 (epsilon inside the root).
    """

    def __init__(
        self, learning_rate: Any = 0.001, initial_accumulator_value: float = 0.1, epsilon: float = 1e-7,
        weight_decay: float | None = None, clipnorm: float | None = None, clipvalue: float | None = None,
        global_clipnorm: float | None = None, use_ema: bool = False, ema_momentum: float = 0.99,
        ema_overwrite_frequency: int | None = None, loss_scale_factor: float | None = None,
        gradient_accumulation_steps: int | None = None, name: str | None = None, **kwargs: Any,
    ) -> None:  # fmt: skip
        super().__init__(
            learning_rate, weight_decay, clipnorm, clipvalue, global_clipnorm, use_ema, ema_momentum,
            ema_overwrite_frequency, loss_scale_factor, gradient_accumulation_steps, name, **kwargs,
        )  # fmt: skip
        self.initial_accumulator_value, self.epsilon = initial_accumulator_value, epsilon

    def build(self, variables: Sequence[Variable]) -> None:
        """Make the sums of squares."""
        if self.built:
            return
        super().build(variables)
        first = filled(self.initial_accumulator_value)
        self._accumulators = self.add_optimizer_variables(variables, "accumulator", first)

    def update_step(self, gradient: Array, variable: Variable, learning_rate: Array) -> None:
        """One step for one variable."""
        slot = self._accumulators[self._get_variable_index(variable)]
        total = slot.value + ops.square(gradient)
        slot.assign(total)
        variable.assign(variable.value - learning_rate * gradient / ops.sqrt(total + self.epsilon))
