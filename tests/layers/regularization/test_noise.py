import numpy as np
import pytest

from keraunos import layers, ops
from keraunos.layers.regularization.noise import TrainingNoise

X = np.ones((4, 6), "f4")
NOISY = [
    layers.Dropout(0.5, seed=1), layers.GaussianNoise(0.5, seed=1),
    layers.GaussianDropout(0.5, seed=1), layers.AlphaDropout(0.5, seed=1),
]  # fmt: skip


@pytest.mark.parametrize("layer", NOISY, ids=lambda x: type(x).__name__)
def test_noise_only_while_training_and_anew_each_call(layer):
    np.testing.assert_array_equal(layer(X), X)
    first, second = layer(X, training=True), layer(X, training=True)
    assert not np.array_equal(first, X)
    assert not np.array_equal(first, second)


@pytest.mark.parametrize("layer", NOISY, ids=lambda x: type(x).__name__)
def test_the_seed_decides(layer):
    again = [type(layer).from_config(layer.get_config())(X, training=True) for _ in range(2)]
    np.testing.assert_array_equal(*again)


@pytest.mark.parametrize("layer", NOISY, ids=lambda x: type(x).__name__)
def test_sixteen_bits_stay(layer):
    half = type(layer).from_config({**layer.get_config(), "dtype": "bfloat16"})
    assert half(X, training=True).dtype == "bfloat16"


def test_at_zero_nothing_happens_and_nothing_is_drawn():
    layer = layers.Dropout(0)
    np.testing.assert_array_equal(layer(X, training=True), X)
    assert not layer.variables


def test_strengths_outside_of_their_range_are_refused():
    for make in (layers.Dropout, layers.GaussianNoise, layers.GaussianDropout, layers.AlphaDropout):
        for strength in (2, -0.1, "a", True):
            with pytest.raises(
                ValueError, match=rf"{make.__name__}: `\w+` must be a float in \[0, 1\]"
            ):
                make(strength)


def test_noise_must_be_written():
    class Half(TrainingNoise):
        def __init__(self):
            super().__init__()
            self.keep_strength("rate", 0.5, None)

    with pytest.raises(NotImplementedError, match=r"_noisy\(\) is not written"):
        Half()(ops.ones((1, 1)), training=True)
