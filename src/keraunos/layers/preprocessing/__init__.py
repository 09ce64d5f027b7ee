"""Layers that prepare features: numbers, categories, texts."""
