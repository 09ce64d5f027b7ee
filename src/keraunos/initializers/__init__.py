"""The first values of weights, drawn on the host."""

from keraunos.initializers.constant import STFT, Constant, Identity, Ones, Zeros
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

__all__ = [
    "STFT", "Constant", "GlorotNormal", "GlorotUniform", "HeNormal", "HeUniform", "Identity",
    "Initializer", "LecunNormal", "LecunUniform", "Ones", "Orthogonal", "RandomInitializer",
    "RandomNormal", "RandomUniform", "TruncatedNormal", "VarianceScaling", "Zeros", "deserialize",
    "get", "serialize",
]  # fmt: skip
