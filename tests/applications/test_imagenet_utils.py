"""Preprocessing and the names of classes against Keras."""

import importlib
import json

import jax.numpy as jnp
import numpy as np
import pytest
from support.oracle import keras

import keraunos as k
from keraunos.applications import imagenet_utils

MODULES = [
    "convnext", "densenet", "efficientnet", "efficientnet_v2", "inception_resnet_v2",
    "inception_v3", "mobilenet", "mobilenet_v2", "mobilenet_v3", "nasnet", "resnet", "resnet50",
    "resnet_v2", "vgg16", "vgg19", "xception",
]  # fmt: skip
MODES = ["caffe", "tf", "torch"]
SHAPES = {"channels_last": [(2, 4, 5, 3), (4, 5, 3)], "channels_first": [(2, 3, 4, 5), (3, 4, 5)]}


def images(shape, dtype="float32"):
    return np.random.default_rng(1).uniform(0, 255, shape).astype(dtype)


@pytest.mark.parametrize("layout", SHAPES)
@pytest.mark.parametrize("name", MODULES)
def test_modules_prepare_as_keras(name, layout):
    mine = importlib.import_module(f"keraunos.applications.{name}")
    his = getattr(keras.applications, name)
    for shape in SHAPES[layout]:
        x = images(shape)
        found = mine.preprocess_input(x.copy(), data_format=layout)
        wanted = his.preprocess_input(x.copy(), data_format=layout)
        np.testing.assert_allclose(found, wanted, rtol=1e-6, atol=1e-4)
    assert mine.decode_predictions is imagenet_utils.decode_predictions


@pytest.mark.parametrize("dtype", ["float32", "float64", "float16", "uint8", "int32"])
@pytest.mark.parametrize("mode", MODES)
def test_arrays_of_numpy_are_written_over_where_keras_does(mode, dtype):
    mine, his = images((2, 3, 3, 3), dtype), images((2, 3, 3, 3), dtype)
    found = imagenet_utils.preprocess_input(mine, mode=mode)
    wanted = keras.applications.imagenet_utils.preprocess_input(his, mode=mode)
    assert found.dtype == wanted.dtype
    np.testing.assert_allclose(found, wanted, rtol=1e-6, atol=1e-2 if dtype == "float16" else 1e-4)
    np.testing.assert_allclose(mine, his, rtol=1e-6, atol=1e-2 if dtype == "float16" else 1e-4)


@pytest.mark.parametrize("layout", SHAPES)
@pytest.mark.parametrize("mode", MODES)
def test_tensors_give_the_same(mode, layout):
    x = images(SHAPES[layout][0])
    wanted = imagenet_utils.preprocess_input(x.copy(), layout, mode)
    found = imagenet_utils.preprocess_input(jnp.asarray(x), layout, mode)
    np.testing.assert_allclose(found, wanted, rtol=1e-5, atol=1e-4)
    inside = k.Input(x.shape[1:])
    model = k.Model(inside, imagenet_utils.preprocess_input(inside, layout, mode))
    np.testing.assert_allclose(model(x), wanted, rtol=1e-5, atol=1e-4)


def test_unknown_words_are_refused():
    for arguments in ({"mode": "theano"}, {"data_format": "channels_middle"}):
        for source in (imagenet_utils, keras.applications.imagenet_utils):
            with pytest.raises(ValueError):
                source.preprocess_input(images((1, 2, 2, 3)), **arguments)


@pytest.fixture
def classes(tmp_path, monkeypatch):
    """A file of a thousand names in the cache."""
    monkeypatch.setenv("KERAS_HOME", str(tmp_path))
    monkeypatch.setattr(imagenet_utils, "_names", {})
    names = {str(i): [f"n{i:08d}", f"thing_{i}"] for i in range(1000)}
    (tmp_path / "models").mkdir()
    (tmp_path / "models" / "imagenet_class_index.json").write_text(json.dumps(names))
    monkeypatch.setattr(keras.src.applications.imagenet_utils, "CLASS_INDEX", names)


def test_decodes_as_keras(classes):
    scores = np.random.default_rng(2).uniform(size=(3, 1000)).astype("float32")
    wanted = keras.applications.imagenet_utils.decode_predictions(scores, top=4)
    assert imagenet_utils.decode_predictions(scores, top=4) == wanted
    assert imagenet_utils.decode_predictions(jnp.asarray(scores), top=4) == wanted
    assert len(imagenet_utils.decode_predictions(scores)[0]) == 5


@pytest.mark.parametrize("shape", [(1000,), (2, 10), (1, 2, 1000)])
def test_other_shapes_are_refused(shape):
    with pytest.raises(ValueError, match=r"`preds` must be \(batch, 1000\)"):
        imagenet_utils.decode_predictions(np.zeros(shape))
