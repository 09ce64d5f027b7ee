"""Crossentropies of probabilities or logits, as Keras clips them."""

from typing import Any

import jax
import jax.numpy as jnp

from keraunos.core import config, origins
from keraunos.ops.core import as_array, as_float
from keraunos.ops.lowering.softmax_crossentropy import crossentropy_of_softmax
from keraunos.ops.public import op


@op("nn")
def categorical_crossentropy(
    target: Any, output: Any, from_logits: bool = False, axis: int = -1
) -> Any:
    """-sum(target · log(output)) along the axis."""
    target, output = as_float(target), as_float(output)
    if from_logits:
        return -jnp.sum(target * jax.nn.log_softmax(output, axis=axis), axis=axis)
    logits = _logits(output, axis)
    if logits is not None:
        return crossentropy_of_softmax(logits, target, config.epsilon())
    output = output / jnp.sum(output, axis, keepdims=True)
    output = jnp.clip(output, config.epsilon(), 1.0 - config.epsilon())
    return -jnp.sum(target * jnp.log(output), axis=axis)


def _logits(output: Any, axis: int) -> Any:
    """The logits behind a softmax along this axis, the last; None for anything else."""
    return origins.logits_of(output) if axis in (-1, output.ndim - 1) else None


@op("nn")
def sparse_categorical_crossentropy(
    target: Any, output: Any, from_logits: bool = False, axis: int = -1
) -> Any:
    """-log(output[target]) along the axis; in floatx at least."""
    target, output = jnp.asarray(as_array(target)).astype("int32"), as_float(output)
    if target.ndim == output.ndim and target.shape[-1] == 1:
        target = jnp.squeeze(target, -1)
    logits = None if from_logits else _logits(output, axis)
    if logits is not None:
        hot = jax.nn.one_hot(target, output.shape[-1], dtype=output.dtype)
        return crossentropy_of_softmax(logits, hot, config.epsilon())
    if from_logits:
        logs = jax.nn.log_softmax(output, axis=axis)
    else:
        output = output / jnp.sum(output, axis, keepdims=True)
        logs = jnp.log(jnp.clip(output, config.epsilon(), 1.0 - config.epsilon()))
    hot = jax.nn.one_hot(target, output.shape[axis], axis=axis, dtype=config.floatx())
    return -jnp.sum(hot * logs, axis=axis)


@op("nn")
def binary_crossentropy(target: Any, output: Any, from_logits: bool = False) -> Any:
    """-target·log(output) - (1 - target)·log(1 - output), element by element."""
    target, output = as_float(target), as_float(output)
    if from_logits:
        logs, others = jax.nn.log_sigmoid(output), jax.nn.log_sigmoid(-output)
        return -target * logs - (1.0 - target) * others
    output = jnp.clip(output, config.epsilon(), 1.0 - config.epsilon())
    return -(target * jnp.log(output) + (1.0 - target) * jnp.log(1.0 - output))
