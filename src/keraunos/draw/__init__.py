"""Pictures: flow diagrams of models, and charts of data and results; matplotlib loads on use."""

from keraunos.draw.plotting import Diagram, model_to_dot, plot_model

__all__ = ["Diagram", "model_to_dot", "plot_model"]
