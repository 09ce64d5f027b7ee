"""The part of TensorFlow's names that people write around tf.keras, over ops and numpy."""
