"""Every writer under every fault: the old file stays, nothing is left behind, the message says why."""

import errno
import os
import resource
import subprocess
import sys
import threading
from pathlib import Path

import numpy as np
import pytest
from support.disks import Full
from support.nets import blobs, classifier

import keraunos as k
from keraunos.saving import atomic, checkpoints

X, _, Y = blobs()


def checkpointed(model):
    model.fit(X, Y, verbose=0, callbacks=[k.callbacks.ModelCheckpoint("f.keras")])


def weights_checkpointed(model):
    callback = k.callbacks.ModelCheckpoint("f.weights.h5", save_weights_only=True)
    model.fit(X, Y, verbose=0, callbacks=[callback])


def edited(model):
    k.saving.KerasFileEditor("base.weights.h5").save("f.weights.h5")


WRITERS = {
    "save .keras": ("f.keras", lambda model: model.save("f.keras")),
    "save .h5": ("f.h5", lambda model: model.save("f.h5")),
    "weights": ("f.weights.h5", lambda model: model.save_weights("f.weights.h5")),
    "weights of old": ("f.h5", lambda model: model.save_weights("f.h5")),
    "safetensors": ("f.safetensors", lambda model: model.save_weights("f.safetensors")),
    "shards": ("f.weights.json", lambda model: model.save_weights("f.weights.json", max_shard_size=1)),
    "torch": ("f.safetensors", lambda model: k.saving.save_torch_weights(model, "f.safetensors")),
    "stablehlo": ("f.bin", lambda model: model.export("f.bin", format="stablehlo")),
    "editor": ("f.weights.h5", edited),
    "ModelCheckpoint": ("f.keras", checkpointed),
    "ModelCheckpoint of weights": ("f.weights.h5", weights_checkpointed),
}  # fmt: skip
"""Name -> (the file it writes, what writes it)."""


def failing_disk(code, room):
    def fault(monkeypatch):
        opened = os.fdopen

        def full(descriptor, mode):
            monkeypatch.setattr(atomic.os, "fdopen", opened)
            try:
                return Full(descriptor, mode, code, room)
            finally:
                monkeypatch.setattr(atomic.os, "fdopen", full)

        monkeypatch.setattr(atomic.os, "fdopen", full)

    return fault


def failing_call(module, name, code):
    def fault(monkeypatch):
        def fail(*_args, **_kwargs):
            raise OSError(code, os.strerror(code))

        monkeypatch.setattr(module, name, fail)

    return fault


FAULTS = {
    "a full disk": (failing_disk(errno.ENOSPC, 100), "the disk is full"),
    "a disk that is full at once": (failing_disk(errno.ENOSPC, 0), "the disk is full"),
    "a quota": (failing_disk(errno.EDQUOT, 10), "the quota"),
    "a disk that fails": (failing_disk(errno.EIO, 100), "the disk reports an error"),
    "a sync that fails": (failing_call(atomic.os, "fsync", errno.EIO), "the disk reports an error"),
    "a rename that fails": (failing_call(atomic.os, "replace", errno.EACCES), "not permitted"),
    "a read-only folder": (failing_call(atomic.tempfile, "mkstemp", errno.EROFS), "is read-only"),
    "a folder of others": (failing_call(atomic.tempfile, "mkstemp", errno.EACCES), "not permitted"),
}  # fmt: skip
"""Name -> (what makes it, what is said)."""


@pytest.mark.parametrize("fault", FAULTS)
@pytest.mark.parametrize("writer", WRITERS)
def test_the_old_file_stays_and_the_message_says_why(writer, fault, monkeypatch):
    _, write = WRITERS[writer]
    make, words = FAULTS[fault]
    model = classifier()
    model.fit(X, Y, verbose=0)
    model.save_weights("base.weights.h5")
    write(model)
    before = {p.name: p.read_bytes() for p in Path().iterdir()}
    said = f"saving .*{words}.*(The file there is as it was|Nothing was left)"
    with monkeypatch.context() as patch:
        make(patch)
        with pytest.raises(OSError, match=said):
            write(model)
    assert {p.name: p.read_bytes() for p in Path().iterdir()} == before
    write(model)
    assert set(os.listdir(".")) == set(before)


