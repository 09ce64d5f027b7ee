"""Class numbers as vectors."""

from typing import Any

import numpy as np

from keraunos import ops
from keraunos.core.errors import bad
from keraunos.core.registry import register
from keraunos.core.typing import Array, Shape
from keraunos.layers import checks
from keraunos.layers.arguments import known
from keraunos.layers.preprocessing.data_layer import DataLayer
from keraunos.layers.preprocessing.encoding import check_mode, encoded, encoded_shape


@register(
    "keras.layers.CategoryEncoding", "keras.layers.experimental.preprocessing.CategoryEncoding"
)
class CategoryEncoding(DataLayer):
    """Numbers of categories as vectors of 0 and 1, or of counts.

    Args:
        num_tokens: how many categories there are, an int >= 1.
        output_mode: "one_hot": a vector for each number; "multi_hot": one a row, with 1 for each number
            in it; "count": how often each is in it.
        sparse: False.
    Shapes: one_hot: (..., 1) -> (..., num_tokens), else (..., n) -> (..., n, num_tokens);
        the others: (..., n) -> (..., num_tokens).
    Raises: ValueError for an unknown mode, num_tokens below 1, known numbers outside of
        [0, num_tokens), or weights in another mode than count.
    Differs: a result is never sparse; known numbers outside of the range are an error, within a program
        they are left out, as in Keras on JAX; more than two axes are counted along the last one.
    Example:
        >>> CategoryEncoding(4, "count")([[0, 1], [2, 2]]).tolist()
        [[1.0, 1.0, 0.0, 0.0], [0.0, 0.0, 2.0, 0.0]]
    """

    batch_independent = True
    _not_in_config = ("sparse",)

    def __init__(
        self, num_tokens: int | None = None, output_mode: str = "multi_hot", sparse: bool = False,
        **base: Any,
    ) -> None:  # fmt: skip
        super().__init__(**base)
        owner = type(self).__name__
        modes = ("one_hot", "multi_hot", "count")
        self.output_mode = check_mode(owner, output_mode, modes, sparse)
        fix = "Pass the largest number + 1, or use IntegerLookup."
        self.num_tokens, self.sparse = checks.size(owner, "num_tokens", num_tokens, fix), False

    def call(self, inputs: Array, count_weights: Any = None) -> Array:
        """The vectors; count_weights says what each number counts, in mode count."""
        if count_weights is not None and self.output_mode != "count":
            raise ValueError(
                bad(self._who(), "count_weights", "None unless output_mode is 'count'", count_weights,
                    "Make the layer with output_mode='count'.")
            )  # fmt: skip
        self._check(inputs)
        numbers = ops.cast(inputs, "int32")
        return encoded(numbers, self.output_mode, self.num_tokens, self.output_dtype, count_weights)

    @property
    def output_dtype(self) -> str:
        """The dtype of variables: counts stay exact under a mixed policy."""
        return self.variable_dtype

    def _check(self, inputs: Array) -> None:
        values = known(inputs)
        if values is None or not values.size:
            return
        low, high = np.min(values), np.max(values)
        if low < 0 or high >= self.num_tokens:
            raise ValueError(
                bad(self._who(), "inputs", f"numbers in [0, {self.num_tokens})", (low, high),
                    f"Make num_tokens at least {int(max(high, 0)) + 1}.")
            )  # fmt: skip

    def compute_output_shape(self, input_shape: Shape, count_weights_shape: Any = None) -> Shape:
        """See Shapes."""
        return encoded_shape(input_shape, self.output_mode, self.num_tokens)
