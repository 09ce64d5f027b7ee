"""What is watched while training."""

from keraunos.core import lazy

__getattr__, __dir__, __all__ = lazy.attach(__name__, __file__)