@pytest.mark.parametrize("writer", [w for w in WRITERS if w != "ModelCheckpoint"])
def test_a_limit_of_the_system_is_a_fault_like_any_other(writer):
    """The kernel itself refuses the write: no stream of ours is in between."""
    name, write = WRITERS[writer]
    model = classifier()
    model.fit(X, Y, verbose=0)
    model.save_weights("base.weights.h5")
    write(model)
    before = Path(name).read_bytes()
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (300, hard))
    try:
        with pytest.raises(OSError, match="larger than is allowed"):
            write(model)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert Path(name).read_bytes() == before
    assert not [p for p in os.listdir(".") if p.endswith(".part")]


def test_a_checkpoint_of_a_run_that_cannot_be_written_leaves_the_others(monkeypatch):
    with_folder = checkpoints.Checkpoints("folder")
    with_folder.save(1, None, checkpoints.Packed.of({"x": np.zeros(3)}))
    before = sorted(os.listdir("folder"))
    with monkeypatch.context() as patch:
        failing_disk(errno.ENOSPC, 100)(patch)
        with pytest.raises(OSError, match="the disk is full"):
            with_folder.save(2, None, checkpoints.Packed.of({"x": np.ones(3)}))
    assert sorted(os.listdir("folder")) == before
    assert with_folder.newest().state["x"].tolist() == [0, 0, 0]
    with_folder.close()


# --- several at once ----------------------------------------------------------------------------

SAVES = """
import sys, numpy as np, keraunos as k
value, path, times = float(sys.argv[1]), sys.argv[2], int(sys.argv[3])
model = k.Sequential([k.Input((40,)), k.layers.Dense(50), k.layers.Dense(30)])
model.set_weights([np.full_like(w, value) for w in model.get_weights()])
shards = {"max_shard_size": 1e-5} if path.endswith(".json") else {}
for _ in range(times):
    model.save_weights(path, **shards) if "weights" in path else model.save(path)
"""


def values_in(path):
    model = k.Sequential([k.Input((40,)), k.layers.Dense(50), k.layers.Dense(30)])
    if "weights" in path:
        model.load_weights(path)
    else:
        model = k.models.load_model(path)
    return {float(x) for w in model.get_weights() for x in np.unique(w)}


@pytest.mark.parametrize("path", ["m.keras", "m.weights.h5", "m.h5", "m.weights.json"])
def test_two_processes_that_save_to_one_path_never_mix(path):
    runs = [subprocess.Popen([sys.executable, "-c", SAVES, str(v), path, "25"]) for v in (1, 2)]
    seen = []
    while any(run.poll() is None for run in runs):
        if Path(path).exists() and path != "m.weights.json":
            seen.append(values_in(path))
    assert [run.wait() for run in runs] == [0, 0]
    seen.append(values_in(path))
    assert all(found in ({1.0}, {2.0}) for found in seen), seen
    assert not [p for p in os.listdir(".") if p.endswith(".part")]


def test_a_checkpoint_read_while_it_is_written_is_whole():
    model = classifier()
    callback = k.callbacks.ModelCheckpoint("c.keras", save_freq=1)
    done, failures = threading.Event(), []

    def read():
        while not done.is_set():
            if os.path.exists("c.keras"):
                try:
                    k.models.load_model("c.keras")
                except Exception as error:
                    failures.append(error)
                    return

    reader = threading.Thread(target=read)
    reader.start()
    model.fit(X, Y, batch_size=10, epochs=3, verbose=0, callbacks=[callback])
    done.set()
    reader.join()
    assert failures == []
