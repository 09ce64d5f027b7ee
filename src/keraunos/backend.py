"""The names that Keras' backend module has today."""

from keraunos.core.config import (
    backend,
    epsilon,
    floatx,
    image_data_format,
    set_epsilon,
    set_floatx,
    set_image_data_format,
)
from keraunos.core.dtypes import is_float as is_float_dtype
from keraunos.core.dtypes import is_int as is_int_dtype
from keraunos.core.dtypes import result_type, standardize_dtype
from keraunos.core.naming import get_uid
from keraunos.core.session import clear_session
from keraunos.core.symbolic import is_keras_tensor

__all__ = [
    "backend", "clear_session", "epsilon", "floatx", "get_uid", "image_data_format",
    "is_float_dtype", "is_int_dtype", "is_keras_tensor", "result_type", "set_epsilon",
    "set_floatx", "set_image_data_format", "standardize_dtype",
]  # fmt: skip
