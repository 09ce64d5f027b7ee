"""Random numbers."""

from keraunos.core.random import SeedGenerator
from keraunos.ops.random import dropout

__all__ = ["SeedGenerator", "dropout"]
