import sys

import numpy as np
import pytest

from keraunos.cli.demo import stories
from keraunos.core.errors import DataError
from keraunos.draw.scene import Scene


class Steps:
    """Stands for examples/digits.py where MNIST cannot be had."""

    def __init__(self, error):
        self.error = error

    def load(self):
        raise self.error

    def prepare(self, images, digits):
        return images.reshape(len(images), -1) / 16, np.eye(10)[digits]


def assert_told(story, pictures):
    assert [p.name for p in story.pictures] == [f"{story.name}-{which}" for which in pictures]
    assert 0 <= story.accuracy <= 1
    assert set(story.facts) == {"parameters", "training", "to compile", "to run"}
    for picture in story.pictures:
        assert picture.title
        assert picture.caption.endswith(".")
        assert len(picture.alt) > 30
        assert picture.files["png"].startswith(b"\x89PNG")


def test_the_spiral():
    story = stories.spiral(quick=True)
    assert_told(story, ["data", "network", "curves", "result"])
    assert story.facts["parameters"] == "63"
    assert story.facts["training"] == "150 epochs, 900 steps"


def test_the_alphabet():
    story = stories.alphabet(quick=True)
    assert_told(story, ["data", "network", "curves", "result"])
    right = round(story.accuracy * 23)
    assert f"{right} of 23 are right" in story.pictures[-1].alt


@pytest.mark.slow
def test_the_digits_without_mnist(monkeypatch):
    real = stories.program("digits")
    monkeypatch.setattr(real, "load", Steps(ConnectionError("no network")).load)
    monkeypatch.setattr(stories, "program", lambda name: real)
    said = []
    story = stories.digits(quick=True, say=said.append)
    assert_told(story, ["data", "network", "curves", "samples", "confusion"])
    assert "smaller digits are used (put mnist.npz into" in said[0]
    assert "the digits of scikit-learn, 8 × 8 pixels" in story.about
    assert story.accuracy > 0.8


def test_a_broken_file_of_mnist_is_named():
    said = []
    (x, y), (new_x, _), source = stories._digits_data(
        Steps(DataError("mnist.npz is broken")), said.append
    )
    assert "mnist.npz is broken" in said[0]
    assert source == "the digits of scikit-learn"
    assert (len(x), len(new_x), x.shape[1]) == (1437, 360, 64)
    assert y.sum() == len(x)


def test_without_scikit_learn_it_says_what_to_do(monkeypatch):
    monkeypatch.setitem(sys.modules, "sklearn", None)
    monkeypatch.setitem(sys.modules, "sklearn.datasets", None)
    with pytest.raises(ImportError, match="pip install scikit-learn"):
        stories._digits_data(Steps(ConnectionError("no network")), print)


def test_scenes_are_svg_and_png_and_charts_png():
    picture = stories.Picture("n", "t", "c", "a", Scene(10, 10, "t"))
    assert list(picture.files) == ["svg", "png"]
    assert picture.files is picture.files
