"""Data sets from files, and mixed."""

import numpy as np
import pytest

from keraunos.compat.tf import datasets as tf
from keraunos.data.dataset import Dataset


def test_files(tmp_path):
    for name in ("b.txt", "a.txt"):
        (tmp_path / name).write_text(f"{name}\nsecond\n")
    found = tf.list_files(str(tmp_path / "*.txt"), shuffle=False)
    assert [str(p)[-5:] for p in found] == ["a.txt", "b.txt"]
    assert len(tf.list_files([str(tmp_path / "*.txt")], seed=1)) == 2
    with pytest.raises(ValueError, match="no file fits"):
        tf.list_files(str(tmp_path / "*.jpg"))
    lines = list(tf.TextLineDataset([str(tmp_path / "a.txt")]))
    assert lines == ["a.txt", "second"] and lines[0].numpy() == b"a.txt"


def test_mixed():
    ones, twos = (Dataset.from_tensor_slices(np.full(20, i)) for i in (1, 2))
    found = [int(x) for x in tf.sample_from_datasets([ones, twos], [0.9, 0.1], seed=0)]
    assert sorted(found) == [1] * 20 + [2] * 20 and sum(found[:10]) < 15
    short = tf.sample_from_datasets([ones.take(2), twos], stop_on_empty_dataset=True, seed=0)
    assert len(list(short)) < 22
    chosen = tf.choose_from_datasets([ones, twos], Dataset.from_tensor_slices([0, 1, 1]))
    assert [int(x) for x in chosen] == [1, 2, 2]


def test_csv(tmp_path):
    path = tmp_path / "t.csv"
    path.write_text("a,b,y\n1,x,0\n2,,1\n3,z,1\n")
    rows = list(tf.CsvDataset(str(path), [0, "?", np.float32(0)], header=True))
    assert [int(r[0]) for r in rows] == [1, 2, 3]
    assert [str(r[1]) for r in rows] == ["x", "?", "z"]
    data = tf.make_csv_dataset(str(path), 2, label_name="y", num_epochs=1, shuffle=False)
    features, label = next(iter(data))
    assert (list(features), label.tolist()) == (["a", "b"], [0, 1])
    assert (str(features["a"].dtype), str(features["b"][0])) == ("int32", "x")
    assert len(list(data)) == 2
