"""Settings of the process."""

from keraunos.core.config import (
    epsilon,
    floatx,
    image_data_format,
    set_epsilon,
    set_floatx,
    set_image_data_format,
)
from keraunos.core.dtypes import dtype_policy, set_dtype_policy
from keraunos.core.trust import enable_unsafe_deserialization

__all__ = [
    "dtype_policy", "enable_unsafe_deserialization", "epsilon", "floatx", "image_data_format",
    "set_dtype_policy", "set_epsilon", "set_floatx", "set_image_data_format",
]  # fmt: skip
