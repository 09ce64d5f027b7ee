"""Attention by several heads of which groups share keys and values."""

from typing import Any

from keraunos import ops
from keraunos.core import naming
from keraunos.core.errors import bad
from keraunos.core.registry import register
from keraunos.core.typing import Array, Shape
from keraunos.layers import checks
from keraunos.layers.attention.projected import ProjectedAttention


@register("keras.layers.GroupQueryAttention")
class GroupQueryAttention(ProjectedAttention):
    """As MultiHeadAttention, but each head of keys and values serves a group of heads of queries.

    Args:
        head_dim: size of each head, an int >= 1.
        num_query_heads: how many heads of queries, a multiple of num_key_value_heads.
        num_key_value_heads: how many heads of keys and values, an int >= 1.
        dropout, use_bias, sliding_window, flash_attention, use_gate, kernel_…, bias_…, seed: as of
            MultiHeadAttention.
    Call: as of MultiHeadAttention.
    Shapes: query (batch, queries, d), value and key (batch, keys, e) -> (batch, queries, d); scores
        (batch, query heads, queries, keys).
    Raises: ValueError if a size is not an int >= 1 or the heads do not divide.
    Source: Ainslie et al. 2023, arXiv:2305.13245.
    Example:
        >>> x = ops.ones((2, 5, 8))
        >>> GroupQueryAttention(4, 4, 2)(x, x).shape
        (2, 5, 8)
    """

    def __init__(
        self, head_dim: int, num_query_heads: int, num_key_value_heads: int, dropout: float = 0.0,
        use_bias: bool = True, sliding_window: int | None = None, flash_attention: bool | None = None,
        kernel_initializer: Any = "glorot_uniform", bias_initializer: Any = "zeros",
        kernel_regularizer: Any = None, bias_regularizer: Any = None, activity_regularizer: Any = None,
        kernel_constraint: Any = None, bias_constraint: Any = None, use_gate: bool = False,
        seed: int | None = None, **base: Any,
    ) -> None:  # fmt: skip
        base["name"] = base.get("name") or naming.auto_name("grouped_query_attention")
        super().__init__(activity_regularizer=activity_regularizer, **base)
        who = "GroupQueryAttention"
        self.head_dim = checks.size(who, "head_dim", head_dim, "Pass the size of a head.")
        self.num_query_heads = checks.size(who, "num_query_heads", num_query_heads)
        self.num_key_value_heads = checks.size(who, "num_key_value_heads", num_key_value_heads)
        if num_query_heads % num_key_value_heads:
            raise ValueError(
                bad(who, "num_query_heads", f"a multiple of num_key_value_heads={num_key_value_heads}",
                    num_query_heads, "Each head of keys serves equally many.")
            )  # fmt: skip
        self.use_bias, self.use_gate, self.sliding_window = use_bias, use_gate, sliding_window
        self.keep_attention(dropout, seed)
        self.keep_rules(
            kernel_initializer=kernel_initializer, bias_initializer=bias_initializer,
            kernel_regularizer=kernel_regularizer, bias_regularizer=bias_regularizer,
            kernel_constraint=kernel_constraint, bias_constraint=bias_constraint,
        )  # fmt: skip

    def build(self, query_shape: Shape, value_shape: Shape, key_shape: Any = None) -> None:
        """Make the projections of query, key, the gate's, value, and that of the output."""
        key_shape = value_shape if key_shape is None else key_shape
        many, few = (self.num_query_heads, self.head_dim), (self.num_key_value_heads, self.head_dim)
        parts: dict[str, Any] = {
            "query": (self.projection("query", 3, many), query_shape),
            "key": (self.projection("key", 3, few), key_shape),
        }
        if self.use_gate:
            parts["gate"] = (self.projection("gate", 3, many), query_shape)
        parts["value"] = (self.projection("value", 3, few), value_shape)
        output = self.projection("attention_output", 4, (query_shape[-1],), contracted=2)
        parts["output"] = (output, (*query_shape[:-1], *many))
        self.build_parts(**parts)

    def call(
        self, query: Array, value: Array, key: Any = None, query_mask: Any = None,
        value_mask: Any = None, key_mask: Any = None, attention_mask: Any = None,
        return_attention_scores: bool = False, training: bool | None = None,
        use_causal_mask: bool = False,
    ) -> Any:  # fmt: skip
        """The output, with the scores if asked for."""
        masks = (query_mask, value_mask, key_mask)
        mask = self.joined_mask(query, value, masks, attention_mask, use_causal_mask)
        if mask is not None and len(mask.shape) == 3:
            mask = ops.expand_dims(mask, 1)  # one for all heads
        q = self._query_dense(query)
        groups = self.num_query_heads // self.num_key_value_heads
        k = ops.repeat(self._key_dense(value if key is None else key), groups, axis=2)
        v = ops.repeat(self._value_dense(value), groups, axis=2)
        found, scores = self.attend(q, k, v, mask, training, return_attention_scores)
        if self.use_gate:
            found = found * ops.sigmoid(self._gate_dense(query))
        output = self._output_dense(found)
        return (output, scores) if return_attention_scores else output

    def compute_output_shape(
        self, query_shape: Shape, value_shape: Shape, key_shape: Any = None
    ) -> Shape:
        """The query's."""
        return tuple(query_shape)
