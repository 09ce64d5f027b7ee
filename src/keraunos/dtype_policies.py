"""What is computed in which dtype."""

from keraunos.core.policies import DTypePolicyMap
from keraunos.core.policies import deserialize_policy as deserialize
from keraunos.core.policies import get_policy as get
from keraunos.core.policies import serialize_policy as serialize
from keraunos.core.policy import DTypePolicy, FloatDTypePolicy
from keraunos.core.quantized import (
    AWQDTypePolicy,
    GPTQDTypePolicy,
    Int4DTypePolicy,
    QuantizedDTypePolicy,
    QuantizedFloat8DTypePolicy,
)

__all__ = [
    "AWQDTypePolicy", "DTypePolicy", "DTypePolicyMap", "FloatDTypePolicy", "GPTQDTypePolicy",
    "Int4DTypePolicy", "QuantizedDTypePolicy", "QuantizedFloat8DTypePolicy", "deserialize", "get",
    "serialize",
]  # fmt: skip
