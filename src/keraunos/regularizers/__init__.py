"""Losses computed from a weight or an output alone."""

from keraunos.regularizers.regularizer import (
    L1,
    L1L2,
    L2,
    OrthogonalRegularizer,
    Regularizer,
    deserialize,
    get,
    serialize,
)
from keraunos.regularizers.regularizer import L1 as l1
from keraunos.regularizers.regularizer import L1L2 as l1_l2
from keraunos.regularizers.regularizer import L2 as l2
from keraunos.regularizers.regularizer import OrthogonalRegularizer as orthogonal_regularizer

__all__ = [
    "L1", "L1L2", "L2", "OrthogonalRegularizer", "Regularizer", "deserialize", "get", "l1",
    "l1_l2", "l2", "orthogonal_regularizer", "serialize",
]  # fmt: skip
