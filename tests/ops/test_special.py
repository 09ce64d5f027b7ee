"""Special functions, beside scipy's."""

import numpy as np
import pytest
import scipy.linalg
import scipy.special

from keraunos import Input
from keraunos.ops import special

X = np.array([0.3, 1.5, 2.5], "float32")


@pytest.mark.parametrize(
    ("name", "theirs", "args"),
    [
        ("lgamma", "gammaln", (X,)), ("digamma", "digamma", (X,)), ("igamma", "gammainc", (X, X + 1)),
        ("igammac", "gammaincc", (X, X + 1)), ("betainc", "betainc", (X, X + 1, X / 3)),
        ("zeta", "zeta", (X + 1, X)), ("bessel_i0e", "i0e", (X,)), ("bessel_i1", "i1", (X,)),
        ("bessel_i1e", "i1e", (X,)), ("ndtri", "ndtri", (X / 3,)), ("entr", "entr", (X,)),
        ("xlog1py", "xlog1py", (X, X)), ("polygamma", "polygamma", (np.array([1, 2, 1]), X)),
    ],
)  # fmt: skip
def test_as_scipys(name, theirs, args):
    expected = getattr(scipy.special, theirs)(*args)
    np.testing.assert_allclose(getattr(special, name)(*args), expected, rtol=2e-4)


def test_functions_of_matrices_and_floats():
    matrix = np.array([[1.0, 0.5], [0.5, 2.0]], "float32")
    np.testing.assert_allclose(special.expm(matrix), scipy.linalg.expm(matrix), rtol=1e-5)
    root = np.asarray(special.sqrtm(matrix)).real
    np.testing.assert_allclose(root @ root, matrix, rtol=1e-5)
    assert special.nextafter(X, 9.0)[0] > X[0]


def test_symbolic_tensors_join_the_graph():
    assert special.lgamma(Input((3,))).shape == (None, 3)
