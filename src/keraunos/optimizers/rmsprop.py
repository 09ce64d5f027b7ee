"""RMSprop: each step divided by a running root mean square of the gradients."""

from collections.abc import Sequence
from typing import Any

from keraunos import ops
from keraunos.core.registry import register
from keraunos.core.typing import Array
from keraunos.core.variable import Variable
from keraunos.optimizers.optimizer import Optimizer


@register("keras.optimizers.RMSprop", "keras.optimizers.RMSProp")
class RMSprop(Optimizer):
    """s' = rho·s + (1 - rho)·g²; w' = w - rate·g / sqrt(s' + epsilon).

    Centered: s' - m'² in place of s', m' the running mean of g. With momentum: v' = momentum·v + step.

    Args:
        learning_rate: as of Optimizer. rho: in [0, 1). momentum: a float >= 0.
        epsilon: a float > 0. centered: whether the variance rather than the square is used.
        The rest as of Optimizer.
    Source: Tieleman & Hinton 2012, lecture 6.5 (epsilon inside the root, as Keras has it;
        torch and optax add it outside).
    """

    def __init__(
        self, learning_rate: Any = 0.001, rho: float = 0.9, momentum: float = 0.0, epsilon: float = 1e-7,
        centered: bool = False, weight_decay: float | None = None, clipnorm: float | None = None,
        clipvalue: float | None = None, global_clipnorm: float | None = None, use_ema: bool = False,
        ema_momentum: float = 0.99, ema_overwrite_frequency: int | None = None,
        loss_scale_factor: float | None = None, gradient_accumulation_steps: int | None = None,
        name: str | None = None, **kwargs: Any,
    ) -> None:  # fmt: skip
        super().__init__(
            learning_rate, weight_decay, clipnorm, clipvalue, global_clipnorm, use_ema, ema_momentum,
            ema_overwrite_frequency, loss_scale_factor, gradient_accumulation_steps, name, **kwargs,
        )  # fmt: skip
        self.rho, self.momentum, self.epsilon, self.centered = rho, momentum, epsilon, centered

    def build(self, variables: Sequence[Variable]) -> None:
        """Make the running squares, and velocities and means where they are needed."""
        if self.built:
            return
        super().build(variables)
        self._velocities = self.add_optimizer_variables(variables, "velocity")
        self._momentums = (
            self.add_optimizer_variables(variables, "momentum") if self.momentum else []
        )
        self._average_gradients = (
            self.add_optimizer_variables(variables, "average_gradient") if self.centered else []
        )

    def update_step(self, gradient: Array, variable: Variable, learning_rate: Array) -> None:
        """One step for one variable."""
        index = self._get_variable_index(variable)
        square = self._velocities[index]
        spread = self.rho * square.value + (1 - self.rho) * ops.square(gradient)
        square.assign(spread)
        if self.centered:
            slot = self._average_gradients[index]
            mean = self.rho * slot.value + (1 - self.rho) * gradient
            slot.assign(mean)
            spread = spread - ops.square(mean)
        step = learning_rate * gradient / ops.sqrt(spread + self.epsilon)
        if self.momentum:
            slot = self._momentums[index]
            step = self.momentum * slot.value + step
            slot.assign(step)
        variable.assign(variable.value - step)
