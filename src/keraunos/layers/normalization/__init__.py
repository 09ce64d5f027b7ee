"""Layers that bring activations, or weights, to a common scale."""
