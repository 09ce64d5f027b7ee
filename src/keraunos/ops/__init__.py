"""All maths: public operations, thin over jax; every one also works on symbolic tensors."""

from keraunos.ops import image, linalg, nn, numpy

# fmt: off
# isort: off
from keraunos.ops.activation import (
    celu, elu, gelu, glu, hard_shrink, hard_sigmoid, hard_silu, hard_swish, hard_tanh, leaky_relu,
    log_sigmoid, log_softmax, relu, relu6, selu, sigmoid, silu, soft_shrink, softmax, softplus,
    softsign, sparse_plus, sparse_sigmoid, sparsemax, squareplus, swish, tanh_shrink, threshold,
)
from keraunos.ops.arithmetic import (
    add, clip, divide, divide_no_nan, floor_divide, fmax, fmin, fmod, gcd, heaviside, hypot, lcm,
    ldexp, logaddexp, logaddexp2, maximum, minimum, mod, multiply, nextafter, power, subtract,
    true_divide,
)
from keraunos.ops.array import (
    broadcast_to, diag, diagflat, diagonal, expand_dims, flip, fliplr, flipud, moveaxis, pad, ravel,
    repeat, reshape, roll, rot90, squeeze, swapaxes, tile, trace, transpose, tril, triu, view,
)
from keraunos.ops.attention import dot_product_attention
from keraunos.ops.complex import (
    angle, conj, conjugate, imag, polar, real, view_as_complex, view_as_real,
)
from keraunos.ops.control import (
    associative_scan, cond, fori_loop, map, scan, switch, vectorize, vectorized_map, while_loop,
)
from keraunos.ops.convolution import conv, conv_transpose, depthwise_conv, separable_conv
from keraunos.ops.core import (
    cast, convert_to_numpy, convert_to_tensor, custom_gradient, dtype, is_tensor, saturate_cast,
    shape, stop_gradient,
)
from keraunos.ops.creation import (
    arange, array, copy, empty, empty_like, eye, full, full_like, geomspace, identity, linspace,
    logspace, meshgrid, ones, ones_like, tri, vander, zeros, zeros_like,
)
from keraunos.ops.crossentropy import (
    binary_crossentropy, categorical_crossentropy, sparse_categorical_crossentropy,
)
from keraunos.ops.ctc import ctc_loss
from keraunos.ops.ctc_decoding import ctc_decode
from keraunos.ops.einops import rearrange
from keraunos.ops.elementwise import (
    abs, absolute, cbrt, ceil, erf, erfc, erfinv, exp, exp2, expm1, fabs, floor, i0, log, log1p,
    log2, log10, nan_to_num, negative, reciprocal, round, rsqrt, sign, sinc, sqrt, square, trunc,
)
from keraunos.ops.encoding import multi_hot, one_hot
from keraunos.ops.folding import depth_to_space, fold, space_to_depth, unfold
from keraunos.ops.fourier import extract_sequences, fft, fft2, ifft2, irfft, istft, rfft, stft
from keraunos.ops.image.filters import psnr
from keraunos.ops.indexing import (
    get_item, nonzero, scatter, scatter_update, select, slice, slice_update, take, take_along_axis,
    unravel_index, where,
)
from keraunos.ops.joining import (
    append, array_split, concatenate, dsplit, dstack, hsplit, hstack, split, stack, unstack, vsplit,
    vstack,
)
from keraunos.ops.linalg import (
    cholesky, cholesky_inverse, det, eig, eigh, inv, jvp, logdet, lstsq, lu_factor, matrix_rank,
    norm, pinv, qr, slogdet, solve, solve_triangular, svd,
)
from keraunos.ops.linear import (
    cdist, cross, dot, einsum, inner, kron, matmul, normalize, outer, tensordot, vdot,
)
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
from keraunos.ops.normalization import (
    batch_normalization, layer_normalization, moments, rms_normalization,
)
from keraunos.ops.pooling import adaptive_average_pool, adaptive_max_pool, average_pool, max_pool
from keraunos.ops.random import dropout
from keraunos.ops.reduce import (
    all, amax, amin, any, argmax, argmin, average, count_nonzero, cumprod, cumsum, logsumexp, max,
    mean, min, ndim, prod, ptp, size, std, sum, var,
)
from keraunos.ops.segments import segment_max, segment_min, segment_prod, segment_sum
from keraunos.ops.sorting import (
    argpartition, argsort, digitize, in_top_k, searchsorted, sort, top_k, unique,
)
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
    "abs", "absolute", "adaptive_average_pool", "adaptive_max_pool", "add", "all", "allclose",
    "amax", "amin", "angle", "any", "append", "arange", "arccos", "arccosh", "arcsin", "arcsinh",
    "arctan", "arctan2", "arctanh", "argmax", "argmin", "argpartition", "argsort", "array",
    "array_split", "associative_scan", "average", "average_pool", "bartlett", "batch_normalization",
    "binary_crossentropy", "bincount", "bitwise_and", "bitwise_invert", "bitwise_left_shift",
    "bitwise_not", "bitwise_or", "bitwise_right_shift", "bitwise_xor", "blackman", "broadcast_to",
    "cast", "categorical_crossentropy", "cbrt", "cdist", "ceil", "celu", "cholesky",
    "cholesky_inverse", "clip", "concatenate", "cond", "conj", "conjugate", "conv",
    "conv_transpose", "convert_to_numpy", "convert_to_tensor", "copy", "corrcoef", "correlate",
    "cos", "cosh", "count_nonzero", "cross", "ctc_decode", "ctc_loss", "cumprod", "cumsum", "custom_gradient",
    "deg2rad", "depth_to_space", "depthwise_conv", "det", "diag", "diagflat", "diagonal", "diff",
    "digitize", "divide", "divide_no_nan", "dot", "dot_product_attention", "dropout", "dsplit",
    "dstack", "dtype", "eig", "eigh", "einsum", "elu", "empty", "empty_like", "equal", "erf",
    "erfc", "erfinv", "exp", "exp2", "expand_dims", "expm1", "extract_sequences", "eye", "fabs",
    "fft", "fft2", "flip", "fliplr", "flipud", "floor", "floor_divide", "fmax", "fmin", "fmod",
    "fold", "fori_loop", "full", "full_like", "gcd", "gelu", "geomspace", "get_item", "glu",
    "greater", "greater_equal", "hamming", "hanning", "hard_shrink", "hard_sigmoid", "hard_silu",
    "hard_swish", "hard_tanh", "heaviside", "histogram", "hsplit", "hstack", "hypot", "i0",
    "identity", "ifft2", "imag", "image", "in_top_k", "inner", "inv", "irfft", "is_tensor",
    "isclose", "isfinite", "isin", "isinf", "isnan", "isneginf", "isposinf", "isreal", "istft",
    "jvp", "kaiser", "kron", "layer_normalization", "lcm", "ldexp", "leaky_relu", "left_shift",
    "less", "less_equal", "linalg", "linspace", "log", "log1p", "log2", "log10", "log_sigmoid",
    "log_softmax", "logaddexp", "logaddexp2", "logdet", "logical_and", "logical_not", "logical_or",
    "logical_xor", "logspace", "logsumexp", "lstsq", "lu_factor", "map", "matmul", "matrix_rank",
    "max", "max_pool", "maximum", "mean", "median", "meshgrid", "min", "minimum", "mod", "moments",
    "moveaxis", "multi_hot", "multiply", "nan_to_num", "nanargmax", "nanargmin", "nancumprod",
    "nancumsum", "nanmax", "nanmean", "nanmedian", "nanmin", "nanpercentile", "nanprod",
    "nanquantile", "nanstd", "nansum", "nanvar", "ndim", "negative", "nextafter", "nn", "nonzero",
    "norm", "normalize", "not_equal", "numpy", "one_hot", "ones", "ones_like", "outer", "pad",
    "percentile", "pinv", "polar", "power", "prod", "psnr", "ptp", "qr", "quantile", "rad2deg",
    "ravel", "real", "rearrange", "reciprocal", "relu", "relu6", "repeat", "reshape", "rfft",
    "right_shift", "rms_normalization", "roll", "rot90", "round", "rsqrt", "saturate_cast", "scan",
    "scatter", "scatter_update", "searchsorted", "segment_max", "segment_min", "segment_prod",
    "segment_sum", "select", "selu", "separable_conv", "shape", "sigmoid", "sign", "signbit",
    "silu", "sin", "sinc", "sinh", "size", "slice", "slice_update", "slogdet", "soft_shrink",
    "softmax", "softplus", "softsign", "solve", "solve_triangular", "sort", "space_to_depth",
    "sparse_categorical_crossentropy", "sparse_plus", "sparse_sigmoid", "sparsemax", "split",
    "sqrt", "square", "squareplus", "squeeze", "stack", "std", "stft", "stop_gradient", "subtract",
    "sum", "svd", "swapaxes", "swish", "switch", "take", "take_along_axis", "tan", "tanh",
    "tanh_shrink", "tensordot", "threshold", "tile", "top_k", "trace", "transpose", "trapezoid",
    "tri", "tril", "triu", "true_divide", "trunc", "unfold", "unique", "unravel_index", "unstack",
    "vander", "var", "vdot", "vectorize", "vectorized_map", "view", "view_as_complex",
    "view_as_real", "vsplit", "vstack", "where", "while_loop", "zeros", "zeros_like",
]
