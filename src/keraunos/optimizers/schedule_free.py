"""Schedule-free AdamW: an average of iterates in the place of a falling learning rate."""

from collections.abc import Sequence
from typing import Any

from keraunos import ops
from keraunos.core.registry import register
from keraunos.core.typing import Array
from keraunos.core.variable import Variable
from keraunos.optimizers.moments import MomentOptimizer, count, moved, wide


@register("keras.optimizers.ScheduleFreeAdamW")
class ScheduleFreeAdamW(MomentOptimizer):
    """z' = z - rate·g / (sqrt(v̂) + epsilon); x' = x + (z' - x) / t; w' = b1·x' + (1 - b1)·z'.

    v̂ is Adam's corrected running square; x, the average, is read back from w and z.

    Args:
        learning_rate: as of Optimizer. beta_1: in (0, 1]. beta_2: in [0, 1). epsilon: a float > 0.
        warmup_steps: updates over which the rate rises from 0, an int >= 0. The rest as of Optimizer.
    Source: Defazio et al. 2024, arXiv:2405.15682.
    """

    def __init__(
        self, learning_rate: Any = 0.0025, beta_1: float = 0.9, beta_2: float = 0.999,
        epsilon: float = 1e-8, warmup_steps: int = 0, weight_decay: float | None = None,
        clipnorm: float | None = None, clipvalue: float | None = None,
        global_clipnorm: float | None = None, use_ema: bool = False, ema_momentum: float = 0.99,
        ema_overwrite_frequency: int | None = None, loss_scale_factor: float | None = None,
        gradient_accumulation_steps: int | None = None, name: str | None = None, **kwargs: Any,
    ) -> None:  # fmt: skip
        super().__init__(
            learning_rate, weight_decay, clipnorm, clipvalue, global_clipnorm, use_ema, ema_momentum,
            ema_overwrite_frequency, loss_scale_factor, gradient_accumulation_steps, name, **kwargs,
        )  # fmt: skip
        self.beta_1, self.beta_2, self.epsilon = beta_1, beta_2, epsilon
        self.warmup_steps = warmup_steps

    def _make_moments(self, variables: Sequence[Variable]) -> None:
        super()._make_moments(variables)
        for slot, v in zip(self._momentums, variables):  # z starts where the variable is
            slot.assign(v.value)

    def update_step(self, gradient: Array, variable: Variable, learning_rate: Array) -> None:
        """One step for one variable."""
        dtype, index = variable._dtype, self._get_variable_index(variable)
        t = count(self, dtype)
        if self.warmup_steps > 0:
            learning_rate = learning_rate * ops.minimum(1.0, t / self.warmup_steps)
        b1, b2 = wide(self.beta_1, dtype), wide(self.beta_2, dtype)
        square = moved(self._velocities[index], ops.square(gradient), b2)
        root = ops.sqrt(square / (1 - self.power(self.beta_2, dtype))) + self.epsilon
        slot, share = self._momentums[index], 1 / t
        average = (variable.value - (1 - b1) * slot.value) / b1
        slot.assign(slot.value - learning_rate * gradient / root)
        average = (1 - share) * average + share * slot.value
        variable.assign(b1 * average + (1 - b1) * slot.value)
