"""Areas under curves: known areas, degenerate labels, ties, and bad arguments."""

import numpy as np
import pytest
from support.oracle import TOLERANCE, keras

from keraunos import metrics

RNG = np.random.default_rng(9)


def test_a_fine_roc_is_the_share_of_ordered_pairs():
    y = RNG.random(200) > 0.5
    p = np.clip(RNG.normal(0.4 + 0.2 * y, 0.15), 0, 1).astype("float32")
    pairs = (p[y][:, None] > p[~y][None]).mean()
    assert float(metrics.AUC(num_thresholds=2000)(y, p)) == pytest.approx(pairs, abs=2e-3)


@pytest.mark.parametrize("curve", ["ROC", "PR", "PRGAIN"])
def test_degenerate_labels_and_ties_equal_keras(curve):
    p = np.array([0.5, 0.5, 0.0, 1.0], "float32")
    ours, theirs = (lib.AUC(curve=curve, num_thresholds=5) for lib in (metrics, keras.metrics))
    for labels in ([0, 0, 0, 0], [1, 1, 1, 1], [1, 0, 1, 0]):
        for metric in (ours, theirs):
            metric.reset_state()
            metric.update_state(np.array(labels, "float32"), p)
        np.testing.assert_allclose(ours.result(), theirs.result(), **TOLERANCE["float32"])


def test_outputs_on_a_threshold_equal_keras():
    grid = (np.arange(200) / 199).astype("float32")
    labels = (np.arange(200) % 3 == 0).astype("float32")
    states = []
    for lib in (metrics, keras.metrics):
        metric = lib.AUC()
        metric.update_state(labels, grid)
        states.append([np.asarray(v.value) for v in metric.variables])
    np.testing.assert_array_equal(*states)


def test_before_any_batch():
    assert float(metrics.AUC().result()) == float(metrics.AUC(multi_label=True).result()) == 0.0


def test_labels_apart_are_averaged():
    y, p = np.array([[0, 1], [1, 0]]), np.array([[0.1, 0.2], [0.9, 0.8]], "float32")
    assert float(metrics.AUC(multi_label=True)(y, p)) == pytest.approx(0.5)
    weighted = metrics.AUC(multi_label=True, label_weights=[3.0, 1.0])
    assert float(weighted(y, p)) == pytest.approx(0.75)


def test_the_config_names_thresholds_only_if_given():
    assert "thresholds" not in metrics.AUC().get_config()
    config = metrics.AUC(thresholds=[0.8, 0.2]).get_config()
    assert (config["thresholds"], config["num_thresholds"]) == ([0.2, 0.8], 4)
    assert (
        metrics.AUC.from_config(config).thresholds == metrics.AUC(thresholds=[0.2, 0.8]).thresholds
    )


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"curve": "roc"}, r"AUC: `curve` must be one of \('ROC', 'PR', 'PRGAIN'\); got 'roc'"),
        ({"summation_method": "mid"}, "AUC: `summation_method` must be one of"),
        ({"num_thresholds": 1}, "AUC: `num_thresholds` must be an int > 1; got 1"),
        ({"num_labels": 3}, "AUC: `num_labels` must be None without multi_label; got 3"),
    ],
)
def test_bad_arguments_are_refused(options, message):
    with pytest.raises(ValueError, match=message):
        metrics.AUC(**options)


@pytest.mark.parametrize("shape", [(4,), (2, 2, 2)])
def test_labels_apart_need_a_row_each(shape):
    with pytest.raises(
        ValueError, match=r"AUC: with multi_label y_pred must be \(batch, labels\); got"
    ):
        metrics.AUC(multi_label=True)(np.zeros(shape), np.zeros(shape))
    with pytest.raises(ValueError, match=r"y_pred must be \(batch, 3\); got \(4, 2\)"):
        metrics.AUC(multi_label=True, num_labels=3)(np.zeros((4, 2)), np.zeros((4, 2)))
