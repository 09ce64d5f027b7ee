"""Layers whose weight can be kept in 8-bit integers with a scale."""

from collections.abc import Callable
from typing import Any

import numpy as np

from keraunos import ops
from keraunos.core.errors import bad
from keraunos.core.quantized import QuantizedDTypePolicy
from keraunos.core.typing import Array
from keraunos.core.variable import Variable
from keraunos.layers.low_rank import LowRank
from keraunos.quantizers import (
    AbsMaxQuantizer,
    Int8QuantizationConfig,
    QuantizationConfig,
)

MODES = ("int8", "float8", "int4", "gptq", "awq")


class Quantizable(LowRank):
    """A layer with one large weight, that may be kept as int8 with a scale.

    A subclass names the weight and the axis whose elements share a scale, ends its `build` with
    `_keep_in_few_bits()`, and computes with `_linear`.
    """

    quantizable = ("int8",)
    _scale_axis: Any = 0

    @property
    def quantization_mode(self) -> str | None:
        """The kind of numbers the weight is kept in; None: the policy's dtype."""
        return self.dtype_policy.quantization_mode

    def quantize(
        self, mode: Any = None, type_check: bool = True, config: Any = None, **_options: Any
    ) -> None:
        """Keep the weight as int8 with a scale from now on; it is no longer trained.

        Args:
            mode: "int8"; None: that of `config`. type_check: taken and not needed.
            config: an Int8QuantizationConfig; None: the default one.
        Raises: ValueError for an unknown mode, or a layer that is not built or quantised already;
            NotImplementedError for the modes that layers do not hold.
        """
        mode = checked_mode(self._who(), mode, config)
        if not self.built:
            raise ValueError(f"{self._who()}: quantize({mode!r}) needs a built layer; this one is not "
                             "built. Call it on data, or build(input_shape).")  # fmt: skip
        if self.quantization_mode is not None:
            raise ValueError(f"{self._who()}: quantize({mode!r}) needs a layer in floats; this one is "
                             f"{self.dtype_policy.name} already. Quantise a layer once.")  # fmt: skip
        if mode not in self.quantizable:
            super().quantize(mode)
        self.quantization_config = config or Int8QuantizationConfig()
        self.dtype_policy = QuantizedDTypePolicy(mode, self.dtype_policy.name)
        self._keep_in_few_bits()

    def quantized_call(self, *args: Any, **kwargs: Any) -> Any:
        """The computation with the weight in int8.

        Raises: NotImplementedError if it is kept in floats.
        """
        if self.quantization_mode is None:
            return super().quantized_call(*args, **kwargs)
        return self.call(*args, **kwargs)

    def _keep_in_few_bits(self) -> None:
        """Put int8 and a scale in the weight's place, if the policy says so."""
        if self.quantization_mode is None:
            return
        name = self._large_weight
        old = getattr(self, name)
        values, scale = self._in_few_bits(np.asarray(old.numpy(), "float32"))
        weights = self._own_weights()
        weights[:] = [w for w in weights if w is not old]
        setattr(self, name, self._fixed(name, values))
        setattr(self, f"{name}_scale", self._fixed(f"{name}_scale", scale))

    def _in_few_bits(self, weight: np.ndarray) -> tuple[Array, Array]:
        """(int8, scale in the form in which it is kept)."""
        own = AbsMaxQuantizer(axis=self._scale_axis)
        quantizer = QuantizationConfig.weight_quantizer_or_default(self.quantization_config, own)
        values, scale = quantizer(weight, to_numpy=True)
        return values, self._kept_scale(scale)

    def _kept_scale(self, scale: Array) -> Array:
        """The weight's scale in the form in which it is kept."""
        return ops.squeeze(scale, self._scale_axis)

    def _input_axis(self) -> Any:
        """The axes of the inputs whose elements share a scale."""
        return -1

    def _input_scale(self, scale: Array) -> Array:
        """The inputs' scale so that it broadcasts to the output."""
        return scale

    def _back(self, upstream: Array, weight: Array) -> Array:
        """The gradient of the inputs, from that of the product with this weight."""
        return ops.matmul(upstream, ops.transpose(weight))

    def _fixed(self, name: str, value: Array) -> Variable:
        dtype = value.dtype.name
        weight = self.add_weight(value.shape, "zeros", dtype, False, False, name=name)
        weight.assign(value)
        return weight

    def _merged(self) -> dict[int, Array]:
        if self.quantization_mode is None or not self.lora_enabled:
            return super()._merged()
        weight, kept = (getattr(self, self._large_weight + end) for end in ("", "_scale"))
        values, scale = self._in_few_bits(self._in_floats() + np.asarray(self._change()))
        return {id(weight): values, id(kept): scale}

    def _in_floats(self) -> np.ndarray:
        """The weight that int8 and scale stand for."""
        weight = getattr(self, self._large_weight).numpy().astype("float32")
        scale = getattr(self, f"{self._large_weight}_scale").numpy()
        return weight / self._scale_beside(scale)

    def _scale_beside(self, scale: np.ndarray) -> np.ndarray:
        """A kept scale so that it broadcasts to the weight."""
        return np.expand_dims(scale, self._scale_axis)

    def _stores_as_it_is(self) -> bool:
        return super()._stores_as_it_is() and self.quantization_mode is None

    def reads_itself(self, count: int) -> bool:
        """Whether so many arrays may be integers and a scale, so that the shapes do not tell what fits."""
        return super().reads_itself(count) or count == len(self._own_variables()) + 1

    def load_own_variables(self, store: Any) -> None:
        """Read its own weights from what `save_own_variables` wrote; int8 and a scale make it int8."""
        more = len(store) - len(self._stored())
        if self.quantization_mode is None and more == 1 and _is_int8(store["0"]):
            self.quantize("int8")
        super().load_own_variables(store)

    def _linear(self, inputs: Array, product: Callable[[Any, Any], Array]) -> Array:
        """product(inputs, weight), in integers if the weight is kept so.

        The gradient is that of the floats for which the integers stand.
        """
        if not self.lora_enabled:
            return self._frozen_linear(inputs, product)
        if self.quantization_mode is None:
            return product(inputs, self._adapted())
        return ops.add(self._frozen_linear(inputs, product), product(inputs, self._change()))

    def _frozen_linear(self, inputs: Array, product: Callable[[Any, Any], Array]) -> Array:
        """product(inputs, weight) without what LoRA adds."""
        weight = getattr(self, self._large_weight)
        if self.quantization_mode is None:
            return product(inputs, weight)
        values, scale = weight.value, getattr(self, f"{self._large_weight}_scale").value
        config = self.quantization_config
        quantizer = QuantizationConfig.activation_quantizer_or_default(config, AbsMaxQuantizer())
        dtype = self.compute_dtype

        @ops.custom_gradient
        def through(x: Array) -> Any:
            if quantizer is None:
                y = ops.divide(product(x, ops.cast(values, dtype)), scale)
            else:
                integers, own = quantizer(x, axis=self._input_axis())
                divisor = ops.multiply(self._input_scale(own), scale)
                y = ops.divide(product(integers, values), divisor)

            def gradient(upstream: Array) -> Array:
                back = self._back(ops.divide(upstream, scale), ops.cast(values, dtype))
                return ops.cast(back, x.dtype)

            return ops.cast(y, dtype), gradient

        return through(inputs)


def _is_int8(value: Any) -> bool:
    return np.asarray(value).dtype == np.int8


def checked_mode(owner: str, mode: Any, config: Any) -> str:
    """The mode that the arguments of `quantize` mean.

    Raises: ValueError for an unknown mode or one that contradicts the config.
    """
    if mode is None and config is None:
        raise ValueError(f"{owner}: quantize needs `mode` or `config`; got neither. Pass 'int8'.")
    if config is not None and not isinstance(config, QuantizationConfig):
        raise ValueError(bad(owner, "config", "a QuantizationConfig", config, ""))
    found = config.mode if config is not None and mode is None else mode
    if found not in MODES:
        raise ValueError(bad(owner, "mode", f"one of {MODES}", found, "Pass 'int8'."))
    if config is not None and config.mode != found:
        raise ValueError(bad(owner, "config", f"of mode {found!r}", config.mode, "Leave one out."))
    return found
