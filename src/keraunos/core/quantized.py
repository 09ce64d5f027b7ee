"""Policies that say that weights are kept in few bits."""

from keraunos.core.errors import bad
from keraunos.core.policy import DTypePolicy
from keraunos.core.registry import register


class _Quantized(DTypePolicy):
    """What the policies of quantised weights share: a mode, and the policy of the rest."""

    form = "one of int8, float8, int4, gptq, awq"

    def __init__(self, mode: str, source_name: str | None = None) -> None:
        source = DTypePolicy(source_name)
        self.mode, self.source_name = mode, source.name
        self.numbers = self._parsed(str(mode).split("/"))
        self.quantization_mode = mode.split("/")[0]
        self.name = f"{mode}_from_{source.name}"
        self.compute_dtype, self.variable_dtype = source.compute_dtype, source.variable_dtype
        if self.quantization_mode == "int8" and self.compute_dtype == "float16":
            raise ValueError(
                bad(type(self).__name__, "source_name", "another than float16 for int8",
                    source_name, "Take bfloat16.")
            )  # fmt: skip

    def _parsed(self, parts: list[str]) -> list[int]:
        """The numbers of a mode.

        Raises: ValueError if it has another form.
        """
        if len(parts) == 1 and parts[0] in ("int8", "float8", "int4", "gptq", "awq"):
            return []
        raise ValueError(bad(type(self).__name__, "mode", self.form, "/".join(parts), ""))


@register("keras.dtype_policies.QuantizedDTypePolicy")
class QuantizedDTypePolicy(_Quantized):
    """Weights in few bits, computed in the dtype of another policy.

    Args: mode: "int8", "float8", "int4", "gptq" or "awq". source_name: the other policy's name.
    Raises: ValueError for another mode, or int8 with float16.
    Differs: layers can be made with int8 only, and only those that hold it.
    """


@register("keras.dtype_policies.QuantizedFloat8DTypePolicy")
class QuantizedFloat8DTypePolicy(_Quantized):
    """Weights in 8-bit floats.

    Args: mode: "float8". source_name: as of QuantizedDTypePolicy.
        amax_history_length: steps whose largest values are kept, an int >= 1.
    """

    def __init__(
        self, mode: str, source_name: str | None = None, amax_history_length: int = 1024
    ) -> None:
        if not isinstance(amax_history_length, int):
            raise TypeError(
                bad("QuantizedFloat8DTypePolicy", "amax_history_length", "an int",
                    amax_history_length, "")
            )  # fmt: skip
        super().__init__(mode, source_name)
        self.amax_history_length = amax_history_length


class _Numbered(_Quantized):
    """A policy whose mode has numbers in it."""

    kind, count = "", 0

    def _parsed(self, parts: list[str]) -> list[int]:
        numbers = [int(p) for p in parts[1:] if p.lstrip("-").isdigit()]
        fits = parts[0] == self.kind and len(parts) == self.count + 1 == len(numbers) + 1
        if not fits or any(n == 0 or n < -1 for n in numbers):
            raise ValueError(bad(type(self).__name__, "mode", self.form, "/".join(parts), ""))
        return numbers


@register("keras.dtype_policies.Int4DTypePolicy")
class Int4DTypePolicy(_Numbered):
    """Weights in 4 bits, with a scale for each block of rows.

    Args: mode: "int4/<rows a block>", -1 for all. source_name: as of QuantizedDTypePolicy.
    """

    kind, count, form = "int4", 1, "of the form 'int4/<block size>'"

    @property
    def block_size(self) -> int:
        """Rows a block."""
        return self.numbers[0]


@register("keras.dtype_policies.GPTQDTypePolicy")
class GPTQDTypePolicy(_Numbered):
    """Weights quantised by GPTQ.

    Args: mode: "gptq/<bits>/<rows a group>", -1 for all. source_name: as of QuantizedDTypePolicy.
    """

    kind, count, form = "gptq", 2, "of the form 'gptq/<weight bits>/<group size>'"

    @property
    def weight_bits(self) -> int:
        """Bits a weight."""
        return self.numbers[0]

    @property
    def group_size(self) -> int:
        """Rows a group."""
        return self.numbers[1]


@register("keras.dtype_policies.AWQDTypePolicy")
class AWQDTypePolicy(GPTQDTypePolicy):
    """Weights quantised by AWQ.

    Args: mode: "awq/<bits>/<rows a group>", -1 for all. source_name: as of QuantizedDTypePolicy.
    """

    kind, form = "awq", "of the form 'awq/<weight bits>/<group size>'"


_KINDS: dict[str, type[_Quantized]] = {
    "float8": QuantizedFloat8DTypePolicy, "int4/": Int4DTypePolicy, "gptq/": GPTQDTypePolicy,
    "awq/": AWQDTypePolicy,
}  # fmt: skip


def quantized(name: str) -> DTypePolicy:
    """The policy of a name like "int8_from_float32".

    Raises: ValueError for another form.
    """
    mode, source = name.split("_from_", 1)
    kind = next((k for start, k in _KINDS.items() if mode.startswith(start)), QuantizedDTypePolicy)
    return kind(mode, source)
