"""LAMB: Adam whose step for each variable is as long as the variable's norm says."""

from typing import Any

from keraunos import ops
from keraunos.core.registry import register
from keraunos.core.typing import Array
from keraunos.core.variable import Variable
from keraunos.optimizers.moments import MomentOptimizer


@register("keras.optimizers.Lamb")
class Lamb(MomentOptimizer):
    """r = m̂ / (sqrt(v̂) + epsilon), m̂ and v̂ as of Adam; w' = w - rate·r·‖w‖ / ‖r‖.

    Where ‖w‖ or ‖r‖ is 0 the ratio is 1.

    Args:
        learning_rate: as of Optimizer. beta_1, beta_2: in [0, 1). epsilon: a float > 0.
        The rest as of Optimizer.
    Source: You et al. 2020, arXiv:1904.00962 (without decay in r).
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

    def update_step(self, gradient: Array, variable: Variable, learning_rate: Array) -> None:
        """One step for one variable."""
        dtype, w = variable._dtype, variable.value
        mean, square = self.moments(gradient, variable)
        mean = mean / (1 - self.power(self.beta_1, dtype))
        square = square / (1 - self.power(self.beta_2, dtype))
        step = mean / (ops.sqrt(square) + self.epsilon)
        variable.assign(w - _trust(w, step) * step * learning_rate)


def _trust(w: Array, step: Array) -> Array:
    """‖w‖ / ‖step‖, or 1 where one of them is 0."""
    long, short = (ops.sqrt(ops.sum(ops.square(x))) for x in (w, step))
    fine = ops.logical_and(ops.greater(long, 0), ops.greater(short, 0))
    return ops.where(fine, long / ops.where(fine, short, 1), 1)
