"""Meshes and layouts, checked at the door, and tensors that lie as they say."""

import jax
import numpy as np
import pytest
from support.oracle import keras

import keraunos as k

MESH = ((1, 2), ("batch", "model"))


def test_a_mesh_is_the_oracle_s():
    ours, theirs = (lib.distribution.DeviceMesh(*MESH) for lib in (k, keras))
    assert repr(ours) == repr(theirs)
    assert ours.devices.tolist() == theirs.devices.tolist()
    assert ours.backend_mesh == theirs.backend_mesh
    assert k.distribution.DeviceMesh(*MESH, jax.devices()).backend_mesh == theirs.backend_mesh


@pytest.mark.parametrize(
    ("call", "sentence"),
    [
        (lambda d: d.DeviceMesh(None, ("a",)), "must be given"),
        (lambda d: d.DeviceMesh((), ()), "must be given"),
        (lambda d: d.DeviceMesh((2, 1), ("a",)), "2 names"),
        (lambda d: d.DeviceMesh((3,), ("a",)), "number of devices, 2"),
        (lambda d: d.DeviceMesh((1,), ("a",), ["cpu:9"]).backend_mesh, "cpu:9"),
        (lambda d: d.TensorLayout(("x",), d.DeviceMesh(*MESH)), r"of \('batch', 'model'\)"),
        (lambda d: d.TensorLayout(("x",)).backend_layout, "must be a DeviceMesh"),
        (
            lambda d: setattr(
                d.TensorLayout((None,), d.DeviceMesh(*MESH)), "device_mesh", d.DeviceMesh(*MESH)
            ),
            "not set yet",
        ),
        (lambda d: d.distribute_tensor(np.zeros(2), d.TensorLayout(("model",))), "a DeviceMesh"),
    ],
)
def test_what_cannot_be_is_said(call, sentence):
    with pytest.raises(ValueError, match=sentence):
        call(k.distribution)
    with pytest.raises(ValueError):
        call(keras.distribution)


def test_a_mesh_may_come_later():
    layout = k.distribution.TensorLayout(["model", None])
    layout.device_mesh = k.distribution.DeviceMesh(*MESH)
    assert layout.axes == ("model", None)
    assert layout.backend_layout.num_devices == 2


def test_a_tensor_lies_as_the_layout_says():
    x = np.arange(8.0, dtype="float32").reshape(2, 4)
    ours, theirs = (
        lib.distribution.distribute_tensor(
            x, lib.distribution.TensorLayout((None, "model"), lib.distribution.DeviceMesh(*MESH))
        )
        for lib in (k, keras)
    )
    assert ours.sharding == theirs.sharding
    np.testing.assert_array_equal(ours, x)
    assert [s.data.shape for s in ours.addressable_shards] == [(2, 2), (2, 2)]
    assert isinstance(k.distribution.distribute_tensor(x, None), jax.Array)


def test_it_is_a_request_within_a_compiled_function():
    mesh = k.distribution.DeviceMesh(*MESH)
    layout = k.distribution.TensorLayout(("model",), mesh)
    found = jax.jit(lambda x: k.distribution.distribute_tensor(x * 2, layout))(np.ones(4))
    assert found.sharding.spec == layout.backend_layout.spec
    with pytest.raises(ValueError, match="divi"):
        k.distribution.distribute_tensor(np.ones(3), layout)
