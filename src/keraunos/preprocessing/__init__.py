"""Data made ready, under the names of Keras 2."""

from keraunos.core.gathering import gather

__getattr__, __dir__, __all__ = gather(__name__, __file__)
