"""An embedding that can be read backwards: from vectors to scores of the indices."""

from typing import Any

from keraunos import ops
from keraunos.core.registry import register, serialize
from keraunos.core.symbolic import KerasTensor
from keraunos.core.typing import Array, Shape
from keraunos.layers.embedding import Embedding


@register("keras.layers.ReversibleEmbedding")
class ReversibleEmbedding(Embedding):
    """Look up a vector for each index; with reverse=True score each index by its product with a vector.

    logits = x · tableᵀ, then cap · tanh(logits / cap) with a logit_soft_cap

    Args:
        input_dim, output_dim, embeddings_initializer, embeddings_regularizer, embeddings_constraint,
        mask_zero: as of Embedding.
        tie_weights: whether both ways use one table.
        reverse_dtype: the dtype of the scores; None: the layer's compute dtype.
        logit_soft_cap: the largest size of a score, a float > 0 or None.
    Shapes: (batch, ...) ints -> (batch, ..., output_dim); reverse: (batch, ..., output_dim) ->
        (batch, ..., input_dim).
    Example:
        >>> layer = ReversibleEmbedding(10, 4)
        >>> layer(layer(ops.ones((1, 3), "int32")), reverse=True).shape
        (1, 3, 10)
    """

    quantizable = ()

    def __init__(
        self, input_dim: int, output_dim: int, tie_weights: bool = True,
        embeddings_initializer: Any = "uniform", embeddings_regularizer: Any = None,
        embeddings_constraint: Any = None, mask_zero: bool = False, reverse_dtype: Any = None,
        logit_soft_cap: float | None = None, **base: Any,
    ) -> None:  # fmt: skip
        self._tied = tie_weights
        super().__init__(
            input_dim, output_dim, embeddings_initializer, embeddings_regularizer,
            embeddings_constraint, mask_zero, **base,
        )  # fmt: skip
        self.tie_weights = tie_weights
        self.reverse_dtype, self.logit_soft_cap = reverse_dtype, logit_soft_cap

    def build(self, input_shape: Shape | None = None) -> None:
        """Make the table, and the one for the way back unless they are tied."""
        super().build(input_shape)
        if not self._tied:
            self.reverse_embeddings = self.add_weight(
                (self.output_dim, self.input_dim), self.embeddings_initializer,
                name="reverse_embeddings",
            )  # fmt: skip

    def call(self, inputs: Array, reverse: bool = False) -> Array:
        """The rows at the indices, or the scores of all indices."""
        if not reverse:
            return super().call(inputs)
        table = ops.transpose(self._adapted()) if self._tied else self.reverse_embeddings
        dtype = self.reverse_dtype or self.compute_dtype
        logits = ops.matmul(ops.cast(inputs, dtype), ops.cast(table, dtype))
        cap = self.logit_soft_cap
        return logits if cap is None else ops.tanh(logits / cap) * cap

    def compute_output_shape(self, input_shape: Shape, reverse: bool = False) -> Shape:
        """(batch, ..., output_dim), or of the scores (batch, ..., input_dim)."""
        if reverse:
            return (*input_shape[:-1], self.input_dim)
        return (*input_shape, self.output_dim)

    def compute_output_spec(self, inputs: Any, reverse: bool = False) -> Any:
        """A tensor of the output's shape and dtype."""
        dtype = self.reverse_dtype if reverse else None
        shape = self.compute_output_shape(inputs.shape, reverse)
        return KerasTensor(shape, dtype or self.compute_dtype)

    def get_config(self) -> dict[str, Any]:
        """The arguments."""
        own = {
            name: getattr(self, name) for name in ("tie_weights", "reverse_dtype", "logit_soft_cap")
        }
        return {**super().get_config(), **{k: serialize(v) for k, v in own.items()}}
