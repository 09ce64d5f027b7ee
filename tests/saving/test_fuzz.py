"""Thousands of changed files: each is loaded or refused with an error of ours; nothing else happens."""

import hashlib
import io
import json
import os
import resource
import signal
import time
import warnings
from collections import deque
from pathlib import Path

import h5py
import numpy as np
import pytest
from support import mutations
from support import saved_models as models
from support.guarded import watched

import keraunos as k
from keraunos.cli import inspect
from keraunos.core import trust
from keraunos.saving import backup, safetensors, texts
from keraunos.training import resident

SECONDS = 10
"""A file may take."""

MEGABYTES = 600
"""The process may grow by, over all files of one kind."""


def words(k):
    text = k.Input((1,), dtype="string")
    lookup = k.layers.StringLookup(vocabulary=["a", "b"], output_mode="one_hot")
    return k.Model(text, k.layers.Dense(2)(lookup(text)))


def compiled(model, x, y):
    model.compile(
        k.optimizers.Adam(k.optimizers.schedules.ExponentialDecay(0.1, 2, 0.5)),
        "mse",
        metrics=["mae"],
    )
    model.fit(x, y, verbose=0)
    return model


SEEDS = {
    "sequential": lambda: compiled(models.sequential(k), models.inputs([(4,)]), models.inputs([(2,)])),
    "branches": lambda: models.branches(k), "recurrent": lambda: models.recurrent(k),
    "attention": lambda: models.attention(k), "strings": lambda: words(k),
    "images": lambda: models.of_every_layer(k, "image", [n for n, _ in models.IMAGE]),
    "vectors": lambda: models.of_every_layer(k, "vector", [n for n, _ in models.VECTOR]),
}  # fmt: skip
"""Models whose files are changed."""


def load(name, model):
    return k.saving.load_model(name)


def look(name, model):
    return list(inspect.lines(Path(name)))


def edit(name, model):
    k.saving.KerasFileEditor(name).summary()


WAYS = {
    "keras": ("m.keras", mutations.changed_archive, load),
    "h5": ("m.h5", mutations.changed_legacy, load),
    "weights": ("m.weights.h5", mutations.changed_hdf5, lambda name, m: m.load_weights(name)),
    "by name": ("w.h5", mutations.changed_hdf5, lambda name, m: m.load_weights(name, by_name=True)),
    "inspect": ("m.keras", mutations.changed_archive, look),
    "inspect h5": ("m.h5", mutations.changed_legacy, look),
    "editor": ("m.keras", mutations.changed_archive, edit),
}
"""Way in -> (name of the file, what changes it, what reads it)."""


def late(_signal, _frame):
    raise TimeoutError("a file took too long")


def tried(read, case):
    """Run a reader; returns the name of the error, or what went wrong beside it."""
    signal.signal(signal.SIGPROF, late)
    signal.setitimer(signal.ITIMER_PROF, SECONDS)  # of the processor: machines are busy
    try:
        with watched() as seen, warnings.catch_warnings():
            warnings.simplefilter("ignore")
            try:
                read()
                found = "loaded"
            except (ValueError, ImportError) as error:
                found = type(error).__name__
    except TimeoutError:
        pytest.fail(f"{case}: it took more than {SECONDS} s")
    except Exception as error:
        error.add_note(f"case: {case}")
        raise
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
    assert not seen, f"{case}: {seen}"
    assert not trust.trusted()
    assert not os.path.exists("canary"), case
    return found


def grown():
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def many(count, change, read, case):
    """Change and read so many times; some must be loaded and some refused."""
    before, outcomes, start = grown(), {}, time.monotonic()
    for number in range(count):
        rng = np.random.default_rng([number, *case.encode()])
        target = change(rng)
        found = tried(lambda target=target: read(target), f"{case}, {number}")
        outcomes[found] = outcomes.get(found, 0) + 1
    assert grown() - before < MEGABYTES, f"{case}: the process grew by {grown() - before:.0f} MB"
    return outcomes, time.monotonic() - start


@pytest.fixture(autouse=True)
def _secrets():
    Path("secret.bin").write_bytes(b"a secret")
    Path("secret.h5").write_bytes(b"\x89HDF\r\n\x1a\n")


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("way", WAYS)
def test_changed_files(seed, way):
    name, change, read = WAYS[way]
    model = SEEDS[seed]()
    model.save(name) if name.startswith("m.") and ".weights" not in name else model.save_weights(
        name
    )
    content = Path(name).read_bytes()

    def changed(rng):
        Path(name).write_bytes(change(content, rng))
        return name

    outcomes, _ = many(COUNT, changed, lambda name: read(name, model), f"{way}, {seed}")
    assert sum(outcomes.values()) == COUNT
    assert set(outcomes) - {"loaded"}, outcomes


