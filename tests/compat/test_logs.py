"""Logs that answer to old names of metrics."""

import pytest

from keraunos.compat.logs import OldLogs
from keraunos.compat.wording import OldSpellingWarning

pytestmark = pytest.mark.usefixtures("fresh")


@pytest.mark.parametrize(
    ("kept", "asked"),
    [
        ("accuracy", "acc"), ("acc", "accuracy"), ("val_accuracy", "val_acc"), ("val_acc", "val_accuracy"),
        ("out_accuracy", "out_acc"), ("mse", "mean_squared_error"), ("val_mae", "val_mean_absolute_error"),
        ("learning_rate", "lr"),
    ],
)  # fmt: skip
def test_either_name_gives_the_value(kept, asked):
    logs = OldLogs({kept: 0.5})
    with pytest.warns(OldSpellingWarning, match=f"have '{kept}'; '{asked}' is its old name"):
        assert logs[asked] == 0.5
    assert logs.get(asked) == 0.5
    assert asked in logs
    assert list(logs) == [kept]


def test_own_names_come_first_and_others_are_missing():
    logs = OldLogs(acc=1, accuracy=2)
    assert (logs["acc"], logs["accuracy"]) == (1, 2)
    assert logs.get("loss") is None
    assert logs.get("loss", 3) == 3
    assert "loss" not in logs
    with pytest.raises(KeyError):
        logs["val_acc"]
