"""What Adam and its kin share."""

import numpy as np
import pytest

import keraunos as k
from keraunos.optimizers.moments import count, moved, wide


def test_a_slot_moves_towards_a_value():
    slot = k.Variable(np.zeros(1), name="s")
    assert float(moved(slot, np.full(1, 8.0, "float32"), 0.75)[0]) == 2.0
    assert float(slot.numpy()[0]) == 2.0


def test_updates_are_counted_from_1_in_32_bits_at_least():
    optimizer = k.optimizers.Adam()
    assert float(count(optimizer, "float32")) == 1.0
    assert count(optimizer, "bfloat16").dtype.name == "float32"
    assert float(wide(0.999, "bfloat16")) == np.float32(0.999)
    assert wide(0.5, "float32").dtype.name == "float32"


@pytest.mark.parametrize("dtype", ["bfloat16", "float16"])
@pytest.mark.parametrize("name", ["Adam", "Adamax", "Nadam", "Lamb", "Adafactor"])
def test_16_bit_variables_train(name, dtype):
    """0.999 is 1 in bfloat16: taken there, the correction of the start would be 0 or NaN."""
    places = []
    for kind in (dtype, "float32"):
        optimizer, w = getattr(k.optimizers, name)(0.5), k.Variable([1.0], dtype=kind, name="w")
        for _ in range(3):
            optimizer.apply([np.ones(1)], [w])
        places.append(float(w.numpy()[0]))
    assert places[0] == pytest.approx(places[1], rel=2e-2)
