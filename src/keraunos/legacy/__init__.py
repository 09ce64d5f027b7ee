"""What is kept for files and programs of Keras 2."""

from keraunos.core.gathering import gather

__getattr__, __dir__, __all__ = gather(__name__, __file__)
