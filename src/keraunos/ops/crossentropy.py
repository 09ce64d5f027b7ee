"""Crossentropies of probabilities or logits, as Keras clips them."""

from typing import Any

import jax
import jax.numpy as jnp

from keraunos.core import config
from keraunos.core.registry import register
from keraunos.core.symbolic import operation
from keraunos.ops.core import as_float


@register("keras.ops.categorical_crossentropy", "keras.ops.nn.categorical_crossentropy")
@operation
def categorical_crossentropy(
    target: Any, output: Any, from_logits: bool = False, axis: int = -1
) -> Any:
    """-sum(target · log(output)) along the axis."""
    target, output = jnp.asarray(as_float(target)), jnp.asarray(as_float(output))
    if from_logits:
        return -jnp.sum(target * jax.nn.log_softmax(output, axis=axis), axis=axis)
    output = output / jnp.sum(output, axis, keepdims=True)
    output = jnp.clip(output, config.epsilon(), 1.0 - config.epsilon())
    return -jnp.sum(target * jnp.log(output), axis=axis)


@register(
    "keras.ops.sparse_categorical_crossentropy", "keras.ops.nn.sparse_categorical_crossentropy"
)
@operation
def sparse_categorical_crossentropy(
    target: Any, output: Any, from_logits: bool = False, axis: int = -1
) -> Any:
    """-log(output[target]) along the axis."""
    target, output = jnp.asarray(target).astype("int32"), jnp.asarray(as_float(output))
    if target.ndim == output.ndim and target.shape[-1] == 1:
        target = jnp.squeeze(target, -1)
    if from_logits:
        logs = jax.nn.log_softmax(output, axis=axis)
    else:
        output = output / jnp.sum(output, axis, keepdims=True)
        logs = jnp.log(jnp.clip(output, config.epsilon(), 1.0 - config.epsilon()))
    hot = jax.nn.one_hot(target, output.shape[axis], axis=axis, dtype=logs.dtype)
    return -jnp.sum(hot * logs, axis=axis)


@register("keras.ops.binary_crossentropy", "keras.ops.nn.binary_crossentropy")
@operation
def binary_crossentropy(target: Any, output: Any, from_logits: bool = False) -> Any:
    """-target·log(output) - (1 - target)·log(1 - output), element by element."""
    target, output = jnp.asarray(as_float(target)), jnp.asarray(as_float(output))
    if from_logits:
        logs, others = jax.nn.log_sigmoid(output), jax.nn.log_sigmoid(-output)
        return -target * logs - (1.0 - target) * others
    output = jnp.clip(output, config.epsilon(), 1.0 - config.epsilon())
    return -(target * jnp.log(output) + (1.0 - target) * jnp.log(1.0 - output))
