import pytest

from keraunos.layers import checks


def test_what_fits_comes_back():
    assert checks.size("Dense", "units", 3) == 3
    assert checks.between("Dropout", "rate", 0.5) == 0.5
    checks.plain_weights("EinsumDense", gptq_unpacked_column_size=None)


@pytest.mark.parametrize("value", [0, True, 1.0, None])
def test_sizes(value):
    with pytest.raises(ValueError, match="Dense: `units` must be an int >= 1; got"):
        checks.size("Dense", "units", value)


def test_ranges_print_as_intervals():
    with pytest.raises(ValueError, match=r"a float in \[0, 1\]; got 2"):
        checks.between("Dropout", "rate", 2)
    with pytest.raises(ValueError, match=r"a float in \[0, ∞\)"):
        checks.between("ReLU", "threshold", -1, high=float("inf"))
