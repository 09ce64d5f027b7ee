"""What Adam and its kin share: running means of gradients and of their squares."""

from collections.abc import Sequence
from typing import Any

from keraunos import ops
from keraunos.core.typing import Array
from keraunos.core.variable import Variable
from keraunos.optimizers.optimizer import Optimizer


def wide(value: Any, dtype: str) -> Array:
    """A number in a variable's dtype, but in 32 bits at least: 0.999 is 1 in bfloat16."""
    return ops.cast(value, "float32" if dtype in ("bfloat16", "float16") else dtype)


def count(optimizer: Optimizer, dtype: str, ahead: int = 1) -> Array:
    """The number of the update, from 1."""
    return wide(optimizer.iterations + ahead, dtype)


def moved(slot: Variable, value: Array, beta: Any) -> Array:
    """Assign s' = s + (value - s)(1 - beta) to a slot; returns it."""
    new = slot.value + (value - slot.value) * (1 - beta)
    slot.assign(new)
    return new


class MomentOptimizer(Optimizer):
    """An optimizer with slots m and v for each variable; a subclass sets beta_1, beta_2 and epsilon."""

    beta_1: float
    beta_2: float
    epsilon: float
    rounds_betas = False
    """Whether 1 - b2 is taken of b2 as it is in the variable's dtype; Keras' rules differ in this."""

    def build(self, variables: Sequence[Variable]) -> None:
        """Make the running means and squares."""
        if self.built:
            return
        super().build(variables)
        self._make_moments(variables)

    def _make_moments(self, variables: Sequence[Variable]) -> None:
        names = ["momentum", "velocity"]
        self._momentums, self._velocities = self.add_optimizer_variables(variables, names)

    def moments(self, gradient: Array, variable: Variable) -> tuple[Array, Array]:
        """m' = m + (g - m)(1 - b1) and v' = v + (g² - v)(1 - b2), assigned."""
        index = self._get_variable_index(variable)
        beta_2 = wide(self.beta_2, variable._dtype) if self.rounds_betas else self.beta_2
        mean = moved(self._momentums[index], gradient, self.beta_1)
        return mean, moved(self._velocities[index], ops.square(gradient), beta_2)

    def corrected(self, rate: Array, dtype: str) -> Array:
        """rate · sqrt(1 - b2^t) / (1 - b1^t), as both moments start at 0."""
        return (
            rate
            * ops.sqrt(1 - self.power(self.beta_2, dtype))
            / (1 - self.power(self.beta_1, dtype))
        )

    def power(self, base: Any, dtype: str, ahead: int = 1) -> Array:
        """base^t, t the number of the update from 1 (for ahead = 1)."""
        return ops.power(wide(base, dtype), count(self, dtype, ahead))
