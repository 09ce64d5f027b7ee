"""Targets and outputs for every loss function, and the same loss here and in Keras.

Run as a program it compares all of them in float64; it wants JAX_ENABLE_X64=1 and prints what differs.
"""

import sys

import jax
import numpy as np

import keraunos as k
from support.oracle import TOLERANCE, keras

RNG = np.random.default_rng(7)
ROWS, CLASSES = 5, 3
LABELS = np.array([0, 2, 1, 1, 0])
ONE_HOT = np.eye(CLASSES)[LABELS]
SOFT = RNG.dirichlet(np.ones(CLASSES), ROWS)
PROBABILITIES = RNG.dirichlet(np.ones(CLASSES), ROWS)
SATURATED = np.array([[1.0, 0, 0], [0, 1, 0], [0.5, 0.5, 0], [0, 1, 0], [0, 0, 1]])
SCORES = RNG.normal(size=(ROWS, CLASSES)) * 3
SEQUENCES = RNG.normal(size=(2, 4, CLASSES)), RNG.normal(size=(2, 4, CLASSES))
EMBEDDINGS = SCORES / np.linalg.norm(SCORES, axis=1, keepdims=True)
FRAMES = RNG.normal(size=(3, 7, 5))
SPELLED = np.array([[1, 2, 2, 0], [3, 0, 0, 0], [0, 0, 0, 0]])

_ANY = [({}, SCORES, SCORES[::-1]), ({}, *SEQUENCES), ({}, LABELS, SCORES[:, :1])]
_SHARES = [({}, SOFT, PROBABILITIES), ({}, ONE_HOT, SATURATED)]
_ENTROPY = [
    *_SHARES,
    ({"from_logits": True}, ONE_HOT, SCORES),
    ({"label_smoothing": 0.2}, ONE_HOT, PROBABILITIES),
    ({"label_smoothing": 0.1, "from_logits": True}, ONE_HOT, SCORES),
    ({"axis": 0}, SOFT, PROBABILITIES),
]

GRID = {
    "mean_squared_error": _ANY,
    "mean_absolute_error": _ANY,
    "mean_absolute_percentage_error": [*_ANY, ({}, ONE_HOT, SCORES)],
    "mean_squared_logarithmic_error": _ANY,
    "huber": [*_ANY, ({"delta": 0.3}, SCORES, SCORES[::-1])],
    "log_cosh": [*_ANY, ({}, SCORES, SCORES * 100)],
    "cosine_similarity": [*_ANY[:2], ({"axis": 0}, SCORES, SCORES[::-1])],
    "kl_divergence": _SHARES,
    "poisson": [({}, np.abs(SCORES), np.abs(SCORES[::-1])), ({}, ONE_HOT, SATURATED + 0.01)],
    "hinge": [({}, 2 * ONE_HOT - 1, SCORES), ({}, ONE_HOT, SCORES)],
    "squared_hinge": [({}, 2 * ONE_HOT - 1, SCORES), ({}, ONE_HOT, SCORES)],
    "categorical_hinge": [({}, ONE_HOT, SCORES)],
    "dice": [*_SHARES, ({"axis": -1}, ONE_HOT, PROBABILITIES), ({"axis": (0, 1)}, SOFT, SATURATED)],
    "tversky": [*_SHARES, ({"alpha": 0.2, "beta": 0.9, "axis": 1}, ONE_HOT, PROBABILITIES)],
    "binary_crossentropy": _ENTROPY,
    "categorical_crossentropy": _ENTROPY,
    "binary_focal_crossentropy": [
        *_ENTROPY,
        ({"apply_class_balancing": True, "alpha": 0.3, "gamma": 1.5}, ONE_HOT, PROBABILITIES),
    ],
    "categorical_focal_crossentropy": [
        *_ENTROPY,
        ({"alpha": [0.1, 0.2, 0.3], "gamma": 1.5}, ONE_HOT, PROBABILITIES),
    ],
    "sparse_categorical_crossentropy": [
        ({}, LABELS, PROBABILITIES),
        ({}, LABELS[:, None], SATURATED),
        ({"from_logits": True}, LABELS, SCORES),
        ({"ignore_class": 1}, LABELS, PROBABILITIES),
    ],
    "categorical_generalized_cross_entropy": [
        ({"q": 0.5}, LABELS, PROBABILITIES),
        ({"q": 0.1}, LABELS, PROBABILITIES),
    ],
    "circle": [
        ({}, LABELS, EMBEDDINGS),
        ({"gamma": 4.0, "margin": 0.1, "remove_diagonal": False}, LABELS[:, None], EMBEDDINGS),
        (
            {"ref_labels": LABELS[:3], "ref_embeddings": EMBEDDINGS[:3], "remove_diagonal": False},
            LABELS,
            EMBEDDINGS,
        ),
        ({}, np.arange(ROWS), EMBEDDINGS),
    ],
    "ctc": [({}, SPELLED, FRAMES), ({}, SPELLED, FRAMES * 20)],
}
"""For each function (options, y_true, y_pred)."""


def of_dtype(y, dtype):
    """Floats in this dtype, class numbers as they are."""
    return y.astype(dtype) if y.dtype.kind == "f" else y.astype("int32")


def values_and_gradients(lib, name, dtype="float32", jit=True):
    """For each case the values, and what they, each times its number, pass back to the outputs."""
    function, cases = getattr(lib.losses, name), GRID[name]

    def total(outputs):
        values = [function(of_dtype(y, dtype), p, **o) for (o, y, _), p in zip(cases, outputs)]
        parts = [
            (v * (1.0 + np.arange(v.size).reshape(v.shape)).astype(dtype)).sum() for v in values
        ]
        return sum(parts), values

    run = jax.value_and_grad(total, has_aux=True)
    outputs = [jax.numpy.asarray(of_dtype(p, dtype)) for _, _, p in cases]
    (_, values), gradients = (jax.jit(run) if jit else run)(outputs)
    return [np.asarray(a) for a in (*values, *gradients)]


def differences(dtype, names):
    """What differs from Keras by more than the dtype's tolerance, as text."""
    found = []
    for name in names:
        ours, theirs = (values_and_gradients(lib, name, dtype) for lib in (k, keras))
        for i, (a, b) in enumerate(zip(ours, theirs, strict=True)):
            if (a.shape, a.dtype) != (b.shape, b.dtype) or not np.allclose(
                a, b, **TOLERANCE[dtype]
            ):
                what = ("values", "gradients")[i // len(GRID[name])]
                found.append(f"{what} of {name}, case {i % len(GRID[name])}: {a}, Keras {b}")
    return found


if __name__ == "__main__":
    keras.config.set_floatx("float64")
    k.config.set_floatx("float64")
    # Keras averages, and sums the paths of CTC, in float32 even here: it is lent jax's own mean
    keras.src.backend.numpy.mean = jax.numpy.mean
    sys.exit("\n".join(differences("float64", sorted(set(GRID) - {"ctc"}))) or None)
