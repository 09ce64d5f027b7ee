"""`keras.ops.nn`: what networks are made of; the same objects as in `ops`."""

# fmt: off
# isort: off
from keraunos.ops.activation import (
    celu, elu, gelu, glu, hard_shrink, hard_sigmoid, hard_silu, hard_swish, hard_tanh, leaky_relu,
    log_sigmoid, log_softmax, relu, relu6, selu, sigmoid, silu, soft_shrink, softmax, softplus,
    softsign, sparse_plus, sparse_sigmoid, sparsemax, squareplus, swish, tanh_shrink, threshold,
)
from keraunos.ops.attention import dot_product_attention
from keraunos.ops.complex import polar
from keraunos.ops.convolution import conv, conv_transpose, depthwise_conv, separable_conv
from keraunos.ops.crossentropy import (
    binary_crossentropy, categorical_crossentropy, sparse_categorical_crossentropy,
)
from keraunos.ops.ctc import ctc_loss
from keraunos.ops.ctc_decoding import ctc_decode
from keraunos.ops.encoding import multi_hot, one_hot
from keraunos.ops.folding import depth_to_space, fold, space_to_depth, unfold
from keraunos.ops.image.filters import psnr
from keraunos.ops.linear import normalize
from keraunos.ops.normalization import (
    batch_normalization, layer_normalization, moments, rms_normalization,
)
from keraunos.ops.pooling import adaptive_average_pool, adaptive_max_pool, average_pool, max_pool
# isort: on

__all__ = [
    "adaptive_average_pool", "adaptive_max_pool", "average_pool", "batch_normalization",
    "binary_crossentropy", "categorical_crossentropy", "celu", "conv", "conv_transpose", "ctc_decode",
    "ctc_loss", "depth_to_space", "depthwise_conv", "dot_product_attention", "elu", "fold", "gelu", "glu",
    "hard_shrink", "hard_sigmoid", "hard_silu", "hard_swish", "hard_tanh", "layer_normalization",
    "leaky_relu", "log_sigmoid", "log_softmax", "max_pool", "moments", "multi_hot", "normalize",
    "one_hot", "polar", "psnr", "relu", "relu6", "rms_normalization", "selu", "separable_conv",
    "sigmoid", "silu", "soft_shrink", "softmax", "softplus", "softsign", "space_to_depth",
    "sparse_categorical_crossentropy", "sparse_plus", "sparse_sigmoid", "sparsemax", "squareplus",
    "swish", "tanh_shrink", "threshold", "unfold",
]
