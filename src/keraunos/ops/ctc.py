"""The loss of connectionist temporal classification: a sum over all ways to spell labels in frames."""

from typing import Any

import jax
import jax.numpy as jnp

from keraunos.core.registry import register
from keraunos.core.symbolic import operation
from keraunos.ops.core import as_array, as_float

_NEVER = -1e5  # the logarithm of a probability that counts as 0; gradients stay finite


@register("keras.ops.ctc_loss", "keras.ops.nn.ctc_loss")
@operation
def ctc_loss(
    target: Any, output: Any, target_length: Any, output_length: Any, mask_index: int = 0
) -> Any:
    """-log of the probability that frames of class logits spell the labels, in nats.

    A frame shows a label or the blank; a label may last several frames; equal labels that follow each
    other need a blank between them.

    Args:
        target: class numbers. output: logits; a softmax over the last axis makes them probabilities.
        target_length, output_length: how many labels and frames count in each row.
        mask_index: the class that is the blank.
    Shapes: target (batch, labels), output (batch, frames, classes), lengths (batch,) -> (batch,), float32
        at least.
    Source: Graves et al. 2006, doi:10.1145/1143844.1143891, equations 6 to 8, in logarithms. Labels that do
        not fit into the frames cost 1e5, as in Keras.
    """
    labels = jnp.asarray(as_array(target)).astype("int32")
    logits = jnp.asarray(as_float(output))
    lengths = jnp.asarray(as_array(target_length)).astype("int32")
    frames = jnp.asarray(as_array(output_length)).astype("int32")
    emitted, leap = _lattice(labels, jax.nn.log_softmax(logits, axis=-1), mask_index)
    last = _forward(emitted, leap, frames)
    ends = jnp.stack([2 * lengths, jnp.maximum(2 * lengths - 1, 0)], axis=1)
    on_blank, on_label = jnp.take_along_axis(last, ends, axis=1).T
    total = jnp.where(lengths > 0, jnp.logaddexp(on_blank, on_label), on_blank)
    return -total


def _lattice(labels: Any, log_probs: Any, blank: int) -> tuple[Any, Any]:
    """Blank, label, blank, label, …, blank: the log-probability of each state in each frame, and what it
    costs to reach a state from the one before the last, skipping the blank between.
    """
    batch, count = labels.shape
    states = jnp.full((batch, 2 * count + 1), blank).at[:, 1::2].set(labels)
    emitted = jnp.take_along_axis(log_probs, states[:, None, :], axis=2)  # (batch, frames, states)
    new = jnp.pad(labels[:, 1:] != labels[:, :-1], ((0, 0), (1, 0)))[:, :count]
    leap = jnp.full(states.shape, _NEVER).at[:, 1::2].set(jnp.where(new, 0.0, _NEVER))
    return emitted, leap


def _forward(emitted: Any, leap: Any, frames: Any) -> Any:
    """Log-probabilities of all states after the last frame that counts; (batch, states)."""
    wide = jnp.promote_types(emitted.dtype, "float32")
    start = jnp.full(leap.shape, _NEVER, wide).at[:, 0].set(0.0)
    leap, count = leap.astype(wide), jnp.arange(emitted.shape[1])

    def shift(a: Any, by: int) -> Any:
        return jnp.pad(a, ((0, 0), (by, 0)), constant_values=_NEVER)[:, : a.shape[1]]

    def frame(before: Any, now: Any) -> tuple[Any, None]:
        index, emission = now
        reached = jnp.logaddexp(before, shift(before, 1))
        reached = jnp.logaddexp(reached, shift(before, 2) + leap) + emission.astype(wide)
        return jnp.where((index < frames)[:, None], reached, before), None

    return jax.lax.scan(frame, start, (count, jnp.moveaxis(emitted, 1, 0)))[0]
