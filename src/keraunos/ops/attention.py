"""Attention: weighted means of values, by how well keys answer queries."""

from math import sqrt
from typing import Any

import jax
import jax.numpy as jnp

from keraunos.core.errors import ShapeError
from keraunos.core.registry import register
from keraunos.core.symbolic import operation
from keraunos.ops.core import as_float


@register("keras.ops.dot_product_attention", "keras.ops.nn.dot_product_attention")
@operation
def dot_product_attention(
    query: Any, key: Any, value: Any, bias: Any = None, mask: Any = None, scale: float | None = None,
    is_causal: bool = False, flash_attention: bool | None = None, attn_logits_soft_cap: float | None = None,
) -> Any:  # fmt: skip
    """y = softmax(scale · query·keyᵀ + bias) · value, head by head.

    Args:
        bias: added to the scores; broadcastable to (batch, heads, queries, keys).
        mask: True where a key may be looked at, same shape; a query that may look at none sees all alike.
        scale: of the scores; None: 1/√head_dim.
        is_causal: no query looks at a later key.
        flash_attention: taken and not used; the compiler decides how it is computed.
        attn_logits_soft_cap: scores become cap · tanh(score / cap).
    Shapes: query (batch, queries, heads, head_dim), key and value (batch, keys, heads or a divisor of them,
        head_dim) -> as query.
    Raises: ShapeError if an argument has not four axes or the heads do not fit.
    Source: Vaswani et al. 2017, arXiv:1706.03762; fewer key heads: Ainslie et al. 2023, arXiv:2305.13245.
    """
    query, key, value = (as_float(x) for x in (query, key, value))
    if any(x.ndim != 4 for x in (query, key, value)) or query.shape[2] % key.shape[2]:
        raise ShapeError(
            "dot_product_attention expects query, key and value of shape (batch, length, heads, "
            f"head_dim), the heads a multiple of key's; got {query.shape}, {key.shape}, {value.shape}. "
            "Add the axis of heads."
        )
    groups = query.shape[2] // key.shape[2]
    key, value = (jnp.repeat(x, groups, axis=2) if groups > 1 else x for x in (key, value))
    weights = jax.nn.softmax(
        _scores(query, key, bias, mask, scale, is_causal, attn_logits_soft_cap), axis=-1
    )
    return jnp.einsum("bnts,bsnh->btnh", weights.astype(value.dtype), value)


def _scores(
    query: Any,
    key: Any,
    bias: Any,
    mask: Any,
    scale: float | None,
    is_causal: bool,
    cap: float | None,
) -> Any:
    """The scores in float32 at least, (batch, heads, queries, keys), at the lowest where masked."""
    scale = 1 / sqrt(query.shape[-1]) if scale is None else scale
    wide = jnp.promote_types(query.dtype, jnp.float32)
    scores = jnp.einsum("btnh,bsnh->bnts", query, key, preferred_element_type=wide) * scale
    scores = scores if bias is None else scores + jnp.asarray(bias, wide)
    scores = scores if cap is None else jnp.tanh(scores / cap) * cap
    if is_causal:
        queries, keys = scores.shape[-2:]
        causal = jnp.tril(jnp.ones((queries, keys), bool))
        mask = causal if mask is None else jnp.logical_and(mask, causal)
    lowest = 0.7 * float(jnp.finfo(wide).min)
    return scores if mask is None else jnp.where(jnp.asarray(mask, bool), scores, lowest)
