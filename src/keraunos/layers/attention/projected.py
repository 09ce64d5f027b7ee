"""What the attention layers with learnt projections share: masks, scores, dropout of scores."""

from math import sqrt
from typing import Any

from keraunos import ops
from keraunos.core.random import SeedGenerator
from keraunos.core.symbolic import Operation
from keraunos.core.typing import Array, Shape
from keraunos.layers.einsum_dense import EinsumDense
from keraunos.layers.layer import Layer

_RULES = (
    "kernel_initializer", "bias_initializer", "kernel_regularizer", "bias_regularizer",
    "kernel_constraint", "bias_constraint",
)  # fmt: skip


class ProjectedAttention(Layer):
    """Attention between projections of its inputs; a subclass makes the projections."""

    supports_masking = True
    batch_independent = True
    _not_in_config = ("flash_attention",)
    _shows_activity_regularizer = True
    use_bias: bool
    dropout: float
    sliding_window: int | None
    _query_dense: Any
    _key_dense: Any
    _value_dense: Any
    _gate_dense: Any
    _output_dense: Any

    def keep_attention(self, dropout: float, seed: Any) -> None:
        """Store the dropout of the scores and its seed."""
        self.dropout, self.seed = dropout, seed
        self.seed_generator = SeedGenerator(seed) if dropout > 0 else None

    @property
    def query_dense(self) -> Any:
        """The layer that projects the queries; it is there once this one is built."""
        return self._query_dense

    @property
    def key_dense(self) -> Any:
        """The layer that projects the keys."""
        return self._key_dense

    @property
    def value_dense(self) -> Any:
        """The layer that projects the values."""
        return self._value_dense

    @property
    def output_dense(self) -> Any:
        """The layer that projects what comes out."""
        return self._output_dense

    def projection(self, name: str, rank: int, sizes: tuple[Any, ...], contracted: int = 1) -> Any:
        """A dense layer from the last `contracted` axes of inputs of this rank to axes of these sizes."""
        letters = "abcdefghijklmnopqrstuvwxyz"
        free, last = letters[: rank - contracted], letters[rank - contracted : rank]
        new = letters[rank : rank + len(sizes)]
        rules = {rule: getattr(self, rule) for rule in _RULES}
        return EinsumDense(
            f"{free}{last},{last}{new}->{free}{new}", (*(None,) * (len(free) - 1), *sizes),
            bias_axes=new if self.use_bias else None, dtype=self.dtype_policy, name=name, **rules,
        )  # fmt: skip

    def joined_mask(
        self,
        query: Array,
        value: Array,
        masks: tuple[Any, Any, Any],
        attention_mask: Any,
        causal: bool,
    ) -> Any:
        """Where a query may look: (batch or 1, queries, keys) bool, or None for everywhere.

        Args: masks: of query, value and key, (batch, length) each or None.
        """
        query_mask, value_mask, key_mask = masks
        parts = [None if query_mask is None else ops.expand_dims(ops.cast(query_mask, "bool"), -1)]
        parts += [
            None if m is None else ops.expand_dims(ops.cast(m, "bool"), -2)
            for m in (value_mask, key_mask)
        ]
        back = ops.expand_dims(ops.arange(query.shape[1]), 1) - ops.arange(value.shape[1])
        if causal:
            parts.append(ops.expand_dims(ops.greater_equal(back, 0), 0))
        if self.sliding_window is not None:
            parts.append(ops.expand_dims(ops.less(ops.abs(back), self.sliding_window), 0))
        parts.append(None if attention_mask is None else ops.cast(attention_mask, "bool"))
        found = None
        for part in parts:
            if part is not None:
                found = part if found is None else ops.logical_and(found, part)
        return found

    def attend(
        self, query: Array, key: Array, value: Array, mask: Any, training: Any, with_scores: bool
    ) -> tuple[Array, Any]:
        """(means of the values, scores or None); all of shape (batch, length, heads, head_dim).

        Args: mask: broadcastable to (batch, heads, queries, keys), or None.
        """
        if not with_scores and self.seed_generator is None:
            return ops.dot_product_attention(query, key, value, mask=mask), None
        scores = ops.einsum("btnh,bsnh->bnts", query * (1 / sqrt(query.shape[-1])), key)
        if mask is not None:
            mask = ops.broadcast_to(mask, scores.shape)
            scores = ops.where(mask, scores, ops.full_like(scores, -3e4))
        weights = ops.softmax(scores, axis=-1)
        weights = weights if mask is None else ops.where(mask, weights, ops.zeros_like(weights))
        dropped = weights
        if training and self.seed_generator is not None:
            dropped = ops.dropout(weights, self.dropout, seed=self.seed_generator.next())
        return ops.einsum("bnts,bsnh->btnh", dropped, value), weights

    def compute_output_spec(self, query: Any, value: Any, *args: Any, **kwargs: Any) -> Any:
        """The output's tensor, with the scores' if they are asked for."""
        if kwargs.get("return_attention_scores") or any(a is True for a in args):
            return Operation.compute_output_spec(self, query, value, *args, **kwargs)
        return super().compute_output_spec(query, value)

    def build_parts(self, **shapes: tuple[Any, Shape]) -> None:
        """Make and build the projections, in order; each by (layer, its input's shape)."""
        for name, (layer, shape) in shapes.items():
            setattr(self, f"_{name}_dense", layer)
            layer.build(shape)
