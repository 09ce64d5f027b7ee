"""Data sets to begin with, downloaded once."""

from keraunos.core.gathering import gather

__getattr__, __dir__, __all__ = gather(__name__, __file__)
