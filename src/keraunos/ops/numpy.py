"""`keras.ops.numpy`: the operations that numpy has too; the same objects as in `ops`."""

# fmt: off
# isort: off
from keraunos.ops.arithmetic import (
    add, clip, divide, divide_no_nan, floor_divide, fmax, fmin, fmod, gcd, heaviside, hypot, lcm,
    ldexp, logaddexp, logaddexp2, maximum, minimum, mod, multiply, nextafter, power, subtract,
    true_divide,
)
from keraunos.ops.array import (
    broadcast_to, diag, diagflat, diagonal, expand_dims, flip, fliplr, flipud, moveaxis, pad, ravel,
    repeat, reshape, roll, rot90, squeeze, swapaxes, tile, trace, transpose, tril, triu, view,
)
from keraunos.ops.complex import angle, conj, conjugate, imag, real
from keraunos.ops.control import vectorize
from keraunos.ops.creation import (
    arange, array, copy, empty, empty_like, eye, full, full_like, geomspace, identity, linspace,
    logspace, meshgrid, ones, ones_like, tri, vander, zeros, zeros_like,
)
from keraunos.ops.elementwise import (
    abs, absolute, cbrt, ceil, exp, exp2, expm1, fabs, floor, i0, log, log1p, log2, log10,
    nan_to_num, negative, reciprocal, round, sign, sinc, sqrt, square, trunc,
)
from keraunos.ops.indexing import (
    get_item, nonzero, select, take, take_along_axis, unravel_index, where,
)
from keraunos.ops.joining import (
    append, array_split, concatenate, dsplit, dstack, hsplit, hstack, split, stack, vsplit, vstack,
)
from keraunos.ops.linalg import slogdet
from keraunos.ops.linear import cross, dot, einsum, inner, kron, matmul, outer, tensordot, vdot
from keraunos.ops.logic import (
    allclose, bitwise_and, bitwise_invert, bitwise_left_shift, bitwise_not, bitwise_or,
    bitwise_right_shift, bitwise_xor, equal, greater, greater_equal, isclose, isfinite, isin, isinf,
    isnan, isneginf, isposinf, isreal, left_shift, less, less_equal, logical_and, logical_not,
    logical_or, logical_xor, not_equal, right_shift, signbit,
)
from keraunos.ops.nan_reduce import (
    nanargmax, nanargmin, nancumprod, nancumsum, nanmax, nanmean, nanmedian, nanmin, nanpercentile,
    nanprod, nanquantile, nanstd, nansum, nanvar,
)
from keraunos.ops.reduce import (
    all, amax, amin, any, argmax, argmin, average, count_nonzero, cumprod, cumsum, max, mean, min,
    ndim, prod, ptp, size, std, sum, var,
)
from keraunos.ops.sorting import argpartition, argsort, digitize, searchsorted, sort, unique
from keraunos.ops.statistics import (
    bincount, corrcoef, correlate, diff, histogram, median, percentile, quantile, trapezoid,
)
from keraunos.ops.tapers import bartlett, blackman, hamming, hanning, kaiser
from keraunos.ops.trigonometry import (
    arccos, arccosh, arcsin, arcsinh, arctan, arctan2, arctanh, cos, cosh, deg2rad, rad2deg, sin,
    sinh, tan, tanh,
)
# isort: on

__all__ = [
    "abs", "absolute", "add", "all", "allclose", "amax", "amin", "angle", "any", "append", "arange",
    "arccos", "arccosh", "arcsin", "arcsinh", "arctan", "arctan2", "arctanh", "argmax", "argmin",
    "argpartition", "argsort", "array", "array_split", "average", "bartlett", "bincount",
    "bitwise_and", "bitwise_invert", "bitwise_left_shift", "bitwise_not", "bitwise_or",
    "bitwise_right_shift", "bitwise_xor", "blackman", "broadcast_to", "cbrt", "ceil", "clip",
    "concatenate", "conj", "conjugate", "copy", "corrcoef", "correlate", "cos", "cosh",
    "count_nonzero", "cross", "cumprod", "cumsum", "deg2rad", "diag", "diagflat", "diagonal",
    "diff", "digitize", "divide", "divide_no_nan", "dot", "dsplit", "dstack", "einsum", "empty",
    "empty_like", "equal", "exp", "exp2", "expand_dims", "expm1", "eye", "fabs", "flip", "fliplr",
    "flipud", "floor", "floor_divide", "fmax", "fmin", "fmod", "full", "full_like", "gcd",
    "geomspace", "get_item", "greater", "greater_equal", "hamming", "hanning", "heaviside",
    "histogram", "hsplit", "hstack", "hypot", "i0", "identity", "imag", "inner", "isclose",
    "isfinite", "isin", "isinf", "isnan", "isneginf", "isposinf", "isreal", "kaiser", "kron", "lcm",
    "ldexp", "left_shift", "less", "less_equal", "linspace", "log", "log1p", "log2", "log10",
    "logaddexp", "logaddexp2", "logical_and", "logical_not", "logical_or", "logical_xor",
    "logspace", "matmul", "max", "maximum", "mean", "median", "meshgrid", "min", "minimum", "mod",
    "moveaxis", "multiply", "nan_to_num", "nanargmax", "nanargmin", "nancumprod", "nancumsum",
    "nanmax", "nanmean", "nanmedian", "nanmin", "nanpercentile", "nanprod", "nanquantile", "nanstd",
    "nansum", "nanvar", "ndim", "negative", "nextafter", "nonzero", "not_equal", "ones",
    "ones_like", "outer", "pad", "percentile", "power", "prod", "ptp", "quantile", "rad2deg",
    "ravel", "real", "reciprocal", "repeat", "reshape", "right_shift", "roll", "rot90", "round",
    "searchsorted", "select", "sign", "signbit", "sin", "sinc", "sinh", "size", "slogdet", "sort",
    "split", "sqrt", "square", "squeeze", "stack", "std", "subtract", "sum", "swapaxes", "take",
    "take_along_axis", "tan", "tanh", "tensordot", "tile", "trace", "transpose", "trapezoid", "tri",
    "tril", "triu", "true_divide", "trunc", "unique", "unravel_index", "vander", "var", "vdot",
    "vectorize", "view", "vsplit", "vstack", "where", "zeros", "zeros_like",
]
