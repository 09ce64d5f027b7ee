"""Texts of a folder in batches."""

import numpy as np
import pytest

from keraunos.utils import text_dataset_from_directory


@pytest.fixture
def folder(tmp_path):
    for name, text in (("bad/1.txt", "Öde."), ("good/1.txt", "Fine day"), ("good/2.txt", "")):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf8")
    return tmp_path


def test_texts_and_labels(folder):
    data = text_dataset_from_directory(folder, batch_size=2, shuffle=False, verbose=False)
    assert [(x.tolist(), y.tolist()) for x, y in data] == [
        (["Öde.", "Fine day"], [0, 1]),
        ([""], [1]),
    ]
    cut = text_dataset_from_directory(
        folder, max_length=3, label_mode=None, shuffle=False, verbose=False
    )
    (x,) = cut.as_numpy_iterator()
    assert x.dtype == object and x.tolist() == ["Öde", "Fin", ""]


def test_lengths_as_data_to_train_on(folder):
    data = text_dataset_from_directory(folder, batch_size=None, label_mode="binary", verbose=False)
    lengths = data.map(lambda x, y: (np.float32(len(str(x))), y)).batch(3)
    x, y = next(iter(lengths))
    assert sorted(x.tolist()) == [0, 4, 8] and y.shape == (3, 1)


def test_errors(folder):
    with pytest.raises(ValueError, match="unknown format"):
        text_dataset_from_directory(folder, format="csv")
    with pytest.raises(ValueError, match=r"must hold files ending in \.txt"):
        (folder / "empty").mkdir()
        text_dataset_from_directory(folder / "empty")
