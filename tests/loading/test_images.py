"""Pictures in and out, against the installed Keras."""

import io
import sys

import numpy as np
import pytest
from PIL import Image
from support.oracle import keras

from keraunos import utils

RNG = np.random.RandomState(0)
NUMBERS = RNG.uniform(-3, 5, (4, 5, 4))
ARRAYS = {
    "rgb": (NUMBERS[..., :3], {}),
    "rgba": (NUMBERS, {}),
    "grey": (NUMBERS[..., :1], {}),
    "deep grey": (NUMBERS[..., :1] * 1000, {"scale": False}),
    "as it is": (NUMBERS[..., :3] * 20, {"scale": False}),
    "flat": (np.ones((2, 2, 3)), {}),
    "channels first": (NUMBERS[..., :3].transpose(2, 0, 1), {"data_format": "channels_first"}),
    "bytes": ((NUMBERS[..., :3] * 10).astype("uint8"), {"scale": False}),
    "dtype": (NUMBERS[..., :3], {"dtype": "float64"}),
}


@pytest.mark.parametrize("name", ARRAYS)
@pytest.mark.filterwarnings("ignore:invalid value:RuntimeWarning")
def test_arrays_to_pictures(name):
    x, settings = ARRAYS[name]
    found, expected = (
        api.utils.array_to_img(x, **settings) for api in (sys.modules["keraunos"], keras)
    )
    assert (found.mode, found.size) == (expected.mode, expected.size)
    np.testing.assert_array_equal(np.asarray(found), np.asarray(expected))


@pytest.fixture(scope="module")
def files(tmp_path_factory):
    """A picture in several modes of colours."""
    folder = tmp_path_factory.mktemp("pictures")
    picture = Image.fromarray(RNG.randint(0, 255, (8, 5, 3)).astype("uint8"))
    for mode in ("RGB", "L", "RGBA", "P"):
        picture.convert(mode).save(folder / f"{mode}.png")
    deep = RNG.randint(0, 60000, (8, 5)).astype("uint16")
    Image.fromarray(deep).save(folder / "I.png")
    return folder


@pytest.mark.parametrize("mode", ["RGB", "L", "RGBA", "P", "I"])
@pytest.mark.parametrize("color_mode", ["rgb", "rgba", "grayscale"])
@pytest.mark.parametrize("data_format", ["channels_last", "channels_first"])
def test_files_to_arrays(files, mode, color_mode, data_format):
    found, expected = (
        api.img_to_array(api.load_img(files / f"{mode}.png", color_mode=color_mode), data_format)
        for api in (utils, keras.utils)
    )
    assert found.dtype == expected.dtype
    np.testing.assert_array_equal(found, expected)


@pytest.mark.parametrize(
    "interpolation", ["nearest", "bilinear", "bicubic", "hamming", "box", "lanczos"]
)
@pytest.mark.parametrize("size", [(3, 6), (8, 5), (6, 3)])
@pytest.mark.parametrize("keep", [True, False])
def test_sizes(files, interpolation, size, keep):
    found, expected = (
        np.asarray(api.load_img(str(files / "RGB.png"), target_size=size, interpolation=interpolation,
                                keep_aspect_ratio=keep))
        for api in (utils, keras.utils)
    )  # fmt: skip
    np.testing.assert_array_equal(found, expected)


def test_bytes_and_saved_files(files, tmp_path):
    given = io.BytesIO((files / "RGB.png").read_bytes())
    x = utils.img_to_array(utils.load_img(given))
    utils.save_img(tmp_path / "a.png", x, scale=False)
    np.testing.assert_array_equal(utils.img_to_array(utils.load_img(tmp_path / "a.png")), x)
    utils.save_img(str(tmp_path / "noend"), x, file_format="jpg", quality=3)
    assert utils.load_img(tmp_path / "noend").format is None
    with pytest.warns(UserWarning, match="JPEG holds no alpha"):
        utils.save_img(tmp_path / "a.jpg", NUMBERS)
    stream = io.BytesIO()
    utils.save_img(stream, x, file_format="png")
    assert stream.getvalue()[:4] == b"\x89PNG"


@pytest.mark.parametrize(
    ("call", "kind", "message"),
    [
        (lambda: utils.array_to_img(np.ones((2, 2))), ValueError, "of rank 3"),
        (lambda: utils.array_to_img(np.ones((2, 2, 2))), ValueError, "of 1, 3 or 4 channels"),
        (lambda: utils.array_to_img(np.ones((2, 2, 3)), "x"), ValueError, "`data_format` must be"),
        (lambda: utils.img_to_array(np.ones(3)), ValueError, "rank 2 or 3"),
        (lambda: utils.load_img("nowhere.png"), FileNotFoundError, "nowhere"),
        (lambda: utils.load_img(3), TypeError, "`path` must be a path"),
        (lambda: utils.load_img("x", color_mode="rbg"), ValueError, "Did you mean 'rgb'"),
    ],
)
def test_errors(call, kind, message):
    with pytest.raises(kind, match=message):
        call()


def test_an_unknown_interpolation(files):
    with pytest.raises(ValueError, match="unknown interpolation 'linear'"):
        utils.load_img(files / "RGB.png", target_size=(2, 2), interpolation="linear")


def test_without_pillow_it_says_what_to_install(monkeypatch):
    monkeypatch.setitem(sys.modules, "PIL.Image", None)
    with pytest.raises(ImportError, match="load_img: it needs Pillow.*pip install pillow"):
        utils.load_img("x.png")
