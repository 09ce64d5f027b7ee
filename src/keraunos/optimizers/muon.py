"""Muon: matrices move by an orthogonal matrix near their momentum; everything else as with AdamW."""

import re
from collections.abc import Sequence
from typing import Any

from keraunos import ops
from keraunos.core.registry import register
from keraunos.core.typing import Array
from keraunos.core.variable import Variable
from keraunos.optimizers import around
from keraunos.optimizers.moments import MomentOptimizer


@register("keras.optimizers.Muon")
class Muon(MomentOptimizer):
    """m' = momentum·m + g; w' = w - rate·rms_rate·sqrt(max(rows, columns))·orthogonal(m').

    orthogonal(x): ns_steps times x' = a·x + (b·s + c·s²)·x, s = x·xᵀ, from x / (‖x‖ + epsilon), which
    draws all singular values towards 1. A variable that is no matrix moves as with Adam.

    Args:
        learning_rate: as of Optimizer. adam_beta_1, adam_beta_2: in [0, 1). epsilon: a float > 0.
        adam_weight_decay: weight decay of what moves as with Adam. weight_decay: of matrices.
        exclude_layers: patterns; a variable whose path has one moves as with Adam.
        exclude_embeddings: whether "embedding" is such a pattern.
        muon_a, muon_b, muon_c: a, b and c above. adam_lr_ratio: Adam's rate over the rate.
        momentum: in [0, 1). ns_steps: an int >= 0. nesterov: g + momentum·m' in the place of m'.
        rms_rate: see above; None: no such factor. The rest as of Optimizer.
    Source: Jordan et al. 2024, "Muon"; the factor: Liu et al. 2025, arXiv:2502.16982.
    """

    def __init__(
        self, learning_rate: Any = 0.001, adam_beta_1: float = 0.9, adam_beta_2: float = 0.999,
        adam_weight_decay: float | None = 0.004, epsilon: float = 1e-7,
        weight_decay: float | None = 0.004, clipnorm: float | None = None,
        clipvalue: float | None = None, global_clipnorm: float | None = None, use_ema: bool = False,
        ema_momentum: float = 0.99, ema_overwrite_frequency: int | None = None,
        loss_scale_factor: float | None = None, gradient_accumulation_steps: int | None = None,
        name: str | None = None, exclude_layers: Sequence[str] | None = None,
        exclude_embeddings: bool = True, muon_a: float = 3.4445, muon_b: float = -4.775,
        muon_c: float = 2.0315, adam_lr_ratio: float = 1, momentum: float = 0.95, ns_steps: int = 5,
        nesterov: bool = True, rms_rate: float | None = 0.2, **kwargs: Any,
    ) -> None:  # fmt: skip
        super().__init__(
            learning_rate, weight_decay, clipnorm, clipvalue, global_clipnorm, use_ema, ema_momentum,
            ema_overwrite_frequency, loss_scale_factor, gradient_accumulation_steps, name, **kwargs,
        )  # fmt: skip
        self.adam_beta_1, self.adam_beta_2, self.epsilon = adam_beta_1, adam_beta_2, epsilon
        self.beta_1, self.beta_2, self.adam_weight_decay = (
            adam_beta_1,
            adam_beta_2,
            adam_weight_decay,
        )
        self.exclude_layers, self.exclude_embeddings = (
            list(exclude_layers or ()),
            exclude_embeddings,
        )
        self.muon_a, self.muon_b, self.muon_c = muon_a, muon_b, muon_c
        self.adam_lr_ratio, self.momentum, self.ns_steps = adam_lr_ratio, momentum, ns_steps
        self.nesterov, self.rms_rate = nesterov, rms_rate

    def _make_moments(self, variables: Sequence[Variable]) -> None:
        """A momentum for each variable, a running square where Adam moves it."""
        self._momentums, self._velocities = [], []
        for v in variables:
            self._momentums.append(self.add_variable_from_reference(v, "momentum"))
            adam = not self._is_matrix(v)
            square = self.add_variable_from_reference(v, "velocity") if adam else None
            self._velocities.append(square)

    def _is_matrix(self, variable: Variable) -> bool:
        """Whether it moves orthogonally."""
        path, excluded = variable.path, self.exclude_embeddings and "embedding"
        if variable.ndim != 2 or (excluded and excluded in path.lower()):
            return False
        return not any(re.search(pattern, path) for pattern in self.exclude_layers)

    def _decay(self, variables: list[Variable], rate: Any) -> None:
        for matrix, share in ((True, self.weight_decay), (False, self.adam_weight_decay)):
            if share is not None:
                around.decay([v for v in variables if self._is_matrix(v) is matrix], share, rate)

    def update_step(self, gradient: Array, variable: Variable, learning_rate: Array) -> None:
        """One step for one variable."""
        if not self._is_matrix(variable):
            mean, square = self.moments(gradient, variable)
            rate = self.corrected(learning_rate * self.adam_lr_ratio, variable._dtype)
            variable.assign(variable.value - mean * rate / (ops.sqrt(square) + self.epsilon))
            return
        slot = self._momentums[self._get_variable_index(variable)]
        momentum = self.momentum * slot.value + gradient
        slot.assign(momentum)
        step = self._orthogonal(gradient + self.momentum * momentum if self.nesterov else momentum)
        factor = 1.0 if self.rms_rate is None else self.rms_rate * max(variable.shape) ** 0.5
        variable.assign(variable.value - learning_rate * factor * step)

    def _orthogonal(self, x: Array) -> Array:
        """A matrix near x whose singular values are all about 1."""
        tall = x.shape[0] > x.shape[1]
        x = ops.transpose(x) if tall else x
        x = x / (ops.sqrt(ops.sum(ops.square(x))) + self.epsilon)
        for _ in range(self.ns_steps):
            square = ops.matmul(x, ops.transpose(x))
            mixed = self.muon_b * square + self.muon_c * ops.matmul(square, square)
            x = self.muon_a * x + ops.matmul(mixed, x)
        return ops.transpose(x) if tall else x
