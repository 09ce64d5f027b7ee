"""tf.io."""

import numpy as np
import pytest

from keraunos.compat.tf import files as tf

PICTURE = np.random.RandomState(0).randint(0, 255, (6, 4, 3), np.uint8)


def test_pictures(tmp_path):
    path = tmp_path / "deep" / "a.png"
    tf.write_file(str(path), tf.encode_png(PICTURE))
    content = tf.read_file(str(path))
    assert content.numpy() == path.read_bytes()
    np.testing.assert_array_equal(tf.decode_png(content), PICTURE)
    np.testing.assert_array_equal(
        tf.decode_image(content, dtype="float32"), PICTURE / np.float32(255)
    )
    assert tf.decode_image(content, channels=1).shape == (6, 4, 1)
    assert tf.decode_jpeg(tf.encode_jpeg(PICTURE), channels=3).shape == (6, 4, 3)
    grey = tf.encode_png(PICTURE[..., :1])
    np.testing.assert_array_equal(tf.decode_png(grey), PICTURE[..., :1])
    assert tf.matching_files(str(tmp_path / "*" / "*.png")).tolist() == [str(path)]
    with pytest.raises(ValueError, match="channels"):
        tf.decode_image(content, channels=2)


def test_numbers_and_rows():
    assert tf.decode_raw(np.array([1, 2], "<i2").tobytes(), "int16").tolist() == [1, 2]
    assert tf.decode_raw(b"\x00\x01", "int16", little_endian=False).tolist() == [1]
    number, text, empty = tf.decode_csv(["1,a,", "2,b,7"], [0, "", 5.0])
    assert (number.tolist(), text.tolist(), empty.tolist()) == ([1, 2], ["a", "b"], [5, 7])
    needed = tf.decode_csv("3,x", [np.zeros(0, np.float32), ""])[0]
    assert (float(needed), needed.dtype) == (3, "float32")
    one, word = tf.decode_csv("3,x", [0, ""])
    assert (int(one), word) == (3, "x")


def test_gfile(tmp_path):
    folder, file = str(tmp_path / "a" / "b"), str(tmp_path / "a" / "b" / "c.txt")
    tf.gfile.makedirs(folder)
    tf.gfile.makedirs(folder)
    with tf.gfile.GFile(file, "w") as f:
        f.write("x")
    assert tf.gfile.exists(file) and tf.gfile.glob(folder + "/*") == [file]
    with pytest.raises(FileExistsError, match="overwrite"):
        tf.gfile.copy(file, file)
    tf.gfile.copy(file, file + "2")
    assert sorted(tf.gfile.listdir(folder)) == ["c.txt", "c.txt2"]
