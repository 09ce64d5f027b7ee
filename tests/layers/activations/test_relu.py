import numpy as np
import pytest

from keraunos import layers

X = np.array([[-2.0, -0.5, 0.5, 2.0, 9.0]], "f4")


def test_the_three_parts_of_relu():
    y = layers.ReLU(max_value=3.0, negative_slope=0.5, threshold=1.0)(X)
    np.testing.assert_allclose(y, [[-1.5, -0.75, -0.25, 2.0, 3.0]])


def test_learnt_slopes_are_one_a_feature():
    layer = layers.PReLU(alpha_initializer="ones", shared_axes=1)
    layer.build((None, 7, 3))
    assert layer.alpha.shape == (1, 3)
    with pytest.raises(ValueError, match="expects inputs of shape"):
        layer(np.ones((2, 7, 4)))


ERRORS = [
    (lambda: layers.ReLU(-1), "ReLU: `max_value` must be a float in"),
    (lambda: layers.ReLU(negative_slope=None), "`negative_slope` must be a float in"),
    (lambda: layers.ReLU(threshold=-1), "`threshold` must be a float in"),
    (lambda: layers.LeakyReLU(-1), "LeakyReLU: `negative_slope`"),
    (lambda: layers.PReLU(shared_axes=[0]), "`shared_axes` must be axes other than the batch's"),
]


@pytest.mark.parametrize(("make", "sentence"), ERRORS)
def test_errors_say_what_to_do(make, sentence):
    with pytest.raises(ValueError, match=sentence):
        make()
