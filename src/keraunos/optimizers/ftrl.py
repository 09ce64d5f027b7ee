"""FTRL-proximal: steps that keep most weights at exactly 0."""

from collections.abc import Sequence
from typing import Any

from keraunos import ops
from keraunos.core.errors import bad
from keraunos.core.registry import register
from keraunos.core.typing import Array
from keraunos.core.variable import Variable
from keraunos.optimizers.optimizer import Optimizer
from keraunos.optimizers.slots import filled

_NOT_NEGATIVE = (
    "initial_accumulator_value", "l1_regularization_strength", "l2_regularization_strength",
    "l2_shrinkage_regularization_strength",
)  # fmt: skip


@register("keras.optimizers.Ftrl")
class Ftrl(Optimizer):
    """w' = (clip(z', -l1, l1) - z') / q, with z' = z + g + 2·shrink·w - σ·w.

    a' = a + g²; σ = (a'^-p - a^-p) / rate; q = a'^-p / rate + 2·(l2 + beta / (2·rate)); p the power.

    Args:
        learning_rate: as of Optimizer. learning_rate_power: <= 0; 0: a fixed rate.
        initial_accumulator_value: the first a, a float >= 0.
        l1_regularization_strength, l2_regularization_strength: floats >= 0.
        l2_shrinkage_regularization_strength: adds 2·shrink·w to the gradient in z, a float >= 0.
        beta: a float >= 0. The rest as of Optimizer.
    Raises: ValueError for a number outside its range.
    Source: McMahan et al. 2013, "Ad click prediction", algorithm 1.
    """

    def __init__(
        self, learning_rate: Any = 0.001, learning_rate_power: float = -0.5,
        initial_accumulator_value: float = 0.1, l1_regularization_strength: float = 0.0,
        l2_regularization_strength: float = 0.0, l2_shrinkage_regularization_strength: float = 0.0,
        beta: float = 0.0, weight_decay: float | None = None, clipnorm: float | None = None,
        clipvalue: float | None = None,
        global_clipnorm: float | None = None, use_ema: bool = False, ema_momentum: float = 0.99,
        ema_overwrite_frequency: int | None = None, loss_scale_factor: float | None = None,
        gradient_accumulation_steps: int | None = None, name: str | None = None, **kwargs: Any,
    ) -> None:  # fmt: skip
        super().__init__(
            learning_rate, weight_decay, clipnorm, clipvalue, global_clipnorm, use_ema, ema_momentum,
            ema_overwrite_frequency, loss_scale_factor, gradient_accumulation_steps, name, **kwargs,
        )  # fmt: skip
        self.learning_rate_power, self.beta = learning_rate_power, beta
        self.initial_accumulator_value = initial_accumulator_value
        self.l1_regularization_strength = l1_regularization_strength
        self.l2_regularization_strength = l2_regularization_strength
        self.l2_shrinkage_regularization_strength = l2_shrinkage_regularization_strength
        if learning_rate_power > 0:
            raise ValueError(
                bad("Ftrl", "learning_rate_power", "a float <= 0", learning_rate_power, "")
            )
        for arg in _NOT_NEGATIVE:
            if getattr(self, arg) < 0:
                raise ValueError(bad("Ftrl", arg, "a float >= 0", getattr(self, arg), ""))

    def build(self, variables: Sequence[Variable]) -> None:
        """Make the sums of squares and the linear terms."""
        if self.built:
            return
        super().build(variables)
        first = filled(self.initial_accumulator_value)
        self._accumulators, self._linears = self.add_optimizer_variables(
            variables, ["accumulator", "linear"], [first, "zeros"]
        )

    def update_step(self, gradient: Array, variable: Variable, learning_rate: Array) -> None:
        """One step for one variable."""
        index, power = self._get_variable_index(variable), -self.learning_rate_power
        slot, linear = self._accumulators[index], self._linears[index]
        w, rate, l1 = variable.value, learning_rate, self.l1_regularization_strength
        total = slot.value + ops.square(gradient)
        root, before = ops.power(total, power), ops.power(slot.value, power)
        shrunk = gradient + 2 * self.l2_shrinkage_regularization_strength * w
        z = linear.value + shrunk - (root - before) / rate * w
        l2 = self.l2_regularization_strength + self.beta / (2 * rate)
        variable.assign((ops.clip(z, -l1, l1) - z) / (root / rate + 2 * l2))
        slot.assign(total)
        linear.assign(z)
