"""ImageDataGenerator."""

from importlib import import_module

import numpy as np
import pytest

from keraunos.compat.images.generator import ImageDataGenerator

X = np.random.RandomState(0).randint(0, 255, (10, 6, 6, 3)).astype("float32")
Y = np.eye(2)[np.arange(10) % 2]


def test_without_settings_nothing_changes():
    x, y = next(ImageDataGenerator().flow(X, Y, batch_size=4, shuffle=False))
    np.testing.assert_array_equal(x, X[:4])
    np.testing.assert_array_equal(y, Y[:4])


def test_scaling_by_what_was_learned():
    data = ImageDataGenerator(featurewise_center=True, featurewise_std_normalization=True)
    with pytest.warns(UserWarning, match="fit"):
        data.standardize(X[0])
    data.fit(X)
    found = data.standardize(X.copy())
    np.testing.assert_allclose(found.mean((0, 1, 2)), 0, atol=1e-5)
    np.testing.assert_allclose(found.std((0, 1, 2)), 1, atol=1e-4)
    one = ImageDataGenerator(samplewise_center=True, samplewise_std_normalization=True)
    assert one.standardize(X[0]).std() == pytest.approx(1, abs=1e-3)
    assert ImageDataGenerator(rescale=1 / 255).standardize(X).max() <= 1


def test_altered_at_random_and_again_by_seed():
    data = ImageDataGenerator(
        rotation_range=30, width_shift_range=0.2, height_shift_range=2, shear_range=10,
        zoom_range=0.2, channel_shift_range=5, brightness_range=(0.8, 1.2), horizontal_flip=True,
        vertical_flip=True,
    )  # fmt: skip
    first, again = data.random_transform(X[0], seed=3), data.random_transform(X[0], seed=3)
    np.testing.assert_array_equal(first, again)
    assert (first != X[0]).any()
    assert data.random_transform(X[0]).shape == X[0].shape
    flipped = data.apply_transform(X[0], {"flip_horizontal": True})
    np.testing.assert_array_equal(flipped, X[0][:, ::-1])


def test_channels_first():
    data = ImageDataGenerator(rotation_range=90, dim_ordering="th")
    assert data.random_transform(np.moveaxis(X[0], -1, 0)).shape == (3, 6, 6)


def test_subsets_share_the_rows():
    data = ImageDataGenerator(validation_split=0.3)
    parts = [data.flow(X, Y, subset=s, shuffle=False) for s in ("validation", "training")]
    assert [p.n for p in parts] == [3, 7]
    np.testing.assert_array_equal(parts[0].x, X[:3])


@pytest.mark.parametrize(
    ("make", "word"),
    [
        (lambda: ImageDataGenerator(validation_split=1.5), "validation_split"),
        (lambda: ImageDataGenerator(zoom_range=(1, 2, 3)), "zoom_range"),
        (lambda: ImageDataGenerator().flow(X, subset="test"), "subset"),
        (lambda: ImageDataGenerator().fit(X[0]), "4-D"),
    ],
)
def test_misuse(make, word):
    with pytest.raises(ValueError, match=word):
        make()


def test_training_from_it(old):
    keras = import_module("keras")
    image = import_module("keras.preprocessing.image")
    model = keras.models.Sequential([keras.layers.Flatten(input_shape=(6, 6, 3)),
                                     keras.layers.Dense(2, activation="softmax")])  # fmt: skip
    model.compile("adam", "categorical_crossentropy")
    data = image.ImageDataGenerator(rescale=1 / 255).flow(X, Y, batch_size=4)
    assert len(model.fit(data, epochs=2, verbose=0).history["loss"]) == 2
    assert model.predict(image.ImageDataGenerator().flow(X, shuffle=False), verbose=0).shape == (
        10,
        2,
    )
