"""Rows read from files when they are asked for."""

from pathlib import Path

import numpy as np
import pytest

from keraunos.loading.folder_data import encoded, from_folder
from keraunos.loading.folders import Choice, Listing


@pytest.fixture
def folder(tmp_path):
    for number in range(12):
        path = tmp_path / "files" / "ab"[number % 2] / f"{number:02d}.txt"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(str(number))
    return tmp_path / "files"


def read(path):
    return np.float32(Path(path).read_text())


def made(folder, label_mode="int", shuffle=False, seed=None, split=None, subset=None):
    choice = Choice(
        "reader", folder, "inferred", label_mode, None, shuffle, seed, split, subset, False, False
    )
    return from_folder(choice, (".txt",), read, lambda rows: rows.batch(5))


def rows(data):
    return [int(v) for batch in data.as_numpy_iterator() for v in np.asarray(batch[0])]


def test_rows_and_labels_belong_together():
    part = Listing(["x", "y"], [1, 0], ["a", "b"])
    assert encoded(part, "int").tolist() == [1, 0]
    assert encoded(part, "binary").tolist() == [[1.0], [0.0]]
    assert encoded(part, "categorical").tolist() == [[0, 1], [1, 0]]
    assert encoded(part, "int").dtype == np.int32
    assert encoded(part, "binary").dtype == encoded(part, "categorical").dtype == np.float32
    assert encoded(Listing(["x"], None, None), None) is None


def test_passes_over_the_files(folder):
    data = made(folder)
    assert rows(data) == [0, 2, 4, 6, 8, 10, 1, 3, 5, 7, 9, 11]
    assert (len(data), data.class_names, len(data.file_paths)) == (3, ["a", "b"], 12)
    mixed = made(folder, shuffle=True, seed=1)
    first, second = rows(mixed), rows(mixed)
    assert first != second and sorted(first) == sorted(second) == list(range(12))
    assert rows(made(folder, shuffle=True, seed=1)) == first
    assert all(int(x) % 2 == int(y) for xs, ys in mixed for x, y in zip(xs, ys))


def test_both_parts_have_every_file_once(folder):
    train, validation = made(folder, shuffle=True, seed=2, split=0.25, subset="both")
    assert sorted(rows(train) + rows(validation)) == list(range(12))
    assert rows(validation) == rows(validation) and len(rows(validation)) == 3


def test_a_pass_that_breaks_off_ends_its_readers(folder):
    for _ in range(3):
        next(iter(made(folder, label_mode=None)))


def test_a_file_that_cannot_be_read_is_named(folder):
    (folder / "a" / "04.txt").write_text("four")
    with pytest.raises(ValueError, match=r"04\.txt cannot be read: .*four.*Mend the file"):
        rows(made(folder))
