"""The list of K functions."""

import numpy as np
import pytest

from keraunos.compat import backend as K
from keraunos.compat.backend import functions

X = np.array([[1.0, -2.0, 3.0], [0.5, 4.0, -1.0]], np.float32)


@pytest.mark.parametrize(
    ("name", "arguments", "expected"),
    [
        ("argmax", (), X.argmax(-1)),
        ("argmin", (), X.argmin(-1)),
        ("cumsum", (), X.cumsum(0)),
        ("expand_dims", (), X[..., None]),
        ("max", (1,), X.max(1)),
        ("mean", (), X.mean()),
        ("std", (0,), X.std(0)),
        ("pow", (2,), X**2),
        ("permute_dimensions", ((1, 0),), X.T),
        ("transpose", (), X.T),
        ("reverse", (1,), X[:, ::-1]),
        ("repeat_elements", (2, 1), X.repeat(2, 1)),
        ("clip", (0.0, 1.0), X.clip(0, 1)),
        ("tile", ((1, 2),), np.tile(X, (1, 2))),
        ("reshape", ((3, 2),), X.reshape(3, 2)),
        ("sign", (), np.sign(X)),
    ],
)
def test_functions_are_ops(name, arguments, expected):
    np.testing.assert_allclose(np.asarray(getattr(K, name)(X, *arguments)), expected, rtol=1e-6)


def test_orders_and_defaults_of_several_arguments():
    assert np.asarray(K.concatenate([X, X])).shape == (2, 6)
    assert np.asarray(K.stack([X, X])).shape == (2, 2, 3)
    assert np.asarray(K.gather(X, np.array([1]))).ravel().tolist()[0] in (0.5, -2.0)
    assert np.asarray(K.arange(3)).tolist() == [0, 1, 2]
    assert K.py_sum([1, 2]) == 3


def test_what_is_listed_is_written():
    for module, names in functions.ELSEWHERE.items():
        for name in names:
            assert callable(getattr(__import__(module, fromlist=["x"]), name)), name


def test_a_name_that_is_not_there():
    with pytest.raises(AttributeError, match="keras.backend has no function 'conv9d'"):
        functions.__getattr__("conv9d")


def test_the_words_of_keras_1_for_noise():
    assert abs(float(K.std(K.random_normal((999,), mean=0.0, std=0.01)))) < 0.02
    assert float(K.min(K.random_uniform((9,), low=2.0, high=3.0))) >= 2
