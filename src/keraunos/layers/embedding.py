"""A learnt row for each whole number."""

from typing import Any

import numpy as np

from keraunos import ops
from keraunos.core.errors import bad
from keraunos.core.registry import register
from keraunos.core.typing import Array, Shape
from keraunos.layers import checks
from keraunos.layers.arguments import known
from keraunos.layers.quantizing import Quantizable


@register("keras.layers.Embedding", "keras.layers.embeddings.Embedding")
class Embedding(Quantizable):
    """Look up a learnt vector for each index.

    Args:
        input_dim: how many indices there are, an int >= 1; indices are in [0, input_dim).
        output_dim: the size of a vector, an int >= 1.
        embeddings_initializer, embeddings_regularizer, embeddings_constraint: of the table.
        mask_zero: whether index 0 means "nothing here" and is masked.
        weights: the table's first values, (input_dim, output_dim).
        lora_rank, lora_alpha: as of Dense. quantization_config: an Int8QuantizationConfig or None.
    Shapes: (batch, ...) ints -> (batch, ..., output_dim).
    Raises: ValueError if a size is not an int >= 1, for known indices outside of the table
        or known floats that are no whole numbers; NotImplementedError for
        quantised weights that are not int8.
    Differs: known indices outside of the table are an error; within a program they give NaN, as in Keras.
    Example:
        >>> Embedding(10, 4)(np.array([[1, 2, 3]])).shape
        (1, 3, 4)
    """

    batch_independent = True
    _large_weight, _scale_axis = "embeddings", -1
    _not_in_config = ("weights",)
    _shows_activity_regularizer = True

    def __init__(
        self, input_dim: int, output_dim: int, embeddings_initializer: Any = "uniform",
        embeddings_regularizer: Any = None, embeddings_constraint: Any = None,
        mask_zero: bool = False, weights: Any = None, lora_rank: int | None = None,
        lora_alpha: float | None = None, quantization_config: Any = None, **base: Any,
    ) -> None:  # fmt: skip
        super().__init__(**{"autocast": False, **base})
        owner = type(self).__name__
        self._keep_lora(lora_rank, lora_alpha)
        self.input_dim = checks.size(owner, "input_dim", input_dim, "Pass the largest index + 1.")
        self.output_dim = checks.size(owner, "output_dim", output_dim, "Pass the vectors' size.")
        self.keep_rules(
            embeddings_initializer=embeddings_initializer,
            embeddings_regularizer=embeddings_regularizer,
            embeddings_constraint=embeddings_constraint,
        )
        self.mask_zero = self.supports_masking = mask_zero
        self.quantization_config = checks.int8_config(owner, quantization_config)
        self._first = weights
        if weights is not None:
            self.build()

    embeddings_initializer: Any
    embeddings_scale: Any

    def build(self, input_shape: Shape | None = None) -> None:
        """Make the table (input_dim, output_dim)."""
        self.embeddings = self.add_ruled_weight("embeddings", (self.input_dim, self.output_dim))
        if self._first is not None:
            self.embeddings.assign(_table(self._first))
            self._first = None
        self._keep_in_few_bits()
        self._adapt_if_asked()

    def call(self, inputs: Array) -> Array:
        """The rows at the indices."""
        self._check(inputs)
        places = ops.cast(inputs, "int32")
        rows = ops.take(self.embeddings, places, axis=0)
        if self.quantization_mode is not None:
            scale = ops.take(self.embeddings_scale, places, axis=0)
            rows = ops.divide(rows, ops.expand_dims(scale, -1))
        if self.lora_enabled:
            first, last = self._factors()
            change = ops.matmul(ops.take(first, places, axis=0), last)
            rows = ops.add(rows, self._scaled(change))
        return ops.cast(rows, self.compute_dtype)

    def _check(self, inputs: Array) -> None:
        """Raise for indices that are known and have no row."""
        values = known(inputs)
        if values is None or not values.size:
            return
        if values.dtype.kind == "f" and (values != np.floor(values)).any():
            raise ValueError(
                bad(self._who(), "inputs", "whole numbers, indices of rows", values,
                    "Use Dense for numbers that measure something.")
            )  # fmt: skip
        low, high = values.min().item(), values.max().item()
        if low < -self.input_dim or high >= self.input_dim:
            raise ValueError(
                bad(self._who(), "inputs", f"indices in [0, {self.input_dim})", (low, high),
                    f"Make input_dim at least {int(max(high, 0)) + 1}.")
            )  # fmt: skip

    def compute_mask(self, inputs: Array, mask: Any = None) -> Any:  # type: ignore[override]
        """True where the index is not 0, if 0 is nothing."""
        return ops.not_equal(inputs, 0) if self.mask_zero else None

    def compute_output_shape(self, input_shape: Shape) -> Shape:
        """(batch, ...) -> (batch, ..., output_dim)."""
        return (*input_shape, self.output_dim)


def _table(weights: Any) -> Any:
    """The table itself, or the one in a list of weights."""
    single = isinstance(weights, (list, tuple)) and len(weights) == 1
    return weights[0] if single and np.ndim(weights[0]) == 2 else weights
