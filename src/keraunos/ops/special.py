"""Special functions beyond Keras' own, for programs of TensorFlow: gamma, beta and Bessel functions."""

from collections.abc import Callable
from typing import Any

import jax.numpy as jnp
from jax.scipy import linalg, special

from keraunos.core.symbolic import operation
from keraunos.ops.core import as_float as _float


def _of_floats(function: Callable[..., Any], words: str) -> Callable[..., Any]:
    """A function of jax as an op whose arguments become floats."""

    @operation
    def op(*args: Any) -> Any:
        return function(*map(_float, args))

    op.__doc__ = words
    return op


lgamma = _of_floats(special.gammaln, "log |Γ(x)|.")
digamma = _of_floats(special.digamma, "The derivative of log Γ(x).")
igamma = _of_floats(special.gammainc, "The lower regularized incomplete gamma function P(a, x).")
igammac = _of_floats(special.gammaincc, "The upper regularized incomplete gamma function Q(a, x).")
betainc = _of_floats(special.betainc, "The regularized incomplete beta function I_x(a, b).")
zeta = _of_floats(special.zeta, "The Hurwitz zeta function Σ 1 / (k + q)^x.")
bessel_i0e = _of_floats(special.i0e, "exp(-|x|) · I0(x).")
bessel_i1 = _of_floats(special.i1, "The modified Bessel function I1(x).")
bessel_i1e = _of_floats(special.i1e, "exp(-|x|) · I1(x).")
ndtri = _of_floats(special.ndtri, "The quantile of the standard normal distribution.")
entr = _of_floats(special.entr, "-x · log x.")
xlog1py = _of_floats(special.xlog1py, "x · log(1 + y), and 0 where x is 0.")
nextafter = _of_floats(jnp.nextafter, "The next float from x towards y.")
expm = _of_floats(linalg.expm, "The exponential of a matrix.")
sqrtm = _of_floats(linalg.sqrtm, "The square root of a matrix.")


@operation
def polygamma(a: Any, x: Any) -> Any:
    """The derivative of order a of digamma at x; a: whole numbers."""
    return special.polygamma(jnp.asarray(a, "int32"), _float(x))
