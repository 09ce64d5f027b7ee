"""Posterization, solarization and inversion, driven by Keras' numbers and drawn by ours."""

import numpy as np
import pytest
from support.pictures import FORMATS, PICTURES, same_when_driven, shapes

from keraunos import layers

RANGES = [((0, 255), 1), ((0, 1), 255)]
MANY = np.zeros((4000, 2, 2, 3), "f4")


@pytest.mark.parametrize(("name", "options", "changed"), [
    ("RandomPosterization", {"factor": 6}, {}),
    ("Solarization", {"addition_factor": 0.4, "threshold_factor": 0.6}, {}),
    ("RandomInvert", {}, {"apply_inversion": np.array([True, False, True])}),
])  # fmt: skip
@pytest.mark.parametrize(("value_range", "over"), RANGES)
@pytest.mark.parametrize("data_format", FORMATS)
def test_pictures_are_those_of_keras(name, options, changed, value_range, over, data_format):
    own, _, numbers = same_when_driven(
        name,
        value_range=value_range,
        over=over,
        data_format=data_format,
        changed=changed,
        **options,
    )
    found = own.get_random_transformation(PICTURES)
    assert shapes(found) == shapes(numbers)
    assert [x.dtype for x in found.values()] == [x.dtype for x in numbers.values()]


def test_bits_are_drawn_up_to_the_most():
    def dropped(factor):
        layer = layers.RandomPosterization(factor, seed=1)
        return set(np.asarray(layer.get_random_transformation(MANY)["shift_factor"]).tolist())

    assert dropped(1) == {7}
    assert dropped(3) == {6, 7}
    assert dropped((2, 5)) == {4, 5, 6}


def test_additions_and_thresholds_are_shares_of_255_whatever_the_range():
    layer = layers.Solarization(0.2, (0.3, 0.4), value_range=(0, 1), seed=1)
    numbers = layer.get_random_transformation(MANY)
    additions, thresholds = np.asarray(numbers["additions"]), np.asarray(numbers["thresholds"])
    assert additions.min() >= 0
    assert 50 < additions.max() <= 51
    assert 76.5 <= thresholds.min() < 77
    assert 101 < thresholds.max() <= 102


def test_the_probability_is_drawn_itself():
    chosen = layers.RandomInvert(0.5, seed=1).get_random_transformation(MANY)["apply_inversion"]
    assert 0.22 < np.asarray(chosen).mean() < 0.28


def test_wrong_arguments():
    with pytest.raises(ValueError, match=r"`factor` must be a number in \[1, 8\]"):
        layers.RandomPosterization(9)
    with pytest.raises(ValueError, match="`threshold_factor`"):
        layers.Solarization(0.1, 1.5)
