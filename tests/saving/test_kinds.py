"""What a file is, told by its beginning; what is said of those that are not read."""

import io
import os
import pickle
import zipfile
from pathlib import Path

import pytest

from keraunos.core.errors import FileError, MissingFileError, UnsafeError
from keraunos.saving import kinds


def zipped(*members):
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for member in members:
            archive.writestr(member, b"x")
    return stream.getvalue()


@pytest.mark.parametrize(
    ("name", "content", "kind"),
    [
        ("m.keras", zipped("config.json"), kinds.KERAS),
        ("m.keras", b"PK\x03\x04 damaged", kinds.KERAS),
        ("w.bin", b"\x89HDF\r\n\x1a\n", kinds.HDF5),
        ("w.weights.json", b'{"weight_map": {}}', kinds.SHARDS),
        ("w.safetensors", (2).to_bytes(8, "little") + b"{}", kinds.SAFETENSORS),
    ],
)
def test_the_beginning_tells_the_kind(name, content, kind):
    Path(name).write_bytes(content)
    assert kinds.opened(name, "test") == (Path(name), name, kind)
    if kind != kinds.SHARDS:
        stream = io.BytesIO(content)
        assert kinds.opened(stream, "test") == (stream, "the file", kind)
        assert stream.tell() == 0 or kind != kinds.KERAS


@pytest.mark.parametrize(
    "content", [pickle.dumps([1]), zipped("archive/data.pkl", "archive/data/0")]
)
@pytest.mark.parametrize("name", ["w.pt", "w.pth", "w.bin", "w.keras"])
def test_pickles_are_refused_with_a_way_out(name, content):
    Path(name).write_bytes(content)
    with pytest.raises(UnsafeError, match=r"pickle.*safetensors.*load_torch_weights"):
        kinds.opened(name, "test")


def test_a_saved_model_is_refused_with_a_way_out():
    for name in ("saved_model.pb", "saved_model.pbtxt"):
        os.makedirs(name + ".folder")
        Path(name + ".folder", name).write_bytes(b"x")
        with pytest.raises(FileError, match=r"SavedModel of TensorFlow.*Convert it.*\.keras"):
            kinds.opened(name + ".folder", "test")


def test_other_things_are_said():
    os.mkdir("folder")
    os.mkfifo("pipe")
    Path("empty").write_bytes(b"")
    Path("text.json").write_text("[]")
    for name, words in {"folder": "it is a folder", "pipe": "a pipe or a device", "empty": "begins with b''",
                        "text.json": "neither", "none": "no file none"}.items():  # fmt: skip
        with pytest.raises(FileError, match=words):
            kinds.opened(name, "test")
    with pytest.raises(MissingFileError, match=r"There is text.json"):
        kinds.opened("text.keras", "test")
    with pytest.raises(ValueError, match="must be a path"):
        kinds.opened(3, "test")
    with open("text.json") as stream, pytest.raises(FileError, match="mode 'rb'"):
        kinds.opened(stream, "test")


def test_a_stream_stays_open_and_a_path_does_not():
    Path("x").write_bytes(b"abc")
    with kinds.stream_of(Path("x")) as stream:
        assert stream.read() == b"abc"
    assert stream.closed
    given = io.BytesIO(b"abc")
    with kinds.stream_of(given) as stream:
        assert stream is given
    assert not given.closed
