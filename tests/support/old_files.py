"""Files as Keras 1 and 2 wrote them, built to the layout they document."""

import json

import h5py
import numpy as np


def old_file(name, config, weights, version, backend="tensorflow", training=None, slots=None):
    """Write a whole model as an HDF5 file.

    config: of the model. weights: layer -> [(name, array)]. training: as `training_config`.
    slots: [(name, array)] of the optimizer.
    """
    with h5py.File(name, "w") as file:
        file.attrs["keras_version"] = version.encode()
        file.attrs["backend"] = backend.encode()
        file.attrs["model_config"] = json.dumps(config).encode()
        if training:
            file.attrs["training_config"] = json.dumps(training).encode()
        put_layers(file.create_group("model_weights"), weights, version, backend)
        if slots:
            group = file.create_group("optimizer_weights")
            put(group, slots)
    return name


def put_layers(group, weights, version, backend="tensorflow"):
    """Write the groups of the layers."""
    group.attrs["layer_names"] = [name.encode() for name in weights]
    group.attrs["keras_version"] = version.encode()
    group.attrs["backend"] = backend.encode()
    for name, arrays in weights.items():
        put(group.create_group(name), arrays)


def put(group, arrays):
    """Write arrays and the list of their names."""
    group.attrs["weight_names"] = [name.encode() for name, _ in arrays]
    for name, array in arrays:
        group.create_dataset(name, data=array)


def numbers(*shapes, seed=0):
    """Random arrays of these shapes."""
    rng = np.random.default_rng(seed)
    return [rng.normal(size=shape).astype("float32") * 0.5 for shape in shapes]


def dense_1(output, name, **more):
    """A Dense of Keras 1."""
    return {"class_name": "Dense", "config": {
        "name": name, "trainable": True, "output_dim": output, "init": "glorot_uniform",
        "activation": "linear", "W_regularizer": None, "b_regularizer": None,
        "activity_regularizer": None, "W_constraint": None, "b_constraint": None, "bias": True,
        "input_dim": None, **more}}  # fmt: skip


def dense_2(units, name, **more):
    """A Dense of Keras 2."""
    scaling = {"scale": 1.0, "mode": "fan_avg", "distribution": "uniform", "seed": None}
    return {"class_name": "Dense", "config": {
        "name": name, "trainable": True, "units": units, "activation": "linear", "use_bias": True,
        "kernel_initializer": {"class_name": "VarianceScaling", "config": scaling},
        "bias_initializer": {"class_name": "Zeros", "config": {}}, "kernel_regularizer": None,
        "bias_regularizer": None, "activity_regularizer": None, "kernel_constraint": None,
        "bias_constraint": None, **more}}  # fmt: skip
