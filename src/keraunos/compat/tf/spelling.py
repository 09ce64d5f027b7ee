"""`tf.nn`'s decoders of frames that spell labels, and how far two spellings are apart."""

from typing import Any

import numpy as np

from keraunos import ops
from keraunos.compat.tf.sparse import SparseTensor, to_dense
from keraunos.core.typing import Array


def ctc_greedy_decoder(
    inputs: Any, sequence_length: Any, merge_repeated: bool = True, blank_index: Any = None
) -> tuple[list[SparseTensor], Array]:
    """The best class of each frame, repeats merged and blanks left out.

    Args: inputs: logits (frames, batch, classes). blank_index: the last class if None.
    Returns: a list of one SparseTensor of labels, and minus the sum of the best logits (batch, 1).
    """
    best = ops.sum(_within(ops.max(inputs, axis=-1), sequence_length), axis=0)
    blank = inputs.shape[-1] - 1 if blank_index is None else blank_index
    return [_decoded(inputs, sequence_length, "greedy", 1, 1, merge_repeated, blank)[0][0]], (
        -ops.expand_dims(best, 1)
    )


def ctc_beam_search_decoder(
    inputs: Any, sequence_length: Any, beam_width: int = 100, top_paths: int = 1
) -> tuple[list[SparseTensor], Array]:
    """The most likely labels by a beam search; arguments as of `ctc_greedy_decoder`, the blank last.

    Returns: a list of `top_paths` SparseTensors of labels, and their scores (batch, top_paths).
    """
    return _decoded(
        inputs, sequence_length, "beam_search", beam_width, top_paths, True, inputs.shape[-1] - 1
    )


def _within(frames: Any, lengths: Any) -> Array:
    places = ops.expand_dims(ops.arange(frames.shape[0]), 1)
    return ops.where(places < ops.cast(lengths, "int32"), frames, 0.0)


def _decoded(
    inputs: Any, lengths: Any, how: str, beam: int, paths: int, merge: bool, blank: int
) -> tuple[list[SparseTensor], Array]:
    logits = ops.transpose(ops.convert_to_tensor(inputs), (1, 0, 2))
    decoded, scores = ops.ctc_decode(
        logits, ops.cast(lengths, "int32"), how, beam, paths, merge, blank
    )
    return [_sparse(np.asarray(labels)) for labels in decoded], scores


def _sparse(labels: np.ndarray) -> SparseTensor:
    """Rows of labels, -1 after their end, as the labels that there are."""
    there = labels >= 0
    width = int(there.sum(axis=1).max(initial=0))
    return SparseTensor(np.argwhere(there), labels[there].astype("int64"), (len(labels), width))


def edit_distance(hypothesis: Any, truth: Any, normalize: bool = True, name: Any = None) -> Array:
    """How many insertions, deletions and changes lead from each row to the other's.

    Args: hypothesis, truth: SparseTensors (rows, labels). normalize: divide by the length of the truth.
    """
    pairs = zip(_rows(hypothesis), _rows(truth), strict=True)
    counts = [(_steps(row, other), len(other)) for row, other in pairs]
    return ops.convert_to_tensor(
        np.array([n / max(size, 1) if normalize else n for n, size in counts], "float32")
    )


def _rows(labels: SparseTensor) -> list[list[Any]]:
    lengths = np.bincount(np.asarray(labels.indices)[:, 0], minlength=int(labels.shape[0]))
    return [row[:n].tolist() for row, n in zip(np.asarray(to_dense(labels)), lengths)]


def _steps(row: list[Any], other: list[Any]) -> int:
    costs = list(range(len(other) + 1))
    for i, own in enumerate(row, 1):
        before, costs[0] = costs[0], i
        for j, theirs in enumerate(other, 1):
            before, costs[j] = (
                costs[j], min(costs[j] + 1, costs[j - 1] + 1, before + (own != theirs)),
            )  # fmt: skip
    return costs[-1]
