"""Pictures of a folder in batches, and a model that learns from them."""

import numpy as np
import pytest
from PIL import Image

import keraunos
from keraunos import Sequential, layers
from keraunos.ops import image
from keraunos.utils import image_dataset_from_directory, img_to_array, load_img

RNG = np.random.RandomState(0)


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """Dark and bright pictures of different sizes."""
    root = tmp_path_factory.mktemp("pictures")
    for name, low in (("bright", 150), ("dark", 0)):
        (root / name).mkdir()
        for number in range(6):
            x = RNG.randint(low, low + 100, (6 + number, 9 - number, 3)).astype("uint8")
            Image.fromarray(x).save(root / name / f"{number}.{'png' if number else 'bmp'}")
    return root


def made(folder, **settings):
    return image_dataset_from_directory(folder, image_size=(4, 4), verbose=False, **settings)


def test_batches(folder):
    data = made(folder, batch_size=5, shuffle=False)
    shapes = [(x.shape, y.shape) for x, y in data.as_numpy_iterator()]
    assert shapes == [((5, 4, 4, 3), (5,)), ((5, 4, 4, 3), (5,)), ((2, 4, 4, 3), (2,))]
    x, y = next(data.as_numpy_iterator())
    assert x.dtype == np.float32 and y.dtype == np.int32
    first = img_to_array(load_img(data.file_paths[0]))
    np.testing.assert_allclose(x[0], image.resize(first, (4, 4)), rtol=1e-5)
    assert data.class_names == ["bright", "dark"]


@pytest.mark.parametrize("mode", ["crop_to_aspect_ratio", "pad_to_aspect_ratio"])
def test_shapes_are_kept(folder, mode):
    data = made(folder, shuffle=False, **{mode: True})
    x = next(data.as_numpy_iterator())[0]
    first = img_to_array(load_img(data.file_paths[0]))
    np.testing.assert_allclose(x[0], image.resize(first, (4, 4), **{mode: True}), rtol=1e-4)


@pytest.mark.parametrize(
    ("settings", "shape"),
    [
        ({"color_mode": "grayscale"}, (12, 4, 4, 1)),
        ({"color_mode": "rgba"}, (12, 4, 4, 4)),
        ({"data_format": "channels_first"}, (12, 3, 4, 4)),
        ({"interpolation": "Nearest"}, (12, 4, 4, 3)),
        ({"labels": None}, (12, 4, 4, 3)),
        ({"label_mode": None}, (12, 4, 4, 3)),
    ],
)
def test_forms(folder, settings, shape):
    found = next(made(folder, **settings).as_numpy_iterator())
    x = found[0] if isinstance(found, tuple) else found
    assert x.shape == shape
    assert isinstance(found, tuple) == ("labels" not in settings and "label_mode" not in settings)


def test_single_pictures(folder):
    data = made(folder, batch_size=None, label_mode="categorical")
    x, y = next(iter(data))
    assert x.shape == (4, 4, 3) and y.shape == (2,)
    assert len(data) == 12


def test_a_model_learns_from_it(folder):
    keraunos.utils.set_random_seed(1)
    train, validation = made(
        folder, label_mode="binary", seed=1, validation_split=0.25, subset="both"
    )
    model = Sequential([layers.Flatten(), layers.Dense(1, activation="sigmoid")])
    model.compile(keraunos.optimizers.Adam(0.05), "binary_crossentropy", metrics=["accuracy"])
    scaled = train.map(lambda x, y: (x / 255, y)).cache().prefetch(2)
    model.fit(
        scaled, epochs=20, validation_data=validation.map(lambda x, y: (x / 255, y)), verbose=0
    )
    assert model.evaluate(scaled, verbose=0)[1] == 1.0
    assert model.predict(validation, verbose=0).shape == (3, 1)


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ({"color_mode": "rgbb"}, "unknown color_mode 'rgbb'. Did you mean 'rgb'"),
        ({"image_size": (4, 4, 3)}, "`image_size` must be"),
        ({"interpolation": "linear"}, "unknown interpolation 'linear'"),
        ({"format": "torch"}, "unknown format 'torch'"),
        (
            {"crop_to_aspect_ratio": True, "pad_to_aspect_ratio": True},
            "`pad_to_aspect_ratio` must be False",
        ),
    ],
)
def test_errors(folder, settings, message):
    with pytest.raises(ValueError, match=f"image_dataset_from_directory: .*{message}|: {message}"):
        image_dataset_from_directory(folder, **settings)


def test_what_is_no_picture_is_named(tmp_path):
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "x.png").write_bytes(b"no picture")
    with pytest.raises(ValueError, match=r"x\.png cannot be read"):
        next(iter(made(tmp_path)))
