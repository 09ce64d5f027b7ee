"""One policy: which dtype a layer computes in and which its variables have."""

from typing import Any

import jax.numpy as jnp

from keraunos.core import config
from keraunos.core.dtypes import ALL, is_float
from keraunos.core.errors import bad, unknown
from keraunos.core.registry import Configurable, register
from keraunos.core.symbolic import KerasTensor, is_symbolic

_MIXED = {"mixed_float16": "float16", "mixed_bfloat16": "bfloat16"}


@register(
    "keras.DTypePolicy", "keras.dtype_policies.DTypePolicy", "keras.mixed_precision.DTypePolicy",
    "keras.mixed_precision.Policy",
)  # fmt: skip
class DTypePolicy(Configurable):
    """A dtype to compute in, and one for variables.

    Args: name: a dtype's name (both the same), or "mixed_float16" / "mixed_bfloat16" (compute in
        16 bits, variables in float32). None: the process's policy.
    Raises: ValueError for a name that is no dtype; TypeError for what is no name.
    Example:
        >>> DTypePolicy("mixed_bfloat16").compute_dtype
        'bfloat16'
    """

    quantization_mode: str | None = None

    def __init__(self, name: str | None = None) -> None:
        if name is not None and not isinstance(name, str):
            raise TypeError(bad(type(self).__name__, "name", "a dtype's name", name, ""))
        self.name = name = name or dtype_policy().name
        if name not in (*_MIXED, *ALL):
            raise ValueError(unknown(type(self).__name__, "policy", name, (*_MIXED, *ALL)))
        self.compute_dtype = _MIXED.get(name, name)
        self.variable_dtype = "float32" if name in _MIXED else self.compute_dtype

    def convert_input(self, x: Any, autocast: bool, dtype: str) -> Any:
        """An array or symbolic tensor of floats in this dtype, if autocast; anything else as it is."""
        if not (autocast and hasattr(x, "dtype") and hasattr(x, "shape")) or not is_float(x.dtype):
            return x
        return KerasTensor(x.shape, dtype) if is_symbolic(x) else jnp.asarray(x, dtype)

    def __repr__(self) -> str:
        return f'<{type(self).__name__} "{self.name}">'

    def __eq__(self, other: object) -> bool:
        return type(self) is type(other) and self.get_config() == other.get_config()  # type: ignore[attr-defined]

    def __hash__(self) -> int:
        return hash((type(self), self.name))


@register("keras.dtype_policies.FloatDTypePolicy")
class FloatDTypePolicy(DTypePolicy):
    """DTypePolicy by the name it had once."""


CURRENT: list[DTypePolicy] = []
"""The process's policy, if one was set."""


def dtype_policy() -> DTypePolicy:
    """The policy of layers that are given none: floatx unless it was set."""
    return CURRENT[0] if CURRENT else DTypePolicy(config.floatx())
