"""What is computed in which dtype."""

from keraunos.core.dtypes import DTypePolicy, FloatDTypePolicy
from keraunos.core.dtypes import get_policy as get

__all__ = ["DTypePolicy", "FloatDTypePolicy", "get"]
