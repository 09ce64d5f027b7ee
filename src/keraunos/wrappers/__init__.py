"""Models as parts of other libraries' programs: estimators of scikit-learn."""

from keraunos.core import lazy

__getattr__, __dir__, __all__ = lazy.attach(__name__, __file__)
