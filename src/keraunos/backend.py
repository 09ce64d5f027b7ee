"""The names that Keras' backend module has today."""

from keraunos.core.config import (
    epsilon,
    floatx,
    image_data_format,
    set_epsilon,
    set_floatx,
    set_image_data_format,
)
from keraunos.core.dtypes import result_type

__all__ = [
    "epsilon", "floatx", "image_data_format", "result_type", "set_epsilon", "set_floatx",
    "set_image_data_format",
]  # fmt: skip
