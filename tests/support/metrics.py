"""Batches for every metric, and the same metric here and in Keras."""

import warnings

import jax
import numpy as np

import keraunos as k
from keraunos.core.symbolic import KerasTensor

RNG = np.random.default_rng(11)
ROWS, CLASSES = 6, 3
LABELS = np.array([0, 2, 1, 1, 0, 2])
ONE_HOT = np.eye(CLASSES, dtype="float32")[LABELS]
SEVERAL = (RNG.random((ROWS, CLASSES)) > 0.5).astype("float32")
PROBABILITIES = RNG.dirichlet(np.ones(CLASSES), ROWS).astype("float32")
OUTPUTS = RNG.random((ROWS, CLASSES)).astype("float32")
PIXELS, SEEN = RNG.integers(0, CLASSES, (2, ROWS, 5))
MAPS = RNG.random((ROWS, 5, CLASSES)).astype("float32")
A_ROW, AN_ELEMENT = (
    RNG.random(ROWS).astype("float32"),
    RNG.random((ROWS, CLASSES)).astype("float32"),
)

_ONE_HOT = [(ONE_HOT, PROBABILITIES, None), (ONE_HOT, PROBABILITIES, A_ROW)]
_NUMBERS = [(LABELS, PROBABILITIES, None), (LABELS[:, None], PROBABILITIES, A_ROW)]
_ELEMENTS = [(SEVERAL, OUTPUTS, None), (ONE_HOT, OUTPUTS, A_ROW), (SEVERAL, OUTPUTS, AN_ELEMENT)]
_SAME = [(LABELS, np.roll(LABELS, 1), None), (LABELS, np.sort(LABELS), A_ROW)]
_PIXELS = [(PIXELS, SEEN, None), (SEEN, PIXELS, np.arange(ROWS * 5.0).reshape(ROWS, 5) / 2)]

