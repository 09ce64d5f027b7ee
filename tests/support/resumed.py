"""Trainings that kill themselves, each in a fork of one warm process, which has no thread or backend of jax.

resumed.py reads lines of JSON, [variant, folder, phase, count], and answers each with [status, digest, log]:
the digest of all that the training made, and what it did: "from N" steps, "done N" steps, "saved N" steps.
"""

import hashlib
import json
import os
import signal
import sys
import tempfile
import traceback
from pathlib import Path

import h5py  # noqa: F401  what a fork needs is here before it
import numpy as np

import keraunos as k
from keraunos.callbacks import CallbackList, Resume
from keraunos.saving import atomic, checkpoints
from keraunos.training import evaluation, executables, resident, run, session, streaming

EPOCHS = 4
KINDS = ("resident", "dataset", "generator")
VARIANTS = (*KINDS, *(f"{kind} by batch" for kind in KINDS))
BACKENDS = (resident, streaming)  # imported, so that each fork need not


class Peak(k.callbacks.Callback):
    """A callback of a user's own, with plain attributes and a metric."""

    def __init__(self):
        super().__init__()
        self.peak, self.seen, self.mean = None, [], k.metrics.Mean()

    def on_epoch_end(self, epoch, logs=None):
        loss = logs["loss"]
        self.peak = loss if self.peak is None else max(self.peak, loss)
        self.seen.append((epoch, loss))
        self.mean.update_state(loss)


class ByBatch(k.callbacks.Callback):
    """Splits the run into batches, the validation too."""

    def __init__(self):
        super().__init__()
        self.losses, self.validated = [], 0

    def on_train_batch_end(self, batch, logs=None):
        self.losses.append(logs["loss"])

    def on_test_batch_end(self, batch, logs=None):
        self.validated += 1


class Batches(k.utils.PyDataset):
    """Batches by number, in an order that it shuffles itself."""

    def __init__(self, x, y):
        super().__init__()
        self.x, self.y, self.order = x, y, np.arange(12)

    def __len__(self):
        return 12

    def __getitem__(self, index):
        rows = slice(16 * self.order[index], 16 * self.order[index] + 16)
        return self.x[rows], self.y[rows]

    def on_epoch_end(self):
        np.random.shuffle(self.order)


def endless(x, y):
    rng = np.random.default_rng(1)
    while True:
        rows = rng.integers(0, len(x), 16)
        yield x[rows], y[rows]


# --- the moment -----------------------------------------------------------------------------------


class System:
    """The module os as one module sees it."""

    def __getattr__(self, name):
        return getattr(os, name)


def die():
    os.kill(os.getpid(), signal.SIGKILL)


