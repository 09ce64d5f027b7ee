"""Labels read out of frames of class logits: the best class of each frame, or the best prefixes."""

from functools import partial
from typing import Any, NamedTuple

import jax
import jax.numpy as jnp

from keraunos.core.errors import bad, unknown
from keraunos.core.registry import register
from keraunos.core.symbolic import operation
from keraunos.ops.core import as_array, as_float

STRATEGIES = ("greedy", "beam_search")
_NONE = -jnp.inf  # the logarithm of the probability of what cannot be


@register("keras.ops.ctc_decode", "keras.ops.nn.ctc_decode")
@operation
def ctc_decode(
    inputs: Any, sequence_lengths: Any, strategy: str = "greedy", beam_width: int = 100,
    top_paths: int = 1, merge_repeated: bool = True, mask_index: int | None = 0,
) -> Any:  # fmt: skip
    """The labels that frames spell, as connectionist temporal classification writes them.

    Args:
        inputs: logits. sequence_lengths: how many frames count in each row.
        strategy: "greedy", the largest class of each frame; "beam_search", the labels that are likeliest over
            all ways to spell them, as far as the beam holds them.
        beam_width: prefixes kept from frame to frame, an int >= 1. top_paths: how many of them are returned,
            an int in [1, beam_width]. Both for "beam_search".
        merge_repeated: whether equal classes in a row are one label, for "greedy".
        mask_index: the class that is the blank; None: the last.
    Shapes: inputs (batch, frames, classes), lengths (batch,) -> labels (paths, batch, frames) int32, filled
        up with -1, and scores (batch, paths) float32; paths is 1 for "greedy".
    Returns: labels and scores: for "greedy" minus the sum of the largest logits, for "beam_search" the
        logarithm of the probability.
    Raises: ValueError for another strategy, or more paths than the beam holds.
    Example:
        >>> logits = jnp.eye(3)[None, jnp.array([1, 1, 0, 2])] * 5
        >>> ctc_decode(logits, [4])[0].tolist()
        [[[1, 2, -1, -1]]]
    Source: Graves et al. 2006, doi:10.1145/1143844.1143891; the beam is that of Hannun et al. 2014,
        arXiv:1408.2873, without a language model. Differs: rows of length 0 have no labels in a beam search.
    """
    logits = jnp.asarray(as_float(inputs)).astype("float32")
    lengths = jnp.asarray(as_array(sequence_lengths)).astype("int32")
    blank = logits.shape[-1] - 1 if mask_index is None else mask_index
    if strategy == "greedy":
        return _greedy(logits, lengths, merge_repeated, blank)
    if strategy != "beam_search":
        raise ValueError(unknown("ops.ctc_decode", "strategy", str(strategy), STRATEGIES))
    if not 1 <= top_paths <= beam_width:
        expected = f"in [1, {beam_width}], the beam_width"
        raise ValueError(bad("ops.ctc_decode", "top_paths", expected, top_paths, ""))
    search = partial(_beam, width=beam_width, paths=top_paths, blank=blank)
    labels, scores = jax.vmap(search)(jax.nn.log_softmax(logits), lengths)
    return jnp.swapaxes(labels, 0, 1), scores


def _greedy(logits: Any, lengths: Any, merge: bool, blank: int) -> tuple[Any, Any]:
    counts = jnp.arange(logits.shape[1]) < lengths[:, None]  # (batch, frames)
    best = jnp.argmax(logits, axis=-1).astype("int32")
    kept = counts & (best != blank)
    if merge:
        kept &= jnp.pad(best[:, 1:] != best[:, :-1], ((0, 0), (1, 0)), constant_values=True)
    order = jnp.argsort(~kept, axis=1, stable=True)
    labels = jnp.take_along_axis(jnp.where(kept, best, -1), order, axis=1)
    score = jnp.sum(jnp.where(counts, jnp.max(logits, axis=-1), 0), axis=1, keepdims=True)
    return labels[None], -score


