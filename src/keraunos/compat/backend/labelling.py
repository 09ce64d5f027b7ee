"""K functions for labels without places: connectionist temporal classification, blank last."""

from typing import Any

from keraunos import ops
from keraunos.core import config


def _logits(y_pred: Any) -> Any:
    return ops.log(y_pred + config.epsilon())


def ctc_batch_cost(y_true: Any, y_pred: Any, input_length: Any, label_length: Any) -> Any:
    """-log of the probability that frames of class probabilities spell the labels; the last class is blank.

    Shapes: y_true (batch, labels), y_pred (batch, frames, classes), lengths (batch, 1) -> (batch, 1).
    """
    frames, labels = (ops.reshape(n, (-1,)) for n in (input_length, label_length))
    blank = y_pred.shape[-1] - 1
    cost = ops.ctc_loss(ops.cast(y_true, "int32"), _logits(y_pred), labels, frames, blank)
    return ops.expand_dims(cost, 1)


def ctc_decode(
    y_pred: Any, input_length: Any, greedy: bool = True, beam_width: int = 100, top_paths: int = 1
) -> tuple[list[Any], Any]:
    """The labels that frames of class probabilities spell, -1 after their end.

    The last class is the blank.

    Returns: a list of `top_paths` arrays (batch, labels), and their scores as of `ops.ctc_decode`.
    """
    decoded, scores = ops.ctc_decode(
        _logits(y_pred), ops.cast(input_length, "int32"), "greedy" if greedy else "beam_search", beam_width,
        top_paths, True, y_pred.shape[-1] - 1,
    )  # fmt: skip
    return list(ops.unstack(decoded, axis=0)), scores
