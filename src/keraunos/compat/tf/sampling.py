"""Classes drawn in place of all classes, and the losses that count with them."""

from typing import Any

import numpy as np

from keraunos import ops
from keraunos.compat.backend import noise
from keraunos.core.typing import Array
from keraunos.ops import random


def log_uniform_candidate_sampler(
    true_classes: Any, num_true: int, num_sampled: int, unique: bool, range_max: int, seed: Any = None,
    name: Any = None,
) -> tuple[Array, Array, Array]:  # fmt: skip
    """Classes drawn with P(k) = log((k + 2) / (k + 1)) / log(range_max + 1): small numbers more often.

    Returns: the drawn classes (num_sampled,); how often each true class, and each drawn one, is expected.
    """
    chances = np.diff(np.log(np.arange(1, range_max + 2))) / np.log(range_max + 1)
    return _drawn(true_classes, num_sampled, unique, chances, seed)


def uniform_candidate_sampler(
    true_classes: Any, num_true: int, num_sampled: int, unique: bool, range_max: int, seed: Any = None,
    name: Any = None,
) -> tuple[Array, Array, Array]:  # fmt: skip
    """Classes drawn evenly from [0, range_max); returns as `log_uniform_candidate_sampler`."""
    return _drawn(true_classes, num_sampled, unique, np.full(range_max, 1 / range_max), seed)


def _drawn(true: Any, count: int, unique: bool, chances: np.ndarray, seed: Any) -> Any:
    found = noise.drawn(
        seed, "tf.random.candidates", "int64",
        lambda draw: draw.choice(len(chances), count, replace=not unique, p=chances),
        lambda key: _by_scores(key, count, unique, chances),
    )  # fmt: skip
    expected = 1 - (1 - chances) ** count if unique else chances * count
    expected = ops.convert_to_tensor(expected.astype("float32"))
    return found, ops.take(expected, true), ops.take(expected, found)


def _by_scores(key: Any, count: int, unique: bool, chances: np.ndarray) -> Array:
    """Within a program: the highest of the logarithms of the chances with Gumbel noise."""
    logits = np.log(chances).astype("float32")
    if not unique:
        return ops.cast(random.categorical(logits[None], count, seed=key)[0], "int32")
    even = random.uniform(logits.shape, 1e-20, 1.0, "float32", key)
    return ops.cast(ops.top_k(logits - ops.log(-ops.log(even)), count)[1], "int32")


def _logits(
    weights: Any, biases: Any, labels: Any, inputs: Any, num_sampled: int, num_classes: int,
    num_true: int, sampled_values: Any, without_hits: bool, seed: Any,
) -> tuple[Array, Array]:  # fmt: skip
    """The logits of the true and of the drawn classes, less the logarithm of how often each is drawn."""
    labels = ops.reshape(ops.cast(labels, "int32"), (-1, num_true))
    drawn, expected, expected_drawn = sampled_values or log_uniform_candidate_sampler(
        labels, num_true, num_sampled, True, num_classes, seed
    )
    own = ops.einsum("bd,btd->bt", inputs, ops.take(weights, labels, axis=0))
    own = own + ops.take(biases, labels) - ops.log(ops.reshape(expected, labels.shape))
    other = ops.matmul(inputs, ops.transpose(ops.take(weights, drawn, axis=0)))
    other = other + ops.take(biases, drawn) - ops.log(expected_drawn)
    if not without_hits:
        return own, other
    hit = ops.any(ops.equal(ops.cast(drawn, "int32")[None, None], labels[..., None]), axis=1)
    return own, ops.where(hit, -1e9, other)


def sampled_softmax_loss(
    weights: Any, biases: Any, labels: Any, inputs: Any, num_sampled: int, num_classes: int,
    num_true: int = 1, sampled_values: Any = None, remove_accidental_hits: bool = True,
    seed: Any = None, name: Any = None,
) -> Array:  # fmt: skip
    """The crossentropy of the true classes among themselves and drawn ones.

    Shapes: weights (classes, d), biases (classes,), labels (batch, num_true), inputs (batch, d) -> (batch,).
    """
    own, other = _logits(
        weights,
        biases,
        labels,
        inputs,
        num_sampled,
        num_classes,
        num_true,
        sampled_values,
        remove_accidental_hits,
        seed,
    )
    log_chances = ops.log_softmax(ops.concatenate([own, other], axis=1))
    return -ops.mean(log_chances[:, :num_true], axis=1)


def nce_loss(
    weights: Any, biases: Any, labels: Any, inputs: Any, num_sampled: int, num_classes: int,
    num_true: int = 1, sampled_values: Any = None, remove_accidental_hits: bool = False,
    seed: Any = None, name: Any = None,
) -> Array:  # fmt: skip
    """The binary crossentropy that tells true classes from drawn ones; shapes as of sampled_softmax_loss."""
    own, other = _logits(
        weights,
        biases,
        labels,
        inputs,
        num_sampled,
        num_classes,
        num_true,
        sampled_values,
        remove_accidental_hits,
        seed,
    )
    true = ops.sum(ops.softplus(-own), axis=1) / num_true
    return true + ops.sum(ops.softplus(other), axis=1)