class _Beam(NamedTuple):
    """Prefixes and how likely the frames so far spell them, ending in the blank or in their last label."""

    labels: Any  # (width, frames), filled up with -1
    length: Any  # (width,)
    on_blank: Any  # (width,), logarithms
    on_label: Any  # (width,)

    @property
    def total(self) -> Any:
        return jnp.logaddexp(self.on_blank, self.on_label)

    @property
    def last(self) -> Any:
        """The last label of each prefix, -1 for none."""
        at = jnp.maximum(self.length - 1, 0)[:, None]
        return jnp.where(self.length > 0, jnp.take_along_axis(self.labels, at, axis=1)[:, 0], -1)


def _beam(log_probs: Any, length: Any, width: int, paths: int, blank: int) -> tuple[Any, Any]:
    """The likeliest labels of one row, and their logarithms."""
    frames = log_probs.shape[0]
    nothing = jnp.full((width,), _NONE)
    start = _Beam(
        jnp.full((width, frames), -1), jnp.zeros((width,), int), nothing.at[0].set(0.0), nothing
    )

    def frame(beam: _Beam, now: tuple[Any, Any]) -> tuple[_Beam, None]:
        index, emission = now
        after = _step(beam, emission, blank)
        return jax.tree.map(partial(jnp.where, index < length), after, beam), None

    beam = jax.lax.scan(frame, start, (jnp.arange(frames), log_probs))[0]
    scores, best = jax.lax.top_k(beam.total, paths)
    labels = jnp.where(jnp.isneginf(scores)[:, None], -1, beam.labels[best])
    return labels.astype("int32"), scores


def _step(beam: _Beam, emission: Any, blank: int) -> _Beam:
    """The likeliest prefixes after one more frame."""
    width, classes = beam.length.shape[0], emission.shape[0]
    on_blank = beam.total + emission[blank]
    on_label = jnp.where(beam.length > 0, beam.on_label + emission[beam.last], _NONE)
    again = jnp.arange(classes) == beam.last[:, None]  # the same label needs a blank between
    longer = jnp.where(again, beam.on_blank[:, None], beam.total[:, None]) + emission
    longer = longer.at[:, blank].set(_NONE)  # (width, classes)
    parent, has_parent = _parents(beam)
    gained = jnp.where(has_parent, longer[parent, beam.last], _NONE)
    on_label = jnp.logaddexp(on_label, gained)
    longer = longer.at[jnp.where(has_parent, parent, width), beam.last].set(_NONE, mode="drop")
    stays = jnp.logaddexp(on_blank, on_label)
    _, best = jax.lax.top_k(jnp.concatenate([stays, longer.ravel()]), width)
    grows = best >= width
    source = jnp.where(grows, (best - width) // classes, best)
    label = jnp.where(grows, (best - width) % classes, -1)
    at = jnp.where(grows, beam.length[source], beam.labels.shape[1])
    return _Beam(
        beam.labels[source].at[jnp.arange(width), at].set(label, mode="drop"),
        beam.length[source] + grows,
        jnp.where(grows, _NONE, on_blank[source]),
        jnp.where(grows, longer.ravel()[jnp.maximum(best - width, 0)], on_label[source]),
    )


def _parents(beam: _Beam) -> tuple[Any, Any]:
    """For each prefix the one without its last label, if the beam holds it: (number, whether)."""
    frames = beam.labels.shape[1]
    shorter = jnp.where(jnp.arange(frames) == beam.length[:, None] - 1, -1, beam.labels)
    same = jnp.all(shorter[:, None] == beam.labels[None], axis=-1)  # (prefix, its parent)
    alive = ~jnp.isneginf(beam.total)
    same &= (beam.length > 0)[:, None] & alive[:, None] & alive[None]
    return jnp.argmax(same, axis=1), jnp.any(same, axis=1)
