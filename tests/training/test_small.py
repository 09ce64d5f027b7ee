"""The small pieces of training: pace, interrupts, report, checks of arguments, resolved names."""

import signal

import numpy as np
import pytest

import keraunos as k
from keraunos.core.symbolic import KerasTensor
from keraunos.training.checks import check_count, no_targets_beside
from keraunos.training.executables import Built
from keraunos.training.pace import Interrupts, Pace, timed
from keraunos.training.report import Report, host_number
from keraunos.training.resolve import as_loss, as_metric, spread


def test_pace_grows_to_the_span_and_never_past_what_is_left():
    pace, done = Pace(0.1), []
    for _ in range(6):
        steps = pace.steps(10_000)
        done.append(steps)
        pace.took(steps, steps * 1e-4)
    assert done == [1, 16, 256, 1000, 1000, 1000]
    assert pace.steps(7) == 7


def test_pace_shrinks_when_steps_get_slow_and_does_at_least_one():
    pace = Pace(0.1)
    pace.took(100, 1.0)
    assert pace.steps(1000) == 10
    pace.took(10, 10.0)
    assert pace.steps(1000) == 1


def test_ctrl_c_sets_a_flag_and_the_handler_comes_back():
    before = signal.getsignal(signal.SIGINT)
    with Interrupts() as interrupts:
        signal.raise_signal(signal.SIGINT)
        assert interrupts.came
        with pytest.raises(KeyboardInterrupt):
            interrupts.check()
        with pytest.raises(KeyboardInterrupt):  # the second time at once
            signal.raise_signal(signal.SIGINT)
    assert signal.getsignal(signal.SIGINT) is before


def test_timed_gives_the_value_and_the_seconds():
    value, seconds = timed(lambda a: a + 1, 2)
    assert value == 3
    assert seconds >= 0


def test_the_report_counts_programs_and_names_who_split():
    report = Report([Built(0.5, compiled=1), Built(0.25, from_disk=1, rejected=2)], 3, 10, 2, 0.001)
    text = report.text()
    assert "1 compiled, 1 from the disk cache" in text
    assert "2 cache entries rejected" in text
    assert "compile     0.750 s" in text
    assert "100.0 µs a step" in text
    assert "the clock only" in text
    report.need, report.causes = ("batches", 5), ["Watcher"]
    assert "Watcher (needs: every 5 batches)" in report.text()
    report.stepwise = "run_eagerly=True"
    assert "stepwise    run_eagerly=True" in report.text()


def test_numbers_on_the_host():
    assert host_number(np.float32(2.5)) == 2.5
    assert host_number(np.ones(2)).tolist() == [1, 1]


@pytest.mark.parametrize("value", [0, -1, 1.5, True, "3"])
def test_counts_are_checked(value):
    with pytest.raises(ValueError, match="fit: `batch_size` must be an int >= 1"):
        check_count("fit", "batch_size", value, 32)
    assert check_count("fit", "batch_size", None, 32) == 32
    assert check_count("fit", "batch_size", np.int64(5), 32) == 5


def test_targets_beside_a_stream():
    no_targets_beside("fit", iter([]), y=None)
    with pytest.raises(ValueError, match="fit: `y` must be None beside a list_iterator"):
        no_targets_beside("fit", iter([]), y=1)


@pytest.mark.parametrize(
    "given",
    ["mse", k.losses.MeanSquaredError, k.losses.MeanSquaredError(), k.losses.mean_squared_error],
)
def test_a_loss_in_every_form(given):
    value = as_loss(given)(np.zeros((2, 1), "float32"), np.full((2, 1), 3.0, "float32"))
    assert float(value) == 9


def test_a_function_of_the_users_is_a_loss_and_a_metric():
    def gap(y_true, y_pred):
        return k.ops.abs(y_true - y_pred)

    assert as_loss(gap).name == "gap"
    metric = as_metric(gap, KerasTensor((None, 1)), KerasTensor((None, 1)))
    metric.update_state(np.zeros((2, 1), "float32"), np.array([[1.0], [3.0]], "float32"))
    assert metric.name == "gap"
    assert float(metric.result()) == 2


@pytest.mark.parametrize(
    ("y", "output", "expected"),
    [
        ((None, 1), (None, 1), "binary"),
        ((None,), (None, 1), "binary"),
        ((None, 3), (None, 3), "categorical"),
        ((None, 1), (None, 3), "sparse"),
        ((None,), (None, 3), "sparse"),
        ((None, 5), (None, 5, 3), "sparse"),
    ],
)
def test_accuracy_looks_at_the_shapes(y, output, expected):
    metric = as_metric("accuracy", KerasTensor(y), KerasTensor(output))
    kind = {"binary": "binary_accuracy", "categorical": "categorical_accuracy",
            "sparse": "sparse_categorical_accuracy"}[expected]  # fmt: skip
    assert metric.name == "accuracy"
    assert kind in (
        getattr(metric, "_fn", getattr(metric, "fn", None)) or type(metric)
    ).__name__.lower() or (kind.replace("_", "") in type(metric).__name__.lower())


def test_one_thing_is_spread_over_all_or_none():
    assert spread("mse", ["a", "b"], None, "loss", repeat=True) == ["mse", "mse"]
    assert spread({"b": 1}, ["a", "b"], None, "loss") == [None, 1]
    assert spread(None, ["a"], None, "loss") == [None]
