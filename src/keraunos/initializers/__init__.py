"""The first values of weights, drawn on the host."""

from keraunos.initializers.fixed import STFT, Constant, Identity, Ones, Zeros
from keraunos.initializers.fixed import STFT as STFTInitializer
from keraunos.initializers.fixed import STFT as stft
from keraunos.initializers.fixed import Constant as constant
from keraunos.initializers.fixed import Identity as IdentityInitializer
from keraunos.initializers.fixed import Identity as identity
from keraunos.initializers.fixed import Ones as ones
from keraunos.initializers.fixed import Zeros as zeros
from keraunos.initializers.initializer import Initializer, RandomInitializer
from keraunos.initializers.lookup import deserialize, get, serialize
from keraunos.initializers.random import (
    GlorotNormal,
    GlorotUniform,
    HeNormal,
    HeUniform,
    LecunNormal,
    LecunUniform,
    Orthogonal,
    RandomNormal,
    RandomUniform,
    TruncatedNormal,
    VarianceScaling,
)
from keraunos.initializers.random import GlorotNormal as glorot_normal
from keraunos.initializers.random import GlorotUniform as glorot_uniform
from keraunos.initializers.random import HeNormal as he_normal
from keraunos.initializers.random import HeUniform as he_uniform
from keraunos.initializers.random import LecunNormal as lecun_normal
from keraunos.initializers.random import LecunUniform as lecun_uniform
from keraunos.initializers.random import Orthogonal as OrthogonalInitializer
from keraunos.initializers.random import Orthogonal as orthogonal
from keraunos.initializers.random import RandomNormal as random_normal
from keraunos.initializers.random import RandomUniform as random_uniform
from keraunos.initializers.random import TruncatedNormal as truncated_normal
from keraunos.initializers.random import VarianceScaling as variance_scaling

__all__ = [
    "STFT", "Constant", "GlorotNormal", "GlorotUniform", "HeNormal", "HeUniform", "Identity",
    "IdentityInitializer", "Initializer", "LecunNormal", "LecunUniform", "Ones", "Orthogonal",
    "OrthogonalInitializer", "RandomInitializer", "RandomNormal", "RandomUniform",
    "STFTInitializer", "TruncatedNormal", "VarianceScaling", "Zeros", "constant", "deserialize",
    "get", "glorot_normal", "glorot_uniform", "he_normal", "he_uniform", "identity",
    "lecun_normal", "lecun_uniform", "ones", "orthogonal", "random_normal", "random_uniform",
    "serialize", "stft", "truncated_normal", "variance_scaling", "zeros",
]  # fmt: skip
