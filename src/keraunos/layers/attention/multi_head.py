"""Attention by several heads."""

from math import prod
from typing import Any

from keraunos import ops
from keraunos.core.errors import ShapeError
from keraunos.core.registry import register
from keraunos.core.typing import Array, Shape
from keraunos.layers import checks
from keraunos.layers.attention.projected import ProjectedAttention


@register("keras.layers.MultiHeadAttention")
class MultiHeadAttention(ProjectedAttention):
    """Each position of the query takes means of the values, weighted by how its key answers, head by head.

    y = concat over heads (softmax(Q·Kᵀ / √key_dim) · V) · O, with Q, K, V projections of query, key, value

    Args:
        num_heads: how many heads, an int >= 1. key_dim: size of each head's query and key, an int >= 1.
        value_dim: size of each head's value; None: key_dim.
        dropout: share of the scores dropped while training, in [0, 1].
        use_bias: whether the projections have biases.
        output_shape: the output's sizes after the positions; None: the query's last.
        attention_axes: the axes over which positions look at each other; None: all but batch and features.
        sliding_window: no position looks further than this many steps, itself counted; None: no limit.
        flash_attention: taken and not used; the compiler decides how it is computed.
        use_gate: multiply each head's output by σ of a projection of the query.
        kernel_…, bias_…: initializers, regularizers and constraints of the projections.
        seed: an int, for the same dropout each run.
    Call: query, value, key (None: value), query_mask, value_mask, key_mask, attention_mask
        (batch, queries, keys), return_attention_scores, use_causal_mask.
    Shapes: query (batch, queries, d), value and key (batch, keys, e) -> (batch, queries, d); scores
        (batch, heads, queries, keys).
    Raises: ValueError if a size is not an int >= 1.
    Source: Vaswani et al. 2017, arXiv:1706.03762.
    Differs: the returned scores carry no mask.
    Example:
        >>> x = ops.ones((2, 5, 8))
        >>> MultiHeadAttention(2, 4)(x, x).shape
        (2, 5, 8)
    """

    def __init__(
        self, num_heads: int, key_dim: int, value_dim: int | None = None, dropout: float = 0.0,
        use_bias: bool = True, output_shape: Any = None, attention_axes: Any = None,
        sliding_window: int | None = None, flash_attention: bool | None = None,
        kernel_initializer: Any = "glorot_uniform", bias_initializer: Any = "zeros",
        kernel_regularizer: Any = None, bias_regularizer: Any = None, activity_regularizer: Any = None,
        kernel_constraint: Any = None, bias_constraint: Any = None, use_gate: bool = False,
        seed: int | None = None, **base: Any,
    ) -> None:  # fmt: skip
        super().__init__(activity_regularizer=activity_regularizer, **base)
        who = "MultiHeadAttention"
        self.num_heads = checks.size(who, "num_heads", num_heads, "Pass how many heads.")
        self.key_dim = checks.size(who, "key_dim", key_dim, "Pass the size of a head.")
        self.value_dim = checks.size(who, "value_dim", value_dim or key_dim, "Pass a head's size.")
        self.use_bias, self.use_gate = use_bias, use_gate
        self.output_shape_argument = output_shape
        self.attention_axes = None if attention_axes is None else _tuple(attention_axes)
        if sliding_window is not None:
            checks.size(who, "sliding_window", sliding_window, "Pass a number of steps, or None.")
        self.sliding_window = sliding_window
        self.keep_attention(dropout, seed)
        self.keep_rules(
            kernel_initializer=kernel_initializer, bias_initializer=bias_initializer,
            kernel_regularizer=kernel_regularizer, bias_regularizer=bias_regularizer,
            kernel_constraint=kernel_constraint, bias_constraint=bias_constraint,
        )  # fmt: skip

    @property
    def output_shape(self) -> Any:
        """The output's sizes as given: a tuple, or None."""
        given = self.output_shape_argument
        return given if given is None else _tuple(given)

    def build(self, query_shape: Shape, value_shape: Shape, key_shape: Any = None) -> None:
        """Make the projections of query, key, value, the gate's, and that of the output."""
        key_shape = value_shape if key_shape is None else key_shape
        rank, heads = len(query_shape), self.num_heads
        keys, values = (heads, self.key_dim), (heads, self.value_dim)
        parts: dict[str, Any] = {
            "query": (self.projection("query", rank, keys), query_shape),
            "key": (self.projection("key", len(key_shape), keys), key_shape),
        }
        if self.use_gate:
            parts["gate"] = (self.projection("gate", rank, values), query_shape)
        parts["value"] = (self.projection("value", len(value_shape), values), value_shape)
        sizes = self.output_shape or (query_shape[-1],)
        output = self.projection("attention_output", rank + 1, sizes, contracted=2)
        parts["output"] = (output, (*query_shape[:-1], *values))
        self.build_parts(**parts)

    def call(
        self, query: Array, value: Array, key: Any = None, query_mask: Any = None,
        value_mask: Any = None, key_mask: Any = None, attention_mask: Any = None,
        return_attention_scores: bool = False, training: bool | None = None,
        use_causal_mask: bool = False,
    ) -> Any:  # fmt: skip
        """The output, with the scores if asked for."""
        key = value if key is None else key
        masks = (query_mask, value_mask, key_mask)
        mask = self.joined_mask(query, value, masks, attention_mask, use_causal_mask)
        parts = zip(("query", "key", "value"), (query, key, value))
        q, k, v = (_laid_out(getattr(self, f"_{n}_dense")(x), self._axes(x)) for n, x in parts)
        forms = [(*x[1], *x[2]) for x in (q, k)]
        mask = None if mask is None else _mask_of_heads(mask, q, k)
        found, scores = self.attend(q[0], k[0], v[0], mask, training, return_attention_scores)
        found = _laid_back(found, q, self._axes(query))
        if self.use_gate:
            found = found * ops.sigmoid(self._gate_dense(query))
        output = self._output_dense(found)
        if not return_attention_scores:
            return output
        shape = (*q[1], self.num_heads, *forms[0][len(q[1]) :], *forms[1][len(k[1]) :])
        return output, ops.reshape(scores, shape)

    def _axes(self, x: Any) -> tuple[int, ...]:
        """The axes of positions, counted from the front."""
        rank = len(x.shape)
        axes = self.attention_axes or range(1, rank - 1)
        return tuple(axis % rank for axis in axes)

    def compute_output_shape(
        self, query_shape: Shape, value_shape: Shape, key_shape: Any = None
    ) -> Shape:
        """(batch, queries, ...), the last size by output_shape."""
        if query_shape[0] is not None and value_shape[0] not in (None, query_shape[0]):
            raise ShapeError(
                f"{self._who()} expects query and value of one batch size; got {query_shape} and "
                f"{value_shape}. Give both the same rows."
            )
        return (*query_shape[:-1], *(self.output_shape or (query_shape[-1],)))


