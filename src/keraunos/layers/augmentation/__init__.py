"""Layers for pictures and sounds before or while training: resized, turned, recoloured, mixed."""
