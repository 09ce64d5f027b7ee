"""History: every epoch's logs."""

import numpy as np
from support.oracle import TOLERANCE, keras
from support.recording import regression, rows

import keraunos as k


def test_names_and_values_are_those_of_keras():
    x, y = rows()
    found = []
    for lib in (k, keras):
        history = regression(lib, metrics=["mae"]).fit(
            x, y, batch_size=4, epochs=4, initial_epoch=1, shuffle=False, verbose=0,
            validation_data=(x, y), validation_freq=2,
        )  # fmt: skip
        found.append(history)
    ours, theirs = found
    assert ours.epoch == theirs.epoch == [1, 2, 3]
    assert set(ours.history) == set(theirs.history)
    for name, values in ours.history.items():
        np.testing.assert_allclose(values, theirs.history[name], **TOLERANCE["float32"])


def test_a_second_fit_adds_to_a_history_of_the_users():
    x, y = rows()
    model, own = regression(k), k.callbacks.History()
    for _ in range(2):
        model.fit(x, y, epochs=2, verbose=0, callbacks=[own])
    assert (len(own.history["loss"]), own.epoch) == (4, [0, 1])
    assert model.history is own
    assert own.needs("train") == "clock"
