"""Training a small model on what a large one says."""

from keraunos.core import lazy

__getattr__, __dir__, __all__ = lazy.attach(__name__, __file__)
