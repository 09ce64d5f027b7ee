"""Keras 1 and 2's `ImageDataGenerator`: images altered at random, batch by batch."""