GRID = {
    "Mean": ([{}], [(AN_ELEMENT, None), (AN_ELEMENT, A_ROW), (A_ROW, A_ROW), (2.0, 3.0)]),
    "Sum": ([{}], [(AN_ELEMENT, None), (AN_ELEMENT, A_ROW), (A_ROW, A_ROW), (2.0, 3.0)]),
    "MeanMetricWrapper": ([{"fn": "mean_squared_error", "name": "w"}], _ONE_HOT),
    **{
        name: ([{}], [*_ONE_HOT, (SEVERAL, OUTPUTS, None)])
        for name in (
            "MeanSquaredError", "MeanAbsoluteError", "MeanAbsolutePercentageError",
            "MeanSquaredLogarithmicError", "LogCoshError", "RootMeanSquaredError", "KLDivergence",
            "Poisson", "Hinge", "SquaredHinge", "CategoricalHinge",
        )
    },
    "CosineSimilarity": ([{}, {"axis": 0}], [*_ONE_HOT[:1], (SEVERAL, OUTPUTS, None)]),
    "BinaryCrossentropy": ([{}, {"from_logits": True}, {"label_smoothing": 0.1}], _ONE_HOT),
    "CategoricalCrossentropy": ([{}, {"from_logits": True}, {"label_smoothing": 0.1}], _ONE_HOT),
    "SparseCategoricalCrossentropy": ([{}, {"from_logits": True, "ignore_class": 1}], _NUMBERS),
    "Accuracy": ([{}], _SAME),
    "BinaryAccuracy": ([{}, {"threshold": 0.3}], _ELEMENTS),
    "CategoricalAccuracy": ([{}], _ONE_HOT),
    "SparseCategoricalAccuracy": ([{}], _NUMBERS),
    "TopKCategoricalAccuracy": ([{"k": 2}, {}], _ONE_HOT),
    "SparseTopKCategoricalAccuracy": ([{"k": 2}, {}], _NUMBERS),
    **{
        name: ([{}, {"thresholds": [0.2, 0.8]}], _ELEMENTS)
        for name in ("TruePositives", "FalsePositives", "TrueNegatives", "FalseNegatives")
    },
    **{
        name: (
            [{}, {"thresholds": [0.8, 0.2]}, {"top_k": 2}, {"class_id": 1}, {"top_k": 1, "class_id": 2},
             {"thresholds": 0.3}],
            _ELEMENTS[1:2],
        )
        for name in ("Precision", "Recall")
    },
    "AUC": (
        [
            {},
            *({"curve": c, "summation_method": s, "num_thresholds": 7}
              for c in ("ROC", "PR", "PRGAIN") for s in ("interpolation", "minoring", "majoring")),
            {"multi_label": True, "num_thresholds": 8},
            {"multi_label": True, "num_labels": 3, "label_weights": [1.0, 2.0, 0.5], "curve": "PR",
             "num_thresholds": 9},
            {"label_weights": [1.0, 2.0, 0.0], "num_thresholds": 3},
            {"thresholds": [0.5, 0.1, 0.4]},
            {"thresholds": [0.25, 0.5, 0.75], "multi_label": True, "curve": "PRGAIN"},
            {"from_logits": True, "num_thresholds": 2},
        ],
        _ELEMENTS[1:],
    ),
    **{
        name: (
            [{argument: 0.5}, {argument: 0.2, "num_thresholds": 1},
             {argument: 0.8, "class_id": 1, "num_thresholds": 3}],
            _ELEMENTS[1:2],
        )
        for name, argument in (
            ("SensitivityAtSpecificity", "specificity"), ("SpecificityAtSensitivity", "sensitivity"),
            ("PrecisionAtRecall", "recall"), ("RecallAtPrecision", "precision"),
        )
    },
    "IoU": (
        [{"num_classes": 3, "target_class_ids": [0, 2]},
         {"num_classes": 3, "target_class_ids": [1], "ignore_class": 0, "dtype": "float32"}],
        _PIXELS,
    ),
    "MeanIoU": ([{"num_classes": 3}, {"num_classes": 4, "ignore_class": 1}], _PIXELS),
    "BinaryIoU": (
        [{}, {"target_class_ids": [1], "threshold": 0.3}], [(SEVERAL, OUTPUTS, None), _ELEMENTS[2]],
    ),
    "OneHotIoU": (
        [{"num_classes": 3, "target_class_ids": [0, 2]}], [(np.eye(3)[PIXELS], MAPS, None)],
    ),
    "OneHotMeanIoU": ([{"num_classes": 3}], [(np.eye(3)[PIXELS], MAPS, None)]),
    "F1Score": ([{"average": a} for a in (None, "micro", "macro", "weighted")], _ELEMENTS[:2]),
    "FBetaScore": (
        [{"beta": 2.0, "threshold": 0.4}, {"beta": 0.5, "average": "macro"}, {"average": "weighted"}],
        _ELEMENTS[:2],
    ),
    "R2Score": (
        [{"class_aggregation": None}, {}, {"class_aggregation": "variance_weighted_average"},
         {"num_regressors": 2}, {"num_regressors": 99}],
        _ELEMENTS[1:],
    ),
    "PearsonCorrelation": ([{}, {"axis": 0}], [(SEVERAL + OUTPUTS, OUTPUTS, None)]),
    "ConcordanceCorrelation": ([{}, {"axis": 0}], [(SEVERAL, OUTPUTS, None)]),
}  # fmt: skip
"""For each class its options in turn, and the batches that all of them are given."""


LATE = ("F1Score", "FBetaScore", "R2Score")
"""Whose state waits for the first batch."""


def made(lib, name, options):
    """The metric of a library."""
    if isinstance(options.get("fn"), str):
        options = {**options, "fn": getattr(lib.losses, options["fn"])}
    return getattr(lib.metrics, name)(**options)


def gathered(lib, name):
    """The metrics with each of their options, and the states and results after all batches.

    All is one program, but for Keras' R2Score, which looks at its numbers.
    """
    options, batches = GRID[name]
    metrics = [made(lib, name, o) for o in options]
    for metric, given in zip(metrics, options):
        _make_late_state(lib, metric, given, batches[0])

    def whole(states, batches):
        for batch in batches:
            states = [m.stateless_update_state(s, *batch) for m, s in zip(metrics, states)]
        return states, [m.stateless_result(s) for m, s in zip(metrics, states)]

    states = [m.stateless_reset_state() for m in metrics]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)  # Keras' own, of R2Score's few samples
        run = whole if name == "R2Score" and lib is not k else jax.jit(whole)
        return metrics, *run(states, batches)


def _make_late_state(lib, metric, options, batch):
    if lib is k:
        metric.prepare(*(KerasTensor(np.shape(a), "float32") for a in batch[:2]))
    elif type(metric).__name__ in LATE or options.get("multi_label"):
        metric.update_state(*batch)
        metric.reset_state()
