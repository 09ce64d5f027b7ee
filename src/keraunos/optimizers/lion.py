"""Lion: steps of one size, in the direction of a sign."""

from collections.abc import Sequence
from typing import Any

from keraunos import ops
from keraunos.core.errors import bad
from keraunos.core.registry import register
from keraunos.core.typing import Array
from keraunos.core.variable import Variable
from keraunos.optimizers.optimizer import Optimizer


@register("keras.optimizers.Lion")
class Lion(Optimizer):
    """w' = w - rate·sign(b1·m + (1 - b1)·g); m' = b2·m + (1 - b2)·g.

    Args:
        learning_rate: as of Optimizer; 3 to 10 times smaller than Adam's. beta_1: in (0, 1].
        beta_2: in [0, 1). The rest as of Optimizer.
    Raises: ValueError if beta_1 is outside (0, 1].
    Source: Chen et al. 2023, arXiv:2302.06675.
    """

    def __init__(
        self, learning_rate: Any = 0.001, beta_1: float = 0.9, beta_2: float = 0.99,
        weight_decay: float | None = None, clipnorm: float | None = None, clipvalue: float | None = None,
        global_clipnorm: float | None = None, use_ema: bool = False, ema_momentum: float = 0.99,
        ema_overwrite_frequency: int | None = None, loss_scale_factor: float | None = None,
        gradient_accumulation_steps: int | None = None, name: str | None = None, **kwargs: Any,
    ) -> None:  # fmt: skip
        super().__init__(
            learning_rate, weight_decay, clipnorm, clipvalue, global_clipnorm, use_ema, ema_momentum,
            ema_overwrite_frequency, loss_scale_factor, gradient_accumulation_steps, name, **kwargs,
        )  # fmt: skip
        if not 0 < beta_1 <= 1:
            raise ValueError(bad("Lion", "beta_1", "a float in (0, 1]", beta_1, ""))
        self.beta_1, self.beta_2 = beta_1, beta_2

    def build(self, variables: Sequence[Variable]) -> None:
        """Make the running means."""
        if not self.built:
            super().build(variables)
            self._momentums = self.add_optimizer_variables(variables, "momentum")

    def update_step(self, gradient: Array, variable: Variable, learning_rate: Array) -> None:
        """One step for one variable."""
        slot = self._momentums[self._get_variable_index(variable)]
        m, b1, b2 = slot.value, self.beta_1, self.beta_2
        direction = ops.sign(m * b1 + gradient * (1 - b1))
        variable.assign(variable.value - learning_rate * direction)
        slot.assign(m * b2 + gradient * (1 - b2))
