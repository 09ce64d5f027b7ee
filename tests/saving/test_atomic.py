"""A file is whole, or it is the old one: whatever fails, wherever it fails."""

import errno
import os
import stat
from pathlib import Path

import pytest
from support.disks import Full

import keraunos as k
from keraunos.saving import atomic


def write(content, then=None, opened=None, path="f"):
    with atomic.writing(path, opened=opened) as stream:
        for i in range(0, len(content), 5):
            stream.write(content[i : i + 5])
        if then is not None:
            raise then


def left():
    return sorted(os.listdir("."))


def test_a_new_file_takes_the_place_of_the_old():
    for content in (b"one", b"two"):
        with atomic.writing("f") as stream:
            stream.write(content)
            assert content == b"one" or Path("f").read_bytes() == b"one"
        assert Path("f").read_bytes() == content
    assert left() == ["f"]


def test_permissions_stay():
    with atomic.writing("f") as stream:
        stream.write(b"x")
    mask = os.umask(0)
    os.umask(mask)
    assert stat.S_IMODE(os.stat("f").st_mode) == 0o666 & ~mask
    os.chmod("f", 0o640)
    with atomic.writing("f") as stream:
        stream.write(b"y")
    assert stat.S_IMODE(os.stat("f").st_mode) == 0o640


def test_a_link_is_followed_and_stays():
    os.mkdir("real")
    os.symlink("real/f", "f")
    with atomic.writing("f") as stream:
        stream.write(b"x")
    assert os.path.islink("f")
    assert Path("real/f").read_bytes() == b"x"


@pytest.mark.parametrize(
    ("code", "words"),
    [(errno.ENOSPC, "the disk is full"), (errno.EIO, "the disk reports an error")],
)
@pytest.mark.parametrize("room", [0, 10])
def test_a_disk_that_fails_leaves_the_old_file(code, words, room):
    Path("f").write_bytes(b"old")
    with pytest.raises(OSError, match=f"{words}. The file there is as it was") as caught:
        write(b"12345" * 5, opened=lambda fd, mode: Full(fd, mode, code, room))
    assert caught.value.errno == code
    assert left() == ["f"]
    assert Path("f").read_bytes() == b"old"


@pytest.mark.parametrize("step", ["fsync", "replace", "chmod"])
def test_a_failure_at_any_step_leaves_the_old_file(step, monkeypatch):
    Path("f").write_bytes(b"old")

    def fail(*_args, **_kwargs):
        raise OSError(errno.EIO, "no")

    monkeypatch.setattr(atomic.os, step, fail)
    with pytest.raises(OSError, match="the disk reports an error"), atomic.writing("f") as stream:
        stream.write(b"new")
    assert left() == ["f"]
    assert Path("f").read_bytes() == b"old"


@pytest.mark.parametrize("error", [RuntimeError, KeyboardInterrupt])
def test_an_error_in_the_middle_leaves_the_old_file(error):
    Path("f").write_bytes(b"old")
    with pytest.raises(error):
        write(b"half", then=error)
    assert left() == ["f"]
    assert Path("f").read_bytes() == b"old"


def test_a_folder_that_is_not_there_is_named():
    with pytest.raises(
        FileNotFoundError, match="the folder does not exist. Nothing was left behind"
    ):
        write(b"x", path="no/such/f")


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_read_only_folder_is_said():
    os.mkdir("locked", 0o500)
    with pytest.raises(PermissionError, match="not permitted"), atomic.writing("locked/f"):
        pass


def test_a_model_that_cannot_be_saved_leaves_the_old_file(monkeypatch):
    model = k.Sequential([k.Input((2,)), k.layers.Dense(1)])
    model.save("m.keras")
    before = Path("m.keras").read_bytes()

    writing = atomic.writing
    monkeypatch.setattr(
        "keraunos.saving.files.atomic.writing",
        lambda path: writing(path, opened=lambda fd, mode: Full(fd, mode, errno.ENOSPC, 100)),
    )
    with pytest.raises(OSError, match="the disk is full. The file there is as it was"):
        model.save("m.keras")
    assert Path("m.keras").read_bytes() == before
    assert left() == ["m.keras"]
