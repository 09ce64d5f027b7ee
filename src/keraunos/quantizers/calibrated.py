"""What says how weights are quantised by what goes through the layers: GPTQ and AWQ."""

from typing import Any

from keraunos.core.errors import bad
from keraunos.core.registry import register
from keraunos.quantizers.configs import QuantizationConfig


class _Calibrated(QuantizationConfig):
    """What both share: the texts, how they are cut, the bits and the rows a group."""

    kind, bits = "", ()
    dataset: Any
    tokenizer: Any
    weight_bits: int
    group_size: int

    def _keep(self, **arguments: Any) -> None:
        """Keep the arguments as attributes.

        Raises: ValueError for one outside of its range.
        """
        owner = type(self).__name__
        super().__init__(None, None)
        for name, value in arguments.items():
            setattr(self, name, value)
        if self.weight_bits not in self.bits:
            raise ValueError(bad(owner, "weight_bits", f"one of {self.bits}", self.weight_bits, ""))
        for name in ("num_samples", "sequence_length", "num_grid_points"):
            if arguments.get(name, 1) <= 0:
                raise ValueError(bad(owner, name, "an int >= 1", arguments[name], ""))
        if self.group_size < -1 or self.group_size == 0:
            raise ValueError(
                bad(owner, "group_size", "an int >= 1, or -1 for all rows", self.group_size, "")
            )

    @property
    def mode(self) -> str:
        """The kind: "gptq" or "awq"."""
        return self.kind

    def dtype_policy_string(self) -> str:
        """The mode of the dtype policy: kind, bits and rows a group."""
        return f"{self.kind}/{self.weight_bits}/{self.group_size}"

    def get_config(self) -> dict[str, Any]:
        """The arguments; texts and tokenizer are not kept, and come back as None."""
        names = [name for name in self._init_args if name not in ("dataset", "tokenizer")]
        return {"dataset": None, "tokenizer": None, **{n: getattr(self, n) for n in names}}

    @classmethod
    def from_config(cls, config: dict[str, Any], custom_objects: Any = None) -> Any:
        """Make it again from what `get_config` gave."""
        return cls(**config)


@register("keras.quantizers.GPTQConfig")
class GPTQConfig(_Calibrated):
    """Weights rounded one row after another, each rounding's error made good by the rows that follow.

    Args:
        dataset: texts or arrays of tokens to measure with. tokenizer: texts -> tokens.
        weight_bits: 2, 3, 4 or 8. num_samples: how many pieces are measured, an int >= 1.
        per_channel: whether each output has a scale of its own.
        sequence_length: tokens a piece, an int >= 1.
        hessian_damping: added to the diagonal, as a part of its mean; a float in [0, 1].
        group_size: rows that share a scale, an int >= 1, or -1 for all.
        symmetric: whether the zero point is in the middle. activation_order: whether rows of large
            inputs come first. quantization_layer_structure: the model's blocks, a dict.
    Raises: ValueError for an argument outside of its range.
    Example:
        >>> GPTQConfig(["a text"], str.split).dtype_policy_string()
        'gptq/4/128'
    Source: Frantar et al. 2022, arXiv:2210.17323.
    """

    kind, bits = "gptq", (2, 3, 4, 8)

    def __init__(
        self, dataset: Any, tokenizer: Any, *, weight_bits: int = 4, num_samples: int = 128,
        per_channel: bool = True, sequence_length: int = 512, hessian_damping: float = 0.01,
        group_size: int = 128, symmetric: bool = False, activation_order: bool = False,
        quantization_layer_structure: dict[str, Any] | None = None,
    ) -> None:  # fmt: skip
        self._keep(
            dataset=dataset, tokenizer=tokenizer, weight_bits=weight_bits, num_samples=num_samples,
            per_channel=per_channel, sequence_length=sequence_length,
            hessian_damping=hessian_damping, group_size=group_size, symmetric=symmetric,
            activation_order=activation_order,
            quantization_layer_structure=quantization_layer_structure,
        )  # fmt: skip
        if not 0 <= hessian_damping <= 1:
            raise ValueError(
                bad("GPTQConfig", "hessian_damping", "a float in [0, 1]", hessian_damping, "")
            )


@register("keras.quantizers.AWQConfig")
class AWQConfig(_Calibrated):
    """Weights scaled before rounding, those more that meet large inputs.

    Args:
        dataset: texts or arrays of tokens to measure with. tokenizer: texts -> tokens.
        weight_bits: 4. num_samples: how many pieces are measured, an int >= 1.
        sequence_length: tokens a piece, an int >= 1. group_size: rows that share a scale, an
            int >= 1, or -1 for all. num_grid_points: scales that are tried, an int >= 1.
        quantization_layer_structure: the model's blocks, a dict.
    Raises: ValueError for an argument outside of its range.
    Source: Lin et al. 2023, arXiv:2306.00978.
    """

    kind, bits = "awq", (4,)

    def __init__(
        self, dataset: Any, tokenizer: Any, *, weight_bits: int = 4, num_samples: int = 128,
        sequence_length: int = 512, group_size: int = 128, num_grid_points: int = 20,
        quantization_layer_structure: dict[str, Any] | None = None,
    ) -> None:  # fmt: skip
        self._keep(
            dataset=dataset, tokenizer=tokenizer, weight_bits=weight_bits, num_samples=num_samples,
            sequence_length=sequence_length, group_size=group_size, num_grid_points=num_grid_points,
            quantization_layer_structure=quantization_layer_structure,
        )  # fmt: skip