def _tuple(x: Any) -> tuple[int, ...]:
    return (x,) if isinstance(x, int) else tuple(x)


def _order(rank: int, axes: tuple[int, ...]) -> tuple[int, ...]:
    """The axes of a projection (..., heads, head_dim), those of positions last but two."""
    return (*(i for i in range(rank - 2) if i not in axes), *axes, rank - 2, rank - 1)


def _laid_out(x: Array, axes: tuple[int, ...]) -> tuple[Array, Shape, Shape]:
    """(rows, positions, heads, head_dim), and the sizes that rows and positions stand for."""
    x = ops.transpose(x, _order(len(x.shape), axes))
    beside = len(x.shape) - 2 - len(axes)
    rows, positions = tuple(x.shape[:beside]), tuple(x.shape[beside:-2])
    flat = ops.reshape(x, (prod(rows), prod(positions), *x.shape[-2:]))  # type: ignore[arg-type]
    return flat, rows, positions


def _laid_back(x: Array, like: tuple[Array, Shape, Shape], axes: tuple[int, ...]) -> Array:
    """The inverse of `_laid_out`."""
    x = ops.reshape(x, (*like[1], *like[2], *x.shape[-2:]))
    order = _order(len(x.shape), axes)
    return ops.transpose(x, [order.index(i) for i in range(len(order))])


def _mask_of_heads(mask: Any, q: Any, k: Any) -> Any:
    """A mask (batch, ..., queries, keys) as (rows, 1, positions, positions)."""
    rows, queries, keys = q[1], q[2], k[2]
    inner = len(queries) + len(keys)
    sizes = mask.shape
    missing = len(rows) + inner - len(sizes)
    sizes = (*sizes[: len(sizes) - inner], *(1,) * missing, *sizes[len(sizes) - inner :])
    full = ops.broadcast_to(ops.reshape(mask, sizes), (*rows, *queries, *keys))
    return ops.reshape(full, (prod(rows), 1, prod(queries), prod(keys)))
