"""Adam and AdamW: running mean over running root mean square, both corrected for their start at 0."""

from collections.abc import Sequence
from typing import Any

from keraunos import ops
from keraunos.core.errors import bad
from keraunos.core.registry import register
from keraunos.core.typing import Array
from keraunos.core.variable import Variable
from keraunos.optimizers.moments import MomentOptimizer


@register("keras.optimizers.Adam")
class Adam(MomentOptimizer):
    """m' = m + (g - m)(1 - b1); v' = v + (g² - v)(1 - b2); w' = w - a·m' / (sqrt(v') + epsilon).

    a = rate · sqrt(1 - b2^t) / (1 - b1^t), t the number of the step from 1.

    Args:
        learning_rate: as of Optimizer. beta_1, beta_2: in [0, 1). epsilon: a float > 0.
        amsgrad: divide by the largest v so far. The rest as of Optimizer.
    Source: Kingma & Ba 2015, arXiv:1412.6980, the form before section 2.1 (epsilon beside the uncorrected
        root); amsgrad: Reddi et al. 2018.
    """

    def __init__(
        self, learning_rate: Any = 0.001, beta_1: float = 0.9, beta_2: float = 0.999,
        epsilon: float = 1e-7, amsgrad: bool = False, weight_decay: float | None = None,
        clipnorm: float | None = None, clipvalue: float | None = None,
        global_clipnorm: float | None = None, use_ema: bool = False, ema_momentum: float = 0.99,
        ema_overwrite_frequency: int | None = None, loss_scale_factor: float | None = None,
        gradient_accumulation_steps: int | None = None, name: str | None = None, **kwargs: Any,
    ) -> None:  # fmt: skip
        super().__init__(
            learning_rate, weight_decay, clipnorm, clipvalue, global_clipnorm, use_ema, ema_momentum,
            ema_overwrite_frequency, loss_scale_factor, gradient_accumulation_steps, name, **kwargs,
        )  # fmt: skip
        self.beta_1, self.beta_2, self.epsilon, self.amsgrad = beta_1, beta_2, epsilon, amsgrad

    def build(self, variables: Sequence[Variable]) -> None:
        """Make the running means and squares, and their maxima."""
        if self.built:
            return
        super().build(variables)
        if self.amsgrad:
            self._velocity_hats = self.add_optimizer_variables(variables, "velocity_hat")

    def update_step(self, gradient: Array, variable: Variable, learning_rate: Array) -> None:
        """One step for one variable."""
        mean, square = self.moments(gradient, variable)
        if self.amsgrad:
            slot = self._velocity_hats[self._get_variable_index(variable)]
            square = ops.maximum(slot.value, square)
            slot.assign(square)
        rate = self.corrected(learning_rate, variable._dtype)
        variable.assign(variable.value - mean * rate / (ops.sqrt(square) + self.epsilon))


@register("keras.optimizers.AdamW")
class AdamW(Adam):
    """Adam with weight decay: w is first multiplied by (1 - rate · weight_decay).

    Args: weight_decay: a float; the rest as of Adam.
    Raises: ValueError if weight_decay is None.
    Source: Loshchilov & Hutter 2019, arXiv:1711.05101 (decay times the learning rate).
    """

    def __init__(
        self, learning_rate: Any = 0.001, weight_decay: float | None = 0.004, beta_1: float = 0.9,
        beta_2: float = 0.999, epsilon: float = 1e-7, amsgrad: bool = False,
        clipnorm: float | None = None, clipvalue: float | None = None,
        global_clipnorm: float | None = None, use_ema: bool = False, ema_momentum: float = 0.99,
        ema_overwrite_frequency: int | None = None, loss_scale_factor: float | None = None,
        gradient_accumulation_steps: int | None = None, name: str | None = None, **kwargs: Any,
    ) -> None:  # fmt: skip
        super().__init__(
            learning_rate, beta_1, beta_2, epsilon, amsgrad, weight_decay, clipnorm, clipvalue,
            global_clipnorm, use_ema, ema_momentum, ema_overwrite_frequency, loss_scale_factor,
            gradient_accumulation_steps, name, **kwargs,
        )  # fmt: skip
        if weight_decay is None:
            raise ValueError(
                bad("AdamW", "weight_decay", "a float", weight_decay, "Use Adam without it.")
            )
