"""Numbers in few bits: 8-bit and 4-bit integers, 8-bit floats, and what says how to come by them."""

from keraunos.quantizers.abs_max import (
    abs_max_quantize,
    abs_max_quantize_grouped_with_zero_point,
)
from keraunos.quantizers.calibrated import AWQConfig, GPTQConfig
from keraunos.quantizers.configs import (
    Float8QuantizationConfig,
    Int4QuantizationConfig,
    Int8QuantizationConfig,
    QuantizationConfig,
)
from keraunos.quantizers.fake_quant import fake_quant_with_min_max_vars
from keraunos.quantizers.float8 import (
    compute_float8_amax_history,
    compute_float8_scale,
    quantize_and_dequantize,
)
from keraunos.quantizers.int4 import pack_int4, unpack_int4
from keraunos.quantizers.lookup import deserialize, get, serialize
from keraunos.quantizers.quantizer import AbsMaxQuantizer, Quantizer

__all__ = [
    "AWQConfig", "AbsMaxQuantizer", "Float8QuantizationConfig", "GPTQConfig",
    "Int4QuantizationConfig", "Int8QuantizationConfig", "QuantizationConfig", "Quantizer",
    "abs_max_quantize", "abs_max_quantize_grouped_with_zero_point", "compute_float8_amax_history",
    "compute_float8_scale", "deserialize", "fake_quant_with_min_max_vars", "get", "pack_int4",
    "quantize_and_dequantize", "serialize", "unpack_int4",
]  # fmt: skip
