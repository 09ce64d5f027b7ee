"""The arguments that picture layers share."""

import pytest

from keraunos.layers.augmentation import arguments


def test_a_number_means_both_ways_as_far_as_the_bounds_go():
    assert arguments.factor("L", "factor", -0.2) == (-0.2, 0.2)
    assert arguments.factor("L", "factor", 3, low=1, high=8) == (1, 3)
    assert arguments.factor("L", "factor", [0.3, 0.1]) == (0.1, 0.3)


@pytest.mark.parametrize("value", [1.5, "a", (1,), (1, 2, 3), None, True])
def test_what_is_no_factor_is_refused(value):
    with pytest.raises(ValueError, match=r"L: `factor` must be a number in \[-1, 1\]"):
        arguments.factor("L", "factor", value)


def test_a_strict_factor_looks_at_both_numbers():
    assert arguments.strict_factor("L", "x", 0.2, low=0) == (-0.2, 0.2)
    assert arguments.strict_factor("L", "x", (-0.3, -0.2)) == (-0.3, -0.2)
    with pytest.raises(ValueError, match="-1.5"):
        arguments.strict_factor("L", "x", (-1.5, 0))


def test_a_range_of_values_is_put_in_order():
    assert arguments.value_range("L", [1, 0]) == (0, 1)
    with pytest.raises(ValueError, match="two numbers"):
        arguments.value_range("L", 1)


def test_modes_and_sizes():
    assert arguments.mode("L", "fill_mode", "wrap", ("wrap",)) == "wrap"
    with pytest.raises(NotImplementedError, match="one of"):
        arguments.mode("L", "fill_mode", "wrapped", ("wrap",))
    assert arguments.size("L", "height", 3) == 3
    for wrong in (0, 2.5, True):
        with pytest.raises(ValueError, match="int >= 1"):
            arguments.size("L", "height", wrong)
