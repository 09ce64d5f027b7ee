"""The arguments of all applications: what they come to, and what is refused, as in Keras."""

import inspect

import pytest
from support.networks import assert_same_outcome, assert_same_structure, ours, theirs
from support.oracle import keras

import keraunos as k

NAMES = sorted(n for n in ours.__all__ if n[0].isupper())
ONE_OF_A_KIND = [
    "VGG16", "ResNet50V2", "MobileNet", "MobileNetV2", "MobileNetV3Small", "EfficientNetV2B0",
    "ConvNeXtTiny", "NASNetMobile",
]  # fmt: skip


def images(*shape):
    return lambda library: library.Input(shape)


WITHOUT_WEIGHTS = [
    {"input_shape": (31, 40, 3)},
    {"input_shape": (96, 3)},
    {"input_shape": (96, 96, 3, 1), "include_top": False},
    {"input_shape": (None, None, 3), "include_top": False},
    {"input_shape": (32, 32, 1), "classes": 3},
    {"classifier_activation": "sigmoid", "input_shape": (96, 96, 3)},
    {"include_top": False, "pooling": "other"},
    {"include_top": False, "input_tensor": images(96, 96, 3)},
    {"input_tensor": images(96, 96, 3)},
    {"nonsense": 3},
]
WITH_WEIGHTS = [
    {"weights": "nowhere"},
    {"classes": 7},
    {"classes": 7, "include_top": False},
    {"input_shape": (160, 160, 3)},
    {"input_shape": (96, 96, 3), "include_top": False},
    {"classifier_activation": "sigmoid", "input_shape": (224, 224, 3)},
    {"include_top": False, "input_tensor": images(96, 96, 3)},
]


def test_keras_has_no_others():
    assert sorted(n for n in dir(theirs) if n[0].isupper()) == NAMES


@pytest.mark.parametrize("name", NAMES)
def test_arguments_and_documentation(name):
    function = getattr(ours, name)
    mine, his = (inspect.signature(getattr(source, name)) for source in (ours, theirs))
    assert [(p.name, p.default) for p in mine.parameters.values()] == [
        (p.name, p.default) for p in his.parameters.values()
    ]
    assert function.__name__ == name
    assert all(f"{p}:" in function.__doc__ for p in mine.parameters)


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("include_top", [True, False])
def test_asks_for_the_file_that_keras_publishes(name, include_top, monkeypatch):
    assert_same_outcome(name, {"include_top": include_top}, monkeypatch)


@pytest.mark.parametrize("arguments", WITHOUT_WEIGHTS)
@pytest.mark.parametrize("name", ONE_OF_A_KIND)
def test_comes_to_the_same(name, arguments, monkeypatch):
    assert_same_outcome(name, {"weights": None, **arguments}, monkeypatch)


@pytest.mark.parametrize("arguments", WITH_WEIGHTS)
@pytest.mark.parametrize("name", ONE_OF_A_KIND)
def test_comes_to_the_same_with_weights(name, arguments, monkeypatch):
    assert_same_outcome(name, arguments, monkeypatch)


CHANNELS_FIRST = [
    "ResNet50V2", "MobileNetV2", "MobileNetV3Small", "InceptionV3", "Xception", "EfficientNetB0",
    "EfficientNetV2B0",
]  # fmt: skip


@pytest.fixture
def channels_first():
    for library in (k, keras):
        library.config.set_image_data_format("channels_first")
    yield
    keras.config.set_image_data_format("channels_last")


@pytest.mark.parametrize("name", CHANNELS_FIRST)
def test_channels_first(name, channels_first):
    assert_same_structure(name, include_top=False, input_shape=(3, 96, 101))


@pytest.mark.parametrize("name", ["DenseNet121", "ConvNeXtTiny", "NASNetMobile"])
def test_channels_first_is_refused_where_keras_does(name, channels_first, monkeypatch):
    assert_same_outcome(name, {"weights": None}, monkeypatch)
    with pytest.raises(ValueError, match='must be "channels_last"'):
        getattr(ours, name)(weights=None)


def test_builds_on_what_was_computed_before():
    x = k.Input((40, 40, 1), name="grey")
    model = ours.VGG16(False, None, k.layers.Concatenate()([x, x, x]))
    assert model.input_names == ["grey"]
    assert model.layers[1].name == "concatenate"


def test_errors_say_what_to_do():
    with pytest.raises(ValueError, match="VGG16: `input_shape` must be at least 32x32; got"):
        ours.VGG16(weights=None, input_shape=(8, 8, 3))
    with pytest.raises(ValueError, match=r'`weights` must be "imagenet", None or a file'):
        ours.VGG16(weights="nowhere.h5")
    with pytest.raises(TypeError, match=r"VGG16: .*'sizes'.* Its arguments are include_top"):
        ours.VGG16(sizes=3)