COUNT = 84
"""Changed files of each model and way; with the texts, shards and states 5,712 in all."""


@pytest.mark.parametrize("seed", SEEDS)
def test_changed_texts(seed, monkeypatch):
    monkeypatch.setattr(texts, "_room", lambda: 2**27)
    config = json.loads(SEEDS[seed]().to_json())

    def change(rng):
        return json.dumps(mutations.changed_config(config, rng))

    many(COUNT, change, k.models.model_from_json, f"json, {seed}")


def test_changed_safetensors():
    model = models.sequential(k)
    model.save_weights("w.safetensors")
    content = Path("w.safetensors").read_bytes()
    length = int.from_bytes(content[:8], "little")
    header = json.loads(content[8 : 8 + length])

    def change(rng):
        if rng.integers(4) == 0:
            data = mutations.flipped(content, rng)
        else:
            text = json.dumps(mutations.changed_config(header, rng)).encode()
            data = len(text).to_bytes(8, "little") + text + content[8 + length :]
        return io.BytesIO(data)

    many(
        2 * COUNT,
        change,
        lambda stream: [x.read() for x in safetensors.read(stream, "f")[0].values()],
        "safetensors",
    )
    many(2 * COUNT, change, model.load_weights, "safetensors into a model")


def test_changed_shards():
    model = models.sequential(k)
    model.save_weights("m.weights.json", max_shard_size=1e-7)
    index = json.loads(Path("m.weights.json").read_text())
    index["metadata"].pop("sha256")
    shards = {p.name: p.read_bytes() for p in Path().glob("m_*.weights.h5")}

    def change(rng):
        name = sorted(shards)[rng.integers(len(shards))]
        for other, data in shards.items():
            Path(other).write_bytes(mutations.changed_hdf5(data, rng) if other == name else data)
        said = index if rng.integers(2) else mutations.changed_config(index, rng)
        Path("m.weights.json").write_text(json.dumps(said))
        return "m.weights.json"

    many(2 * COUNT, change, model.load_weights, "shards")


def test_changed_backups():
    model = SEEDS["sequential"]()
    backup.write(model, "b.h5", 3)
    content = Path("b.h5").read_bytes()

    def change(rng):
        Path("b.h5").write_bytes(mutations.changed_hdf5(content, rng))
        return "b.h5"

    outcomes, _ = many(2 * COUNT, change, lambda name: backup.read(model, name), "backup")
    assert len(outcomes) > 1, outcomes


class Averaging(k.callbacks.Callback):
    """A callback that holds what has a state."""

    def __init__(self):
        super().__init__()
        self.mean, self.recent = k.metrics.Mean(), deque(maxlen=2)
        self.parts = [k.random.SeedGenerator(1), {"rng": np.random.default_rng(1)}]

    def on_epoch_end(self, epoch, logs=None):
        self.mean.update_state(logs["loss"])
        self.recent.append(logs["loss"])


def test_changed_checkpoints(monkeypatch):
    model, x, y = models.sequential(k), models.inputs([(4,)]), models.inputs([(2,)])
    model.compile("adam", "mse")

    def go_on(folder):
        model.fit(x, y, epochs=2, verbose=0, callbacks=[Averaging()], resume=folder)

    model.fit(x, y, verbose=0, callbacks=[Averaging()], resume="r")
    content = next(Path("r").glob("*.h5")).read_bytes()
    monkeypatch.setattr(resident.ResidentRun, "train", lambda run: None)  # only reading is watched
    monkeypatch.setattr(k.callbacks.Resume, "save", lambda keeper, run: None)

    def change(rng):
        of_state = rng.integers(3)
        data = (changed_state if of_state else mutations.changed_hdf5)(content, rng)
        for path in Path("r").glob("*.h5"):
            path.unlink()
        digest = hashlib.sha256(data).hexdigest()[:32]
        Path("r", f"{7:012d}~none~{digest}.h5").write_bytes(data)
        return "r"

    outcomes, _ = many(4 * COUNT, change, go_on, "checkpoint")
    assert len(outcomes) > 1, outcomes


def changed_state(content, rng):
    """A checkpoint that says something else."""
    stream = io.BytesIO(content)
    with h5py.File(stream, "r+") as file:
        said = json.loads(bytes(file["state"][()]))
        text = json.dumps(mutations.changed_config(said, rng)).encode("utf8", "surrogatepass")
        del file["state"]
        file["state"] = np.frombuffer(text, np.uint8)
    return stream.getvalue()
