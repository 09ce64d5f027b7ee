"""Adadelta: steps sized by the ratio of two running root mean squares."""

from collections.abc import Sequence
from typing import Any

from keraunos import ops
from keraunos.core.registry import register
from keraunos.core.typing import Array
from keraunos.core.variable import Variable
from keraunos.optimizers.optimizer import Optimizer


@register("keras.optimizers.Adadelta")
class Adadelta(Optimizer):
    """a' = rho·a + (1 - rho)·g²; step = -g · rms(d) / rms(a'); w' = w + rate·step.

    d' = rho·d + (1 - rho)·step²; rms(x) = sqrt(x + epsilon)

    Args:
        learning_rate: as of Optimizer; the paper's is 1. rho: in [0, 1). epsilon: a float > 0.
        The rest as of Optimizer.
    Source: Zeiler 2012, arXiv:1212.5701.
    """

    def __init__(
        self, learning_rate: Any = 0.001, rho: float = 0.95, epsilon: float = 1e-7,
        weight_decay: float | None = None, clipnorm: float | None = None, clipvalue: float | None = None,
        global_clipnorm: float | None = None, use_ema: bool = False, ema_momentum: float = 0.99,
        ema_overwrite_frequency: int | None = None, loss_scale_factor: float | None = None,
        gradient_accumulation_steps: int | None = None, name: str | None = None, **kwargs: Any,
    ) -> None:  # fmt: skip
        super().__init__(
            learning_rate, weight_decay, clipnorm, clipvalue, global_clipnorm, use_ema, ema_momentum,
            ema_overwrite_frequency, loss_scale_factor, gradient_accumulation_steps, name, **kwargs,
        )  # fmt: skip
        self.rho, self.epsilon = rho, epsilon

    def build(self, variables: Sequence[Variable]) -> None:
        """Make the running squares of gradients and of steps."""
        if self.built:
            return
        super().build(variables)
        self._accumulated_grads, self._accumulated_delta_vars = self.add_optimizer_variables(
            variables, ["accumulated_grad", "accumulated_delta_var"]
        )

    def update_step(self, grad: Array, variable: Variable, learning_rate: Array) -> None:  # type: ignore[override]
        """One step for one variable."""
        index, rho = self._get_variable_index(variable), self.rho
        grads, steps = self._accumulated_grads[index], self._accumulated_delta_vars[index]
        square = rho * grads.value + (1 - rho) * ops.square(grad)
        step = -self._rms(steps.value) * grad / self._rms(square)
        grads.assign(square)
        steps.assign(rho * steps.value + (1 - rho) * ops.square(step))
        variable.assign(variable.value + step * learning_rate)

    def _rms(self, square: Array) -> Array:
        return ops.sqrt(square + self.epsilon)
