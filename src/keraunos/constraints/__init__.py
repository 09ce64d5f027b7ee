"""What a weight is mapped to after each update."""

from keraunos.constraints.constraint import (
    Constraint,
    MaxNorm,
    MinMaxNorm,
    NonNeg,
    UnitNorm,
    deserialize,
    get,
    serialize,
)
from keraunos.constraints.constraint import MaxNorm as max_norm
from keraunos.constraints.constraint import MinMaxNorm as min_max_norm
from keraunos.constraints.constraint import NonNeg as non_neg
from keraunos.constraints.constraint import UnitNorm as unit_norm

__all__ = [
    "Constraint", "MaxNorm", "MinMaxNorm", "NonNeg", "UnitNorm", "deserialize", "get", "max_norm",
    "min_max_norm", "non_neg", "serialize", "unit_norm",
]  # fmt: skip
