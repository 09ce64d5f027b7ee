"""The HDF5 format of Keras 1 and 2: whole models and weights, by the names of layers."""
