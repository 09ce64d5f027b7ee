"""A folder of checkpoints: whole files, the newest undamaged one, the best one kept."""

import os

import numpy as np
import pytest

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
