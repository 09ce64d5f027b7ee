"""Models and weights in files: written whole or not at all, read as data and never as code."""

from keraunos.core import lazy

__getattr__, __dir__, __all__ = lazy.attach(__name__, __file__)
