"""The optimizers of Keras 2 by their old address: today's, which take the old arguments too."""

from keraunos.optimizers.adagrad import Adagrad
from keraunos.optimizers.adam import Adam
from keraunos.optimizers.ftrl import Ftrl
from keraunos.optimizers.optimizer import Optimizer
from keraunos.optimizers.rmsprop import RMSprop
from keraunos.optimizers.sgd import SGD

__all__ = ["SGD", "Adagrad", "Adam", "Ftrl", "Optimizer", "RMSprop"]
