"""The state of a training in a file."""

import numpy as np
import pytest
from support.nets import bits, blobs, classifier

from keraunos.saving import backup


def trained():
    model = classifier(dropout=0.5)
    x, _, y = blobs()
    model.fit(x, y, verbose=0)
    return model


def test_all_of_it_comes_back():
    model = trained()
    backup.write(model, "b.h5", 3)
    other = classifier(dropout=0.5)
    assert backup.read(other, "b.h5") == 3
    assert bits(other) == bits(model)


def test_the_state_of_another_training_is_refused_and_nothing_is_set():
    backup.write(trained(), "b.h5", 0)
    other = classifier(features=5)
    before = other.get_weights()
    with pytest.raises(ValueError, match="the state of another training"):
        backup.read(other, "b.h5")
    assert all(np.array_equal(a, b) for a, b in zip(before, other.get_weights()))
