"""Attention without projections: scores by products, or by a small sum."""

from typing import Any

from keraunos import ops
from keraunos.core import tree
from keraunos.core.errors import bad
from keraunos.core.random import SeedGenerator
from keraunos.core.registry import register
from keraunos.core.symbolic import Operation
from keraunos.core.typing import Array, Shape
from keraunos.layers.layer import Layer


@register("keras.layers.Attention")
class Attention(Layer):
    """y = softmax(scores(query, key)) · value; dot: query·keyᵀ, concat: w · Σ tanh(scale · (query + key)).

    Args:
        use_scale: whether the scores are multiplied by a learnt number.
        score_mode: "dot" or "concat".
        dropout: share of the weights dropped while training, in [0, 1].
        seed: an int, for the same dropout each run.
    Call: inputs [query, value] or [query, value, key]; mask [of query, of value], (batch, length) each;
        return_attention_scores; use_causal_mask: no query looks at a later value.
    Shapes: (batch, queries, d), (batch, values, d) -> (batch, queries, d); scores (batch, queries, values).
    Raises: ValueError for another score_mode, a dropout outside [0, 1], or inputs that are no such list.
    Source: Luong et al. 2015, arXiv:1508.04025.
    Example:
        >>> x = ops.ones((1, 2, 3))
        >>> Attention()([x, x]).shape
        (1, 2, 3)
    """

    supports_masking = True
    batch_independent = True

    def __init__(
        self, use_scale: bool = False, score_mode: str = "dot", dropout: float = 0.0,
        seed: int | None = None, **base: Any,
    ) -> None:  # fmt: skip
        super().__init__(**base)
        self.use_scale, self.score_mode = use_scale, score_mode
        self.dropout, self.seed = dropout, seed
        self.seed_generator = SeedGenerator(seed) if dropout > 0 else None
        if score_mode not in ("dot", "concat"):
            raise ValueError(
                bad("Attention", "score_mode", "'dot' or 'concat'", score_mode, "Choose one.")
            )
        self.scale: Any = None

    def build(self, input_shape: Any) -> None:
        """Make the numbers that scale the scores."""
        self._check(input_shape)
        if self.use_scale:
            self.scale = self.add_weight((), "ones", name="scale")
        if self.score_mode == "concat":
            self.concat_score_weight = self.add_weight((), "ones", name="concat_score_weight")

    def _check(self, inputs: Any) -> None:
        listed = isinstance(inputs, (list, tuple)) and len(inputs) in (2, 3)
        if not listed or any(s is None or isinstance(s, int) for s in inputs):
            raise ValueError(
                bad(self._who(), "inputs", "a list [query, value] or [query, value, key]", inputs,
                    "Call it on [x, x] for self-attention.")
            )  # fmt: skip

    def call(
        self, inputs: Any, mask: Any = None, training: bool = False,
        return_attention_scores: bool = False, use_causal_mask: bool = False,
    ) -> Any:  # fmt: skip
        """The means of the values, with their weights if asked for."""
        self._check(inputs)
        query, value, key = inputs[0], inputs[1], inputs[-1] if len(inputs) == 3 else inputs[1]
        query_mask, value_mask = self._masks(mask)
        scores = self._scores(query, key)
        allowed = self._allowed(scores, value_mask, use_causal_mask)
        if allowed is not None:
            far = 65504.0 if scores.dtype == "float16" else 1e9
            scores = scores - ops.cast(ops.logical_not(allowed), scores.dtype) * far
        weights = ops.softmax(scores, axis=-1)
        if training and self.seed_generator is not None:
            weights = ops.dropout(weights, self.dropout, seed=self.seed_generator.next())
        result = ops.matmul(weights, value)
        if query_mask is not None:
            result = result * ops.cast(ops.expand_dims(query_mask, -1), result.dtype)
        return (result, weights) if return_attention_scores else result

    def _masks(self, mask: Any) -> tuple[Any, Any]:
        if mask is None:
            return None, None
        if not isinstance(mask, (list, tuple)) or len(mask) < 2:
            raise ValueError(
                bad(self._who(), "mask", "a list [of query, of value]", mask, "Give None for none.")
            )
        return mask[0], mask[1]

    def _scores(self, query: Array, key: Array) -> Array:
        """(batch, queries, keys)."""
        if self.score_mode == "dot":
            scores = ops.matmul(query, ops.swapaxes(key, 1, 2))
            return scores if self.scale is None else scores * self.scale
        sums = ops.expand_dims(query, 2) + ops.expand_dims(key, 1)
        sums = sums if self.scale is None else sums * self.scale
        return self.concat_score_weight * ops.sum(ops.tanh(sums), axis=-1)

    def _allowed(self, scores: Array, value_mask: Any, causal: bool) -> Any:
        allowed = None if value_mask is None else ops.expand_dims(ops.cast(value_mask, "bool"), 1)
        if causal:
            early = ops.tril(ops.ones(scores.shape[-2:], "bool"))
            allowed = early if allowed is None else ops.logical_and(allowed, early)
        return allowed

    def compute_mask(self, inputs: Any, mask: Any = None) -> Any:  # type: ignore[override]
        """The query's."""
        return tree.flatten(self._masks(mask)[0])[0]

    def compute_output_shape(self, input_shape: Any) -> Shape:
        """The query's, its last size the value's."""
        self._check(input_shape)
        return (*input_shape[0][:-1], input_shape[1][-1])

    def compute_output_spec(self, inputs: Any, *args: Any, **kwargs: Any) -> Any:
        """The output's tensor, with the weights' if they are asked for."""
        if kwargs.get("return_attention_scores"):
            return Operation.compute_output_spec(self, inputs, *args, **kwargs)
        return super().compute_output_spec(inputs)


@register("keras.layers.AdditiveAttention")
class AdditiveAttention(Attention):
    """y = softmax(Σ scale · tanh(query + key)) · value.

    Args:
        use_scale: whether each feature has a learnt factor.
        dropout: share of the weights dropped while training, in [0, 1].
    Call, Shapes, Raises: as of Attention.
    Source: Bahdanau et al. 2014, arXiv:1409.0473.
    Example:
        >>> x = ops.ones((1, 2, 3))
        >>> AdditiveAttention()([x, x]).shape
        (1, 2, 3)
    """

    _not_in_config = ("score_mode",)

    def __init__(
        self, use_scale: bool = True, dropout: float = 0.0, seed: int | None = None, **base: Any
    ) -> None:
        super().__init__(use_scale=use_scale, dropout=dropout, seed=seed, **base)

    def build(self, input_shape: Any) -> None:
        """Make the features' factors."""
        self._check(input_shape)
        if self.use_scale:
            self.scale = self.add_weight((input_shape[0][-1],), "glorot_uniform", name="scale")

    def _scores(self, query: Array, key: Array) -> Array:
        sums = ops.tanh(ops.expand_dims(query, 2) + ops.expand_dims(key, 1))
        return ops.sum(sums if self.scale is None else sums * self.scale, axis=-1)
