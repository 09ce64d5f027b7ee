"""Nadam: Adam that looks ahead along its momentum."""

from collections.abc import Sequence
from typing import Any

import numpy as np

from keraunos import ops
from keraunos.core import config
from keraunos.core.registry import register
from keraunos.core.typing import Array
from keraunos.core.variable import Variable
from keraunos.optimizers.moments import MomentOptimizer


@register("keras.optimizers.Nadam")
class Nadam(MomentOptimizer):
    """Adam with the mean m̂ = u(t+1)·m' / (1 - U·u(t+1)) + (1 - u(t))·g / (1 - U), U = u(1)·…·u(t).

    u(t) = b1·(1 - 0.96^t / 2); w' = w - rate·m̂ / (sqrt(v' / (1 - b2^t)) + epsilon)

    Args:
        learning_rate: as of Optimizer. beta_1, beta_2: in [0, 1). epsilon: a float > 0.
        The rest as of Optimizer.
    Source: Dozat 2016, "Incorporating Nesterov momentum into Adam".
    """

    rounds_betas = True

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
        """Make the running means and squares, and the product of the momenta."""
        if self.built:
            return
        super().build(variables)
        self._u_product = Variable(np.float64(1), trainable=False, dtype=config.floatx())

    def _update(self, grads: list[Any], variables: list[Variable], rate: Any) -> None:
        self._u_product.assign(self._u_product.value * self._momentum_at(1, self._u_product._dtype))
        super()._update(grads, variables, rate)

    def _momentum_at(self, ahead: int, dtype: str) -> Array:
        return self.beta_1 * (1 - 0.5 * self.power(0.96, dtype, ahead))

    def update_step(self, gradient: Array, variable: Variable, learning_rate: Array) -> None:
        """One step for one variable."""
        dtype = variable._dtype
        mean, square = self.moments(gradient, variable)
        now, ahead = self._momentum_at(1, dtype), self._momentum_at(2, dtype)
        product = ops.cast(self._u_product.value, now.dtype.name)
        looked = ahead * mean / (1 - product * ahead) + (1 - now) * gradient / (1 - product)
        root = ops.sqrt(square / (1 - self.power(self.beta_2, dtype))) + self.epsilon
        variable.assign(variable.value - looked * learning_rate / root)
