"""LambdaCallback: functions as hooks."""

import pytest
from support.oracle import keras
from support.recording import HOOKS, note, regression, rows

import keraunos as k


@pytest.mark.parametrize("hooks", [HOOKS, ("on_epoch_end",), ("on_train_batch_end",)], ids=len)
def test_calls_are_those_of_keras(hooks):
    x, y = rows()
    found = []
    for lib in (k, keras):
        calls = []
        callback = lib.callbacks.LambdaCallback(**{name: note(calls, name) for name in hooks})
        model = regression(lib)
        model.fit(x, y, batch_size=4, epochs=2, verbose=0, callbacks=[callback],
                  validation_data=(x, y))  # fmt: skip
        model.predict(x, verbose=0, callbacks=[callback])
        found.append(calls)
    assert found[0] == found[1]


@pytest.mark.parametrize(
    ("hook", "need"),
    [("on_train_end", "clock"), ("on_epoch_end", "epoch"), ("on_train_batch_end", "batch"),
     ("on_batch_begin", "batch")],
)  # fmt: skip
def test_only_what_is_given_splits(hook, need):
    assert k.callbacks.LambdaCallback(**{hook: lambda *args: None}).needs("train") == need


def test_a_name_that_is_no_hook_is_refused():
    with pytest.raises(
        TypeError, match="unknown hook 'on_epoch_ends'. Did you mean 'on_epoch_end'"
    ):
        k.callbacks.LambdaCallback(on_epoch_ends=print)
