"""A folder of checkpoints: whole files, the newest undamaged one, the best one kept."""

import hashlib
import io
import os

import h5py
import numpy as np
import pytest

from keraunos.core.errors import FileError
from keraunos.saving.checkpoints import KEPT, Checkpoints, Packed


@pytest.fixture
def store(tmp_path):
    store = Checkpoints(tmp_path / "run")
    yield store
    store.close()


def saved(store, number, score=None, **state):
    store.save(number, score, Packed.of({"number": number, **state}))


def test_a_state_comes_back(store):
    assert store.newest() is None
    state = {"w": np.arange(3, dtype="float32"), "names": ("a", None), "rate": 0.1, "flag": True}
    saved(store, 1, **state)
    found = store.newest().state
    np.testing.assert_array_equal(found.pop("w"), state["w"])
    assert found == {"number": 1, "names": ("a", None), "rate": 0.1, "flag": True}


def test_the_state_is_what_it_was_when_it_was_packed(store):
    array, names = np.ones(3), ["a"]
    packed = Packed.of({"array": array, "names": names})
    array[:] = 0
    names.append("b")
    store.save(1, None, packed)
    assert store.newest().state["array"].tolist() == [1, 1, 1]
    assert store.newest().state["names"] == ["a"]


def test_the_newest_and_the_best_are_kept(store):
    for number, score in enumerate([0.5, 0.1, float("nan"), 0.3, 0.2, 0.4], 1):
        saved(store, number, score)
    numbers = sorted(int(p.name.split("~")[0]) for p in store.folder.glob("*.h5"))
    assert len(numbers) == KEPT + 1 and numbers == [2, 5, 6]


@pytest.mark.parametrize("harm", ["flip", "cut", "empty"])
def test_a_damaged_one_gives_way_to_the_one_before(store, harm):
    saved(store, 1)
    saved(store, 2)
    path = max(store.folder.glob("*.h5"))
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes({"flip": content, "cut": content[:100], "empty": b""}[harm])
    with pytest.warns(UserWarning, match="damaged; the one before"):
        assert store.newest().state["number"] == 1


def test_what_is_no_checkpoint_is_not_looked_at(store):
    (store.folder / "notes.h5").write_bytes(b"mine")
    saved(store, 1)
    assert store.newest().state["number"] == 1


def test_a_full_disk_leaves_the_older_ones(store, monkeypatch):
    saved(store, 1)

    def full(_descriptor):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="the disk is full"):
        saved(store, 2)
    monkeypatch.undo()
    assert store.newest().state["number"] == 1
    assert not list(store.folder.glob(".*part"))


def test_one_process_at_a_time(store):
    with pytest.raises(BlockingIOError, match="no other process"):
        Checkpoints(store.folder)


def forged(store, write):
    """A checkpoint of a stranger, who knows how files are named."""
    stream = io.BytesIO()
    with h5py.File(stream, "w") as file:
        write(file)
    content = stream.getvalue()
    digest = hashlib.sha256(content).hexdigest()[:32]
    (store.folder / f"{7:012d}~none~{digest}.h5").write_bytes(content)
    return store


def text(file, content):
    file["state"] = np.frombuffer(content.encode(), np.uint8)


def never_written(file):
    text(file, "{}")
    for i in range(4):
        file.create_dataset(f"arrays/{i}", (2**20,), "float32")


def packed_well(file):
    text(file, "{}")
    file.create_dataset("arrays/0", data=np.zeros(2**20), compression="gzip")


@pytest.mark.parametrize(
    ("write", "said"),
    [
        (never_written, "exhaust the memory"),
        (packed_well, "exhaust the memory"),
        (lambda f: text(f, "[" * 5000 + "]" * 5000), "nested deeper"),
        (lambda f: text(f, "{"), "no checkpoint"),
        (lambda f: text(f, '{"$array": 3}'), "no checkpoint"),
        (lambda f: text(f, '{"$set": [[]]}'), "no checkpoint"),
        (lambda f: (text(f, "{}"), f.create_dataset("arrays/x", data=[1])), "no checkpoint"),
        (lambda f: None, "no checkpoint"),
        (lambda f: f.__setitem__("state", h5py.ExternalLink("other.h5", "/state")), "ExternalLink"),
    ],
)
def test_a_strangers_checkpoint_is_data(store, write, said):
    with pytest.raises(FileError, match=said):
        forged(store, write).newest()


def test_what_a_link_or_a_strange_name_stands_for_is_not_read(store, tmp_path):
    saved(store, 1)
    other = tmp_path / "other.h5"
    other.write_bytes(b"")
    for i, name in enumerate(["none~" + "0" * 32, "0x~" + "0" * 32, "none~x"]):
        path = store.folder / f"{9 + i:012d}~{name}.h5"
        path.symlink_to(other) if i == 0 else path.write_bytes(b"")
    assert store.newest().state["number"] == 1
    saved(store, 2)
    assert other.exists()


def test_the_lock_is_no_way_out_of_the_folder(tmp_path):
    (tmp_path / "run").mkdir()
    (tmp_path / "run" / "lock").symlink_to(tmp_path / "made")
    with pytest.raises(OSError):
        Checkpoints(tmp_path / "run")
    assert not (tmp_path / "made").exists()
