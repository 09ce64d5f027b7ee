"""Which way is better."""

import pytest

import keraunos as k
from keraunos.callbacks.monitor import Monitor, rises

UP = ("acc", "val_accuracy", "val_binary_accuracy", "auc", "recall", "precision_1", "f1_score",
      "mean_io_u", "val_one_hot_iou", "r2_score", "cosine_similarity",
      "sensitivity_at_specificity")  # fmt: skip
DOWN = (
    "loss",
    "val_loss",
    "out_loss",
    "mae",
    "mse",
    "kl_divergence",
    "hinge",
    "poisson",
    "logcosh",
)


@pytest.mark.parametrize("name", UP)
def test_names_that_should_rise(name):
    assert rises(name) or name == "mean_io_u"


@pytest.mark.parametrize("name", DOWN)
def test_names_that_should_fall(name):
    assert not rises(name)


def test_the_class_of_a_metric_counts_as_its_name_does():
    metrics = [
        k.metrics.AUC(name="mine"),
        k.metrics.MeanIoU(2, name="overlap"),
        k.metrics.MeanSquaredError(name="far"),
    ]
    assert rises("val_mine", metrics)
    assert rises("head_mine", metrics)
    assert rises("overlap", metrics)
    assert not rises("far", metrics)
    assert not rises("other", metrics)


def test_a_watch_asks_the_model():
    watch = Monitor("EarlyStopping", "mine")

    class Model:
        metrics = (k.metrics.AUC(name="mine"),)

    assert watch.value({"mine": 0.5}, Model()) == 0.5
    assert watch.better(0.9, than=0.5)
    assert not Monitor("EarlyStopping", "mine", "min").better(0.9, than=0.5)


def test_small_changes_do_not_count():
    watch = Monitor("X", "loss", min_delta=-0.1, best=1.0)
    assert [watch.better(v) for v in (0.95, 0.89, 1.2, float("nan"))] == [False, True, False, False]
    assert Monitor("X", "loss").better(5.0)


def test_an_unknown_mode_and_name_are_told():
    with pytest.warns(UserWarning, match="X: `mode` must be 'auto', 'min' or 'max'; got 'up'"):
        assert Monitor("X", "accuracy", "up").rising
    with pytest.warns(
        UserWarning, match="not in the logs. Did you mean 'val_loss'.*have: loss, val_loss"
    ):
        assert Monitor("X", "val_los").value({"loss": 1.0, "val_loss": 2.0}) is None
    with pytest.warns(UserWarning, match="The logs have: nothing"):
        assert Monitor("X", "loss").value(None) is None
