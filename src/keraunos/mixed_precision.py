"""Training in 16 bits: policies, and the loss scale that float16 needs."""

from keraunos.core.policies import dtype_policy, set_dtype_policy
from keraunos.core.policy import DTypePolicy
from keraunos.optimizers.loss_scale import LossScaleOptimizer

Policy = DTypePolicy
global_policy, set_global_policy = dtype_policy, set_dtype_policy

__all__ = [
    "DTypePolicy", "LossScaleOptimizer", "Policy", "dtype_policy", "global_policy",
    "set_dtype_policy", "set_global_policy",
]  # fmt: skip
