"""A map finds what the oracle's finds."""

import pytest
from support.oracle import keras

import keraunos as k


def made(lib):
    mesh = lib.distribution.DeviceMesh((1, 2), ("batch", "model"))
    layouts = lib.distribution.LayoutMap(mesh)
    layouts["dense.*kernel"] = (None, "model")
    layouts["dense.*bias"] = lib.distribution.TensorLayout(("model",))
    layouts["den.*x"] = ("batch",)
    return layouts


@pytest.mark.parametrize(
    "path",
    ["dense/kernel", "dense_1/kernel", "net/dense/kernel", "dense/kernel_1", "dense.*bias", "bias"],
)
def test_paths_match_as_the_oracle_s_do(path):
    ours, theirs = (made(lib)[path] for lib in (k, keras))
    assert (ours and ours.axes) == (theirs and theirs.axes)
    assert (path in made(k)) == (theirs is not None)


def test_it_is_a_mapping():
    layouts = made(k)
    assert list(layouts) == list(made(keras)) == ["dense.*kernel", "dense.*bias", "den.*x"]
    assert layouts["dense/bias"].device_mesh is layouts.device_mesh
    del layouts["den.*x"]
    assert len(layouts) == 2
    with pytest.raises(KeyError):
        del layouts["den.*x"]


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (lambda m: m.__setitem__("dense.*kernel", (None,)), "must be new"),
        (lambda m: m.__setitem__("a", ["batch"]), "a TensorLayout or a tuple"),
        (lambda m: m.__setitem__("a", None), "a TensorLayout or a tuple"),
        (lambda m: m.__setitem__("a", ("zz",)), "of"),
        (lambda m: (m.__setitem__("d.*", (None,)), m["dense/kernel"]), "matched by one of"),
    ],
)
def test_what_cannot_be_is_said(change, sentence):
    with pytest.raises(ValueError, match=sentence):
        change(made(k))
    with pytest.raises(ValueError):
        change(made(keras))


def test_a_mesh_is_a_mesh():
    with pytest.raises(ValueError, match="a DeviceMesh"):
        k.distribution.LayoutMap(3)
