"""Models as ONNX: the program that JAX traces of them, primitive by primitive."""