def torn(write, left):
    """Half of what is written, at the count-th time that a file is."""

    def replaced(self, content):
        left[0] -= 1
        if left[0] == 0:
            write(self, bytes(content)[: len(content) // 2])
            self.flush()
            die()
        return write(self, content)

    return replaced


def counted(function, left, after):
    def replaced(*args, **kwargs):
        left[0] -= 1
        if left[0] == 0 and not after:
            die()
        found = function(*args, **kwargs)
        if left[0] == 0:
            die()
        return found

    return replaced


BEFORE, AFTER = False, True
PLACES = {
    "open": (Resume, "open", AFTER),
    "compile": (session, "compile_program", BEFORE),
    "compiled": (session, "compile_program", AFTER),
    "dispatch": (run, "exchange", BEFORE),
    "dispatched": (run, "exchange", AFTER),
    "validate": (evaluation.Evaluator, "dispatch", BEFORE),
    "validated": (evaluation.Evaluator, "dispatch", AFTER),
    "tell": (CallbackList, "on_epoch_end", BEFORE),
    "told": (CallbackList, "on_epoch_end", AFTER),
    "end": (CallbackList, "on_train_end", BEFORE),
    "pack": (checkpoints.Packed, "of", BEFORE),
    "encode": (checkpoints, "_encoded", BEFORE),
    "write": (atomic._Noting, "write", torn),
    "sync": (atomic.os, "fsync", BEFORE),
    "synced": (atomic.os, "fsync", AFTER),
    "rename": (atomic.os, "replace", BEFORE),
    "renamed": (atomic.os, "replace", AFTER),
    "prune": (checkpoints.Checkpoints, "_prune", BEFORE),
    "saved": (checkpoints.Checkpoints, "save", AFTER),
    "restore": (Resume, "restore", BEFORE),
    "restored": (Resume, "restore", AFTER),
}


def die_at(phase, count):
    """Kill the process at the count-th time that it comes to a phase."""
    owner, name, when = PLACES[phase]
    if owner is os:
        owner = atomic.os = System()  # not what jax' cache of programs calls
    left, function = [int(count)], getattr(owner, name)
    made = torn(function, left) if when is torn else counted(function, left, when)
    setattr(owner, name, made)


def noting(path):
    """Note on the way how many steps were restored, done and saved."""

    def note(what, steps):
        with open(path, "a") as stream:
            stream.write(f"{what} {steps}\n")

    def around(owner, name, tell):
        function = getattr(owner, name)

        def replaced(*args, **kwargs):
            found = function(*args, **kwargs)
            tell(*args)
            return found

        setattr(owner, name, replaced)

    def saved(_store, _number, _score, state):
        note("saved", json.loads(state.text)["run"]["steps_done"])

    around(Resume, "restore", lambda _keeper, run: note("from", run.steps_done))
    around(Resume, "pause", lambda _keeper, run: note("done", run.steps_done))
    around(checkpoints.Checkpoints, "save", saved)


# --- the training ---------------------------------------------------------------------------------


def network():
    model = k.Sequential(
        [
            k.layers.Input((6,)),
            k.layers.Dense(8, activation="relu"),
            k.layers.BatchNormalization(),
            k.layers.Dropout(0.4),
            k.layers.Dense(2, activation="softmax"),
        ]
    )
    model.compile("adam", "sparse_categorical_crossentropy", metrics=["accuracy"])
    return model


def trained(variant, folder):
    """Train; a digest of all that came of it."""
    rng = np.random.default_rng(0)
    x = rng.normal(size=(192, 6)).astype("float32")
    y = (x.sum(1) > 0).astype("int32")
    k.utils.set_random_seed(5)
    model, peak, by_batch = network(), Peak(), ByBatch()
    callbacks = [
        peak,
        k.callbacks.EarlyStopping("loss", patience=9, restore_best_weights=True),
        k.callbacks.ReduceLROnPlateau("val_loss", factor=0.5, patience=1),
        k.callbacks.CSVLogger(folder + ".csv"),
        *([by_batch] if variant.endswith("by batch") else []),
        Resume(folder, every=0.0),
    ]
    kind = variant.split()[0]
    data = {
        "resident": (x, y), "dataset": (Batches(x, y), None), "generator": (endless(x, y), None),
    }[kind]  # fmt: skip
    more = {"generator": {"steps_per_epoch": 12}, "resident": {"batch_size": 20}}.get(kind, {})
    history = model.fit(
        *data,
        epochs=EPOCHS,
        validation_data=(x[:50], y[:50]),
        verbose=0,
        callbacks=callbacks,
        **more,
    )
    parts = [w.tobytes() for w in model.get_weights()]
    parts += [v.numpy().tobytes() for v in (*model.optimizer.variables, *peak.mean.variables)]
    parts.append(Path(folder + ".csv").read_bytes())
    made = (history.history, history.epoch, peak.peak, peak.seen, vars(by_batch)["losses"])
    return hashlib.sha256(b"".join(parts) + repr((made, by_batch.validated)).encode()).hexdigest()


def forked(variant, folder, phase, count):
    """Train in a fork: its status, what it printed, and what it noted."""
    log = Path(folder + ".log")
    log.unlink(missing_ok=True)
    with tempfile.TemporaryFile("w+") as said:
        child = os.fork()
        if not child:
            os.dup2(said.fileno(), 1), os.dup2(said.fileno(), 2)
            status = 1
            try:
                noting(log)
                if phase:
                    die_at(phase, count)
                os.write(1, trained(variant, folder).encode())
                status = 0
            except BaseException:
                os.write(2, traceback.format_exc().encode())
            finally:
                os._exit(status)
        status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
        said.seek(0)
        return status, said.read(), log.read_text() if log.exists() else ""


if __name__ == "__main__":
    assert executables.cache_folder() is None or os.environ.get("KERAUNOS_CACHE_DIR")
    for line in sys.stdin:
        print(json.dumps(forked(*json.loads(line))), flush=True)
