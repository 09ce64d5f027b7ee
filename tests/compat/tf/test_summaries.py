"""tf.summary."""

import numpy as np
import pytest

from keraunos.compat.tf.summaries import summary


def test_what_is_written_stands_in_the_file(tmp_path):
    assert summary.scalar("alone", 1.0, step=0) is False
    writer = summary.create_file_writer(tmp_path)
    with writer.as_default(step=3):
        assert summary.scalar("a number", np.float32(2.0))
        assert summary.text("some words", "hello there")
        assert summary.histogram("spread", np.arange(5.0), step=4)
        assert summary.image("pictures", np.zeros((2, 4, 4, 3), np.float32))
        with (
            pytest.raises(ValueError, match="step"),
            summary.create_file_writer(tmp_path).as_default(),
        ):
            summary.experimental.set_step(None)
            summary.scalar("x", 1.0)
    content = b"".join(p.read_bytes() for p in tmp_path.iterdir())
    for words in (b"a number", b"hello there", b"spread", b"pictures/1", b"PNG"):
        assert words in content
    writer.set_as_default(step=1)
    assert summary.scalar("later", 1.0)
    writer.close()
    summary.experimental.set_step(None)
