"""TFRecord files."""

import numpy as np
import pytest

from keraunos.compat.tf import records as tf
from keraunos.data.dataset import Dataset

RECORDS = [b"one", b"\0\xff\0", b""]


@pytest.mark.parametrize("kind", [None, "GZIP", "ZLIB"])
def test_records_come_back(tmp_path, kind):
    path = str(tmp_path / "a.tfrecord")
    with tf.TFRecordWriter(path, tf.TFRecordOptions(kind) if kind else None) as writer:
        for record in RECORDS:
            writer.write(record)
        writer.flush()
    data = tf.TFRecordDataset(path, kind)
    assert list(data.as_numpy_iterator()) == RECORDS
    assert [x.numpy() for x in data] == RECORDS
    assert next(data.batch(3).as_numpy_iterator()).tolist() == RECORDS
    several = tf.TFRecordDataset(Dataset.from_tensor_slices(np.array([path, path])), kind)
    assert len(list(several.as_numpy_iterator())) == 6
    if kind is None:
        assert list(tf.tf_record_iterator(path)) == RECORDS
        assert list(tf.TFRecordDataset([path, path]).as_numpy_iterator()) == 2 * RECORDS


def test_the_bytes_are_those_of_the_format(tmp_path):
    path = tmp_path / "a"
    with tf.TFRecordWriter(path) as writer:
        writer.write("ab")
    content = path.read_bytes()
    assert content[:8] == b"\2" + 7 * b"\0" and content[12:14] == b"ab" and len(content) == 18


def test_what_is_refused(tmp_path):
    path = tmp_path / "a"
    path.write_bytes(b"this is no such file at all")
    with pytest.raises(ValueError, match="compression_type"):
        list(tf.TFRecordDataset(str(path)).as_numpy_iterator())
    with tf.TFRecordWriter(path) as writer:
        writer.write(b"abc")
    path.write_bytes(path.read_bytes()[:-2])
    with pytest.raises(ValueError, match="whole files"):
        list(tf.TFRecordDataset(str(path)).as_numpy_iterator())
    with pytest.raises(ValueError, match="GZIP"):
        tf.TFRecordOptions("ZIP")
