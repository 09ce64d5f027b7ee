"""K functions of CTC, on probabilities; the last class is the blank."""

from typing import Any

from keraunos import ops
from keraunos.core import config
from keraunos.core.typing import Array


def ctc_batch_cost(y_true: Any, y_pred: Any, input_length: Any, label_length: Any) -> Array:
    """-log p(labels) of each row: (batch, places), (batch, steps, classes) -> (batch, 1).

    Args: input_length, label_length: how many steps and labels count, (batch, 1).
    """
    scores = ops.log(ops.add(y_pred, config.epsilon()))
    steps, places = (ops.cast(ops.reshape(n, (-1,)), "int32") for n in (input_length, label_length))
    labels = ops.cast(y_true, "int32")
    loss = ops.ctc_loss(labels, scores, places, steps, mask_index=scores.shape[-1] - 1)
    return ops.expand_dims(loss, 1)


def ctc_decode(
    y_pred: Any, input_length: Any, greedy: bool = True, beam_width: int = 100, top_paths: int = 1
) -> tuple[list[Array], Array]:
    """(the best labels of each row, -1 after their end, for each path; their log probabilities)."""
    scores = ops.log(ops.add(y_pred, config.epsilon()))
    steps = ops.cast(ops.reshape(input_length, (-1,)), "int32")
    found, worth = ops.ctc_decode(
        scores, steps, "greedy" if greedy else "beam_search", beam_width,
        1 if greedy else top_paths, mask_index=scores.shape[-1] - 1,
    )  # fmt: skip
    return [found[i] for i in range(found.shape[0])], worth
