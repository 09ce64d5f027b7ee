"""A training that kills itself: resumed.py VARIANT FOLDER [PHASE COUNT]; prints a digest of all it made."""

import hashlib
import os
import signal
import sys

import numpy as np

import keraunos as k
from keraunos.saving import atomic
from keraunos.training import evaluation, executables, run, session

EPOCHS = 4


class Peak(k.callbacks.Callback):
    """A callback of a user's own, with plain attributes."""

    def __init__(self):
        super().__init__()
        self.peak, self.seen = None, []

    def on_epoch_end(self, epoch, logs=None):
        loss = logs["loss"]
        self.peak = loss if self.peak is None else max(self.peak, loss)
        self.seen.append((epoch, loss))


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


def die_at(phase, count):
    """Kill the process at the count-th time that it comes to a phase."""
    left = [int(count)]

    def armed(function, after=False):
        def replaced(*args, **kwargs):
            left[0] -= 1
            if left[0] == 0 and not after:
                os.kill(os.getpid(), signal.SIGKILL)
            found = function(*args, **kwargs)
            if left[0] == 0:
                os.kill(os.getpid(), signal.SIGKILL)
            return found

        return replaced

    places = {
        "compile": (session, "compile_program", False),
        "dispatch": (run, "exchange", False),
        "dispatched": (run, "exchange", True),
        "validation": (evaluation.Evaluator, "dispatch", False),
        "writing": (atomic.os, "fsync", False),
        "renamed": (atomic.os, "replace", True),
    }
    owner, name, after = places[phase]
    setattr(owner, name, armed(getattr(owner, name), after))


def main(variant, folder, phase="", count=0):
    """Train, unless killed."""
    rng = np.random.default_rng(0)
    x = rng.normal(size=(192, 6)).astype("float32")
    y = (x.sum(1) > 0).astype("int32")
    k.utils.set_random_seed(5)
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
    peak = Peak()
    callbacks = [
        peak,
        k.callbacks.EarlyStopping("loss", patience=9, restore_best_weights=True),
        k.callbacks.ReduceLROnPlateau("val_loss", factor=0.5, patience=1),
        k.callbacks.CSVLogger(folder + ".csv"),
        k.callbacks.Resume(folder, every=0.0),
    ]
    data = {
        "resident": (x, y), "dataset": (Batches(x, y), None), "generator": (endless(x, y), None),
    }[variant]  # fmt: skip
    more = {"generator": {"steps_per_epoch": 12}, "resident": {"batch_size": 20}}.get(variant, {})
    if phase:
        die_at(phase, count)
    held_out = (x[:50], y[:50])
    history = model.fit(
        *data, epochs=EPOCHS, validation_data=held_out, verbose=0, callbacks=callbacks, **more
    )
    parts = [w.tobytes() for w in model.get_weights()]
    parts += [v.numpy().tobytes() for v in model.optimizer.variables]
    with open(folder + ".csv", "rb") as stream:
        parts.append(stream.read())
    made = (history.history, history.epoch, peak.peak, peak.seen)
    print(hashlib.sha256(b"".join(parts) + repr(made).encode()).hexdigest())


if __name__ == "__main__":
    assert executables.cache_folder() is None or os.environ.get("KERAUNOS_CACHE_DIR")
    main(*sys.argv[1:])
