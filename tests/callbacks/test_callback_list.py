"""Several callbacks as one."""

import pytest

import keraunos as k
from keraunos.callbacks import Callback, CallbackList, History, LambdaCallback


class Needing(Callback):
    """One that needs what it is told."""

    def __init__(self, need):
        super().__init__()
        self.need = need

    def needs(self, mode):
        return self.need


@pytest.mark.parametrize(
    ("needs", "finest"),
    [
        ([], "clock"), (["clock", "epoch"], "epoch"), (["epoch", "batch"], "batch"),
        ([("batches", 4), "epoch"], ("batches", 4)), ([("batches", 4), ("batches", 4)], ("batches", 4)),
        ([("batches", 4), ("batches", 6)], "batch"), ([("batches", 4), "batch"], "batch"),
    ],
)  # fmt: skip
def test_the_finest_need_counts(needs, finest):
    hooks = CallbackList([Needing(n) for n in needs])
    assert hooks.needs("train") == finest
    assert hooks.causes("train") == ["Needing"] * sum(n == finest != "clock" for n in needs)


def test_callbacks_are_called_in_order_and_share_the_logs():
    seen = []

    def add(epoch, logs):
        logs["more"] = 1.0
        seen.append("first")

    def look(epoch, logs):
        seen.append(dict(logs))

    two = [LambdaCallback(on_epoch_end=hook) for hook in (add, look)]
    hooks = CallbackList(two, add_history=True, model=k.Sequential())
    hooks.on_epoch_end(0, {"loss": 2.0})
    assert seen == ["first", {"loss": 2.0, "more": 1.0}]
    assert hooks.model.history.history == {"loss": [2.0], "more": [1.0]}


def test_a_history_of_the_users_is_kept():
    history = History()
    hooks = CallbackList(history, add_history=True)
    assert hooks.callbacks == [history]
    hooks.append(Callback())
    assert len(hooks.callbacks) == 2


def test_facts_of_the_run_are_handed_on():
    callback = Callback()
    CallbackList([callback], epochs=3, steps=4)
    assert callback.params == {"epochs": 3, "steps": 4}


def test_a_class_of_another_library_is_called_at_each_batch():
    class Foreign:
        def on_train_begin(self, logs=None):
            return None

    assert CallbackList([Foreign()]).needs("train") == "batch"


@pytest.mark.parametrize("wrong", [3, Callback, lambda epoch, logs: None])
def test_what_is_no_callback_is_refused(wrong):
    with pytest.raises(TypeError, match="`callbacks` must be instances of Callback"):
        CallbackList([wrong])
