"""The user's objects: Model, Sequential, Functional."""

from keraunos.models.functional import Functional
from keraunos.models.model import Model
from keraunos.models.sequential import Sequential

__all__ = ["Functional", "Model", "Sequential"]
