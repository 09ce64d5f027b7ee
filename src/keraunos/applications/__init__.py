"""Networks that classify images, with the weights that Keras publishes for them.

Example:
    >>> from keraunos.applications import MobileNet
    >>> shape = (32, 32, 3)
    >>> features = MobileNet(shape, alpha=0.25, include_top=False, weights=None, pooling="avg")
    >>> features.output_shape
    (None, 256)
"""

from keraunos.core import lazy

__getattr__, __dir__, __all__ = lazy.attach(__name__, __file__)
