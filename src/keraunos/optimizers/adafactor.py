"""Adafactor: Adam whose second moment is kept as one row and one column for each matrix."""

from collections.abc import Sequence
from typing import Any

import numpy as np

from keraunos import ops
from keraunos.core.registry import register
from keraunos.core.typing import Array
from keraunos.core.variable import Variable
from keraunos.optimizers.moments import count
from keraunos.optimizers.optimizer import Optimizer


@register("keras.optimizers.Adafactor")
class Adafactor(Optimizer):
    """w' = w - rate'·u / max(1, rms(u) / clip_threshold), u = g / sqrt(v), rms the root mean square.

    v of a matrix is r·c / mean(r), with r and c the running means of g² + epsilon_1 over the last axis
    and the one before; of a vector the running g² + epsilon_1. All decay by 1 - t^beta_2_decay.
    rate' = max(epsilon_2, rms(w)) · rate; relative_step: the rate is at most 1 / sqrt(t).

    Args:
        learning_rate: as of Optimizer. beta_2_decay: a float < 0.
        epsilon_1: added to squares, a float > 0. epsilon_2: the least rms of w, a float > 0.
        clip_threshold: the largest rms of a step, a float > 0. relative_step: see above.
        The rest as of Optimizer.
    Source: Shazeer & Stern 2018, arXiv:1804.04235.
    """

    def __init__(
        self, learning_rate: Any = 0.001, beta_2_decay: float = -0.8, epsilon_1: float = 1e-30,
        epsilon_2: float = 1e-3, clip_threshold: float = 1.0, relative_step: bool = True,
        weight_decay: float | None = None, clipnorm: float | None = None, clipvalue: float | None = None,
        global_clipnorm: float | None = None, use_ema: bool = False, ema_momentum: float = 0.99,
        ema_overwrite_frequency: int | None = None, loss_scale_factor: float | None = None,
        gradient_accumulation_steps: int | None = None, name: str | None = None, **kwargs: Any,
    ) -> None:  # fmt: skip
        super().__init__(
            learning_rate, weight_decay, clipnorm, clipvalue, global_clipnorm, use_ema, ema_momentum,
            ema_overwrite_frequency, loss_scale_factor, gradient_accumulation_steps, name, **kwargs,
        )  # fmt: skip
        self.beta_2_decay, self.epsilon_1, self.epsilon_2 = beta_2_decay, epsilon_1, epsilon_2
        self.clip_threshold, self.relative_step = clip_threshold, relative_step

    def build(self, variables: Sequence[Variable]) -> None:
        """Make a row, a column and a full second moment for each variable; a vector has only the last."""
        if self.built:
            return
        super().build(variables)
        self._r, self._c, self._v = [], [], []
        for v in variables:
            self._r.append(self._factor(v, v.shape[:-1]))
            self._c.append(self._factor(v, (*v.shape[:-2], v.shape[-1]) if v.shape else ()))
            self._v.append(self.add_variable_from_reference(v, "velocity"))

    def _factor(self, variable: Variable, shape: tuple[int, ...]) -> Variable:
        """A slot of a matrix; of a vector a number that is never read, as files have a place for it."""
        if variable.ndim < 2:
            return Variable(np.int32(0), trainable=False, dtype="int32", name=variable.name)
        return self.add_variable(shape, dtype=variable.dtype, name=variable.name)

    def update_step(self, gradient: Array, variable: Variable, learning_rate: Array) -> None:
        """One step for one variable."""
        w, t = variable.value, count(self, variable._dtype)
        rate = ops.minimum(learning_rate, 1 / ops.sqrt(t)) if self.relative_step else learning_rate
        fade = 1 - ops.power(t, self.beta_2_decay)
        square = ops.square(gradient) + self.epsilon_1
        step = gradient / ops.sqrt(self._second_moment(variable, square, fade))
        step = step / ops.maximum(1.0, _rms(step) / self.clip_threshold)
        variable.assign(w - rate * ops.maximum(self.epsilon_2, _rms(w)) * step)

    def _second_moment(self, variable: Variable, square: Array, fade: Array) -> Array:
        index = self._get_variable_index(variable)
        row, column, full = self._r[index], self._c[index], self._v[index]
        found = square
        if variable.ndim >= 2:
            row.assign(fade * row.value + (1 - fade) * ops.mean(square, axis=-1))
            column.assign(fade * column.value + (1 - fade) * ops.mean(square, axis=-2))
            share = row.value / ops.mean(row.value, axis=-1, keepdims=True)
            full.assign(share[..., None] * column.value[..., None, :])
        else:
            full.assign(fade * full.value + (1 - fade) * found)
        return full.value


def _rms(x: Array) -> Array:
    return ops.sqrt(ops.mean(ops.square(x)))
