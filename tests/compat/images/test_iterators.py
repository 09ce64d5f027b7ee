"""Batches of images without end."""

import numpy as np
import pytest

from keraunos.compat.images.generator import ImageDataGenerator

PIL = pytest.importorskip("PIL.Image")


@pytest.fixture
def folder(tmp_path):
    for name, count in (("cats", 4), ("dogs", 2)):
        (tmp_path / name).mkdir()
        for i in range(count):
            pixels = np.full((8, 6, 3), 10 * i, np.uint8)
            PIL.fromarray(pixels).save(tmp_path / name / f"{i}.png")
    (tmp_path / "cats" / "notes.txt").write_text("no image")
    return tmp_path


def test_a_folder_of_classes(folder, capsys):
    data = ImageDataGenerator()
    found = data.flow_from_directory(folder, target_size=(4, 5), batch_size=4, shuffle=False)
    assert "Found 6 images belonging to 2 classes." in capsys.readouterr().out
    assert found.class_indices == {"cats": 0, "dogs": 1}
    assert found.classes.tolist() == [0, 0, 0, 0, 1, 1]
    assert (found.samples, len(found), found.image_shape) == (6, 2, (4, 5, 3))
    x, y = next(found)
    assert (x.shape, y.tolist()) == ((4, 4, 5, 3), [[1, 0]] * 4)
    assert x[1].max() == 10
    assert next(found)[0].shape == (2, 4, 5, 3)
    assert next(found)[0].shape == (4, 4, 5, 3)


@pytest.mark.parametrize(
    ("mode", "shape"), [("binary", (6,)), ("sparse", (6,)), ("categorical", (6, 2)),
                        ("input", (6, 8, 6, 1))]
)  # fmt: skip
def test_forms_of_targets(folder, mode, shape):
    found = ImageDataGenerator().flow_from_directory(
        folder, (8, 6), "grayscale", class_mode=mode, batch_size=6
    )
    assert found[0][1].shape == shape


def test_no_targets_and_a_part(folder):
    data = ImageDataGenerator(validation_split=0.5)
    held = data.flow_from_directory(folder, (8, 6), class_mode=None, subset="validation")
    assert held[0].shape == (3, 8, 6, 3)
    with pytest.raises(IndexError, match="1 batches"):
        held[1]
    with pytest.raises(ValueError, match="class_mode"):
        data.flow_from_directory(folder, class_mode="many")
    with pytest.raises(ValueError, match="color_mode"):
        data.flow_from_directory(folder, color_mode="cmyk")


def test_a_table(folder):
    frame = pytest.importorskip("pandas").DataFrame(
        {"filename": ["cats/1.png", "dogs/0.png"], "class": ["c", "d"], "age": [1.5, 2.5]}
    )
    data = ImageDataGenerator()
    x, y = data.flow_from_dataframe(frame, str(folder), target_size=(8, 6), shuffle=False)[0]
    assert (x.shape, y.tolist()) == ((2, 8, 6, 3), [[1, 0], [0, 1]])
    raw = data.flow_from_dataframe(
        frame, str(folder), y_col="age", class_mode="raw", target_size=(8, 6), shuffle=False
    )
    assert raw[0][1].tolist() == [1.5, 2.5]


def test_arrays_with_weights_more_inputs_and_files(tmp_path):
    x = np.random.rand(5, 4, 4, 1)
    flow = ImageDataGenerator().flow(
        (x, np.arange(5)), np.ones(5), 2, sample_weight=np.arange(5), shuffle=False,
        save_to_dir=str(tmp_path), save_prefix="a",
    )  # fmt: skip
    (images, numbers), y, weights = flow[1]
    assert (images.shape, numbers.tolist(), weights.tolist()) == ((2, 4, 4, 1), [2, 3], [2, 3])
    assert y.tolist() == [1, 1]
    assert len(list(tmp_path.glob("a_*.png"))) == 2
    with pytest.raises(ValueError, match="5 rows"):
        ImageDataGenerator().flow(x, np.ones(4))
    with pytest.raises(ValueError, match="4-D"):
        ImageDataGenerator().flow(x[0])


def test_orders():
    x = np.arange(6, dtype="float32").reshape(6, 1, 1, 1)
    flow = ImageDataGenerator().flow(x, batch_size=6, seed=1)
    first, second = next(flow).ravel().tolist(), next(flow).ravel().tolist()
    assert sorted(first) == sorted(second) == list(range(6))
    assert first != second
    again = ImageDataGenerator().flow(x, batch_size=6, seed=1)
    assert next(again).ravel().tolist() == first
    again.reset()
    assert again.batch_index == 0
