"""What says how the weights of a layer, and what goes into it, become numbers of few bits."""

from typing import Any

from keraunos.core.errors import bad
from keraunos.core.registry import Configurable, deserialize, register, serialize
from keraunos.quantizers.quantizer import AbsMaxQuantizer


@register("keras.quantizers.QuantizationConfig")
class QuantizationConfig(Configurable):
    """The base of what `quantize(config=…)` takes.

    Args:
        weight_quantizer: of the weights; None: the layer's own.
        activation_quantizer: of what goes into the layer; None: it stays in floats.
    """

    def __init__(self, weight_quantizer: Any = None, activation_quantizer: Any = None) -> None:
        self.weight_quantizer = weight_quantizer
        self.activation_quantizer = activation_quantizer

    @property
    def mode(self) -> str:
        """The kind of numbers; a subclass says which."""
        raise NotImplementedError(
            f"{type(self).__name__}: `mode` must be written by the subclass; got none. Take "
            "Int8QuantizationConfig."
        )

    def get_config(self) -> dict[str, Any]:
        """The quantizers' configs."""
        return {
            "weight_quantizer": serialize(self.weight_quantizer),
            "activation_quantizer": serialize(self.activation_quantizer),
        }

    @classmethod
    def from_config(cls, config: dict[str, Any], custom_objects: Any = None) -> Any:
        """Make it again from what `get_config` gave; quantizers that it does not name are None."""
        quantizers = ("weight_quantizer", "activation_quantizer")
        made = {name: deserialize(config.get(name), custom_objects) for name in quantizers}
        return cls(**{**config, **made})

    @staticmethod
    def weight_quantizer_or_default(config: Any, default: Any) -> Any:
        """The weights' quantizer of a config, or the default if it or the config is None."""
        own = None if config is None else config.weight_quantizer
        return default if own is None else own

    @staticmethod
    def activation_quantizer_or_default(config: Any, default: Any) -> Any:
        """The inputs' quantizer of a config, None if it has none; the default if the config is None."""
        return default if config is None else config.activation_quantizer


@register("keras.quantizers.Int8QuantizationConfig")
class Int8QuantizationConfig(QuantizationConfig):
    """Weights in 8-bit integers, multiplied with inputs in 8-bit integers.

    Args:
        weight_quantizer: one that gives int8; None: the layer's own.
        activation_quantizer: of the inputs; None: they stay in floats; "default": AbsMaxQuantizer().
    Raises: ValueError if weight_quantizer gives another dtype.
    Example:
        >>> Int8QuantizationConfig().mode
        'int8'
    """

    def __init__(self, weight_quantizer: Any = None, activation_quantizer: Any = "default") -> None:
        default = isinstance(activation_quantizer, str) and activation_quantizer == "default"
        super().__init__(weight_quantizer, AbsMaxQuantizer() if default else activation_quantizer)
        _check_int8(type(self).__name__, weight_quantizer)

    @property
    def mode(self) -> str:
        """The kind: "int8"."""
        return "int8"


@register("keras.quantizers.Int4QuantizationConfig")
class Int4QuantizationConfig(QuantizationConfig):
    """Weights in 4-bit integers.

    Args:
        weight_quantizer: one that gives int8 in (-8, 7); None: the layer's own.
        activation_quantizer: of the inputs; None and "default": they stay in floats.
        block_size: rows that share a scale, an int >= 1; None or -1: all.
    Raises: ValueError for another block_size, for quantizers beside blocks, or for a weight_quantizer
        of another dtype or range.
    """

    def __init__(
        self, weight_quantizer: Any = None, activation_quantizer: Any = "default",
        block_size: int | None = 128,
    ) -> None:  # fmt: skip
        owner = type(self).__name__
        default = isinstance(activation_quantizer, str) and activation_quantizer == "default"
        super().__init__(weight_quantizer, None if default else activation_quantizer)
        if block_size is not None and block_size != -1 and block_size <= 0:
            raise ValueError(bad(owner, "block_size", "an int >= 1, -1 or None", block_size, ""))
        own = weight_quantizer is not None or self.activation_quantizer is not None
        if own and block_size not in (None, -1):
            raise ValueError(
                bad(owner, "block_size", "-1 or None beside quantizers of one's own", block_size,
                    "Leave the quantizers out for blocks.")
            )  # fmt: skip
        _check_int8(owner, weight_quantizer)
        if weight_quantizer is not None and tuple(weight_quantizer.value_range) != (-8, 7):
            raise ValueError(
                bad(
                    owner,
                    "weight_quantizer.value_range",
                    "(-8, 7)",
                    weight_quantizer.value_range,
                    "",
                )
            )
        self.block_size = block_size

    @property
    def mode(self) -> str:
        """The kind: "int4"."""
        return "int4"

    def get_config(self) -> dict[str, Any]:
        """The quantizers' configs and the rows a block."""
        return {**super().get_config(), "block_size": self.block_size}


@register("keras.quantizers.Float8QuantizationConfig")
class Float8QuantizationConfig(QuantizationConfig):
    """Weights and inputs in 8-bit floats.

    Example:
        >>> Float8QuantizationConfig().mode
        'float8'
    """

    def __init__(self) -> None:
        super().__init__(None, None)

    @property
    def mode(self) -> str:
        """The kind: "float8"."""
        return "float8"

    def get_config(self) -> dict[str, Any]:
        """Nothing: it takes no arguments."""
        return {}

    @classmethod
    def from_config(cls, config: dict[str, Any], custom_objects: Any = None) -> Any:
        """Make it again."""
        return cls()


def _check_int8(owner: str, quantizer: Any) -> None:
    if quantizer is not None and quantizer.output_dtype != "int8":
        raise ValueError(
            bad(owner, "weight_quantizer.output_dtype", "'int8'", quantizer.output_dtype,
                "Pass AbsMaxQuantizer(output_dtype='int8').")
        )  # fmt: skip
