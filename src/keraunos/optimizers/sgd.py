"""Stochastic gradient descent, with momentum if wanted."""

from collections.abc import Sequence
from typing import Any

from keraunos.core.errors import bad
from keraunos.core.registry import register
from keraunos.core.typing import Array
from keraunos.core.variable import Variable
from keraunos.optimizers.optimizer import Optimizer


def sgd(
    gradient: Array, velocity: Array, rate: Array, momentum: float, nesterov: bool
) -> tuple[Array, Array]:
    """The step and the new velocity: v' = momentum·v - rate·g."""
    velocity = velocity * momentum - gradient * rate
    return (velocity * momentum - gradient * rate if nesterov else velocity), velocity


@register("keras.optimizers.SGD", "keras.optimizers.sgd")
class SGD(Optimizer):
    """w' = w - rate·g; with momentum v' = momentum·v - rate·g, w' = w + v'.

    Args:
        learning_rate: as of Optimizer. momentum: in [0, 1]. nesterov: look ahead along the velocity.
        The rest as of Optimizer.
    Raises: ValueError if momentum is outside [0, 1].
    Source: Sutskever et al. 2013, PMLR 28 (nesterov: w' = w + momentum·v' - rate·g).
    """

    def __init__(
        self, learning_rate: Any = 0.01, momentum: float = 0.0, nesterov: bool = False,
        weight_decay: float | None = None, clipnorm: float | None = None, clipvalue: float | None = None,
        global_clipnorm: float | None = None, use_ema: bool = False, ema_momentum: float = 0.99,
        ema_overwrite_frequency: int | None = None, loss_scale_factor: float | None = None,
        gradient_accumulation_steps: int | None = None, name: str | None = None, **kwargs: Any,
    ) -> None:  # fmt: skip
        super().__init__(
            learning_rate, weight_decay, clipnorm, clipvalue, global_clipnorm, use_ema, ema_momentum,
            ema_overwrite_frequency, loss_scale_factor, gradient_accumulation_steps, name, **kwargs,
        )  # fmt: skip
        if not isinstance(momentum, (int, float)) or not 0 <= momentum <= 1:
            raise ValueError(bad("SGD", "momentum", "a float in [0, 1]", momentum, ""))
        self.momentum, self.nesterov = momentum, nesterov

    def build(self, variables: Sequence[Variable]) -> None:
        """Make the velocities, if there is momentum."""
        if not self.built:
            super().build(variables)
            self.momentums = []
            if self.momentum:
                self.momentums = self.add_optimizer_variables(variables, "momentum")

    def update_step(self, gradient: Array, variable: Variable, learning_rate: Array) -> None:
        """One step for one variable."""
        if not self.momentum:
            variable.assign(variable.value - gradient * learning_rate)
            return
        slot = self.momentums[self._get_variable_index(variable)]
        delta, velocity = sgd(gradient, slot.value, learning_rate, self.momentum, self.nesterov)
        slot.assign(velocity)
        variable.assign(variable.value + delta)
