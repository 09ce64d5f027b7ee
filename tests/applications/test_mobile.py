"""Widths, paddings and sides of the MobileNets."""

import pytest
from support.networks import assert_same_outcome

import keraunos as k
from keraunos.applications.mobile import divisible, padding


@pytest.mark.parametrize(
    ("value", "expected"),
    [(1, 8), (12, 16), (16 * 1.4, 24), (11.9, 16), (20, 24), (18, 24), (17, 16)],
)
def test_divisible_stays_near(value, expected):
    assert divisible(value) == expected
    assert expected % 8 == 0


def test_padding_sees_every_place():
    assert padding((4, 5), 3) == ((0, 1), (1, 1))
    assert padding((None, 7), 5) == ((1, 2), (2, 2))


OWN = {
    "MobileNet": [
        {"alpha": 0.3}, {"alpha": 0.5}, {"depth_multiplier": 2}, {"input_shape": (128, 128, 3)},
        {"input_shape": (160, 128, 3), "include_top": False},
        {"weights": None, "alpha": 0.3, "depth_multiplier": 2, "dropout": 0.5},
    ],
    "MobileNetV2": [
        {"alpha": 0.3}, {"alpha": 1.4, "include_top": False}, {"input_shape": (96, 96, 3)},
        {"weights": None, "alpha": 1.3},
        {"weights": None, "input_shape": (64, 64, 3),
         "input_tensor": lambda library: library.Input((96, 96, 3))},
    ],
    "MobileNetV3Large": [
        {"alpha": 0.5}, {"alpha": 0.75}, {"minimalistic": True},
        {"minimalistic": True, "alpha": 0.75}, {"weights": None, "alpha": 1.5},
        {"weights": None, "minimalistic": True, "alpha": 0.35},
        {"weights": None, "include_preprocessing": False, "dropout_rate": 0.0},
    ],
}  # fmt: skip


@pytest.mark.parametrize(("name", "arguments"), [(n, a) for n, given in OWN.items() for a in given])
def test_own_arguments_come_to_the_same(name, arguments, monkeypatch):
    assert_same_outcome(name, arguments, monkeypatch)


def test_errors_name_the_widths():
    with pytest.raises(ValueError, match=r"`alpha` must be one of .*0\.25.* with weights"):
        k.applications.MobileNet(alpha=3)
