"""Adamax: Adam with the largest gradient so far in the place of the root mean square."""

from collections.abc import Sequence
from typing import Any

from keraunos import ops
from keraunos.core.registry import register
from keraunos.core.typing import Array
from keraunos.core.variable import Variable
from keraunos.optimizers.moments import count, moved, wide
from keraunos.optimizers.optimizer import Optimizer


@register("keras.optimizers.Adamax")
class Adamax(Optimizer):
    """m' = m + (g - m)(1 - b1); u' = max(b2·u, |g|); w' = w - rate·m' / ((1 - b1^t)(u' + epsilon)).

    Args:
        learning_rate: as of Optimizer. beta_1, beta_2: in [0, 1). epsilon: a float > 0.
        The rest as of Optimizer.
    Source: Kingma & Ba 2015, arXiv:1412.6980, section 7.
    """

    def __init__(
        self, learning_rate: Any = 0.001, beta_1: float = 0.9, beta_2: float = 0.999, epsilon: float = 1e-7,
        weight_decay: float | None = None, clipnorm: float | None = None, clipvalue: float | None = None,
        global_clipnorm: float | None = None, use_ema: bool = False, ema_momentum: float = 0.99,
        ema_overwrite_frequency: int | None = None, loss_scale_factor: float | None = None,
        gradient_accumulation_steps: int | None = None, name: str | None = None, **kwargs: Any,
    ) -> None:  # fmt: skip
        super().__init__(
            learning_rate, weight_decay, clipnorm, clipvalue, global_clipnorm, use_ema, ema_momentum,
            ema_overwrite_frequency, loss_scale_factor, gradient_accumulation_steps, name, **kwargs,
        )  # fmt: skip
        self.beta_1, self.beta_2, self.epsilon = beta_1, beta_2, epsilon

    def build(self, variables: Sequence[Variable]) -> None:
        """Make the running means and the decayed maxima."""
        if self.built:
            return
        super().build(variables)
        self._m, self._u = self.add_optimizer_variables(variables, ["momentum", "norm"])

    def update_step(self, gradient: Array, variable: Variable, learning_rate: Array) -> None:
        """One step for one variable."""
        index, t = self._get_variable_index(variable), count(self, variable._dtype)
        power = ops.power(wide(self.beta_1, variable._dtype), t)
        m, u = self._m[index], self._u[index]
        mean = moved(m, gradient, self.beta_1)
        largest = ops.maximum(self.beta_2 * u.value, ops.abs(gradient))
        u.assign(largest)
        step = learning_rate * mean / ((1 - power) * (largest + self.epsilon))
        variable.assign(variable.value - step)
