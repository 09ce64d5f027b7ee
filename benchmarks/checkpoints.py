"""The share of a fit's time that keeping its state costs: a folder to resume from, callbacks that save.

    python benchmarks/checkpoints.py [--repeats 5]

A dense network of 670,000 weights with Adam (8 MB of state) trains on 60,000 rows, as for MNIST, in fresh
processes, one way after the other. `resume=` keeps a checkpoint every 10 seconds, three times as often as it
does unless told; the callbacks write a file an epoch. Within a process the calls that save are timed, to the
disk's word that it has the file; what the thread of `resume=` does beside training counts as if training
waited for it. The first fit compiles and is not counted.
"""

import argparse
import statistics
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from measuring import Timed, tell
from processes import measured
from reporting import machine, markdown, save, verdict

MOST = 0.03
EPOCHS = 6
WAYS = {
    "resume": "resume=, every 10 s",
    "whole": "ModelCheckpoint, a .keras an epoch",
    "weights": "ModelCheckpoint, weights an epoch",
    "backup": "BackupAndRestore, an epoch",
}


def keeper(k: Any, way: str, folder: Path) -> Any:
    """The callback that keeps the state this way."""
    made = {
        "resume": lambda: k.callbacks.Resume(folder / "run", every=10.0),
        "whole": lambda: k.callbacks.ModelCheckpoint(folder / "m.keras"),
        "weights": lambda: k.callbacks.ModelCheckpoint(folder / "m.weights.h5", save_weights_only=True),
        "backup": lambda: k.callbacks.BackupAndRestore(folder / "backup"),
    }  # fmt: skip
    return made[way]()


def timed(k: Any) -> tuple[Timed, Timed, Timed]:
    """The seconds of what saves in the training's thread, of what it waits in it, of a thread of its own."""
    from keraunos.saving.checkpoints import Checkpoints

    here, waiting, beside = Timed(), Timed(), Timed()
    hooks = ("on_train_begin", "on_epoch_end", "on_train_end")
    names = {
        k.callbacks.Resume: ("open", "restore", "pause", "save", "close"),
        k.callbacks.ModelCheckpoint: hooks, k.callbacks.BackupAndRestore: hooks,
    }  # fmt: skip
    for owner, methods in names.items():
        for name in methods:
            if name in vars(owner):
                here.wrap(owner, name)
    waiting.wrap(k.callbacks.Resume, "_finish")
    beside.wrap(Checkpoints, "save")
    return here, waiting, beside


def child(way: str) -> None:
    """Fit twice, the second time with what keeps the state; tell the seconds."""
    import numpy as np

    import keraunos as k

    rng = np.random.default_rng(0)
    x, y = rng.random((60000, 784), "float32"), rng.integers(0, 10, 60000)
    k.utils.set_random_seed(7)
    layers = [k.layers.Dense(512, activation="relu") for _ in range(2)]
    model = k.Sequential([k.Input((784,)), *layers, k.layers.Dense(10, activation="softmax")])
    model.compile("adam", "sparse_categorical_crossentropy")
    model.fit(x, y, batch_size=128, verbose=0)
    here, waiting, beside = timed(k)
    with tempfile.TemporaryDirectory() as folder:
        began = time.perf_counter()
        model.fit(
            x, y, batch_size=128, epochs=EPOCHS, verbose=0, callbacks=[keeper(k, way, Path(folder))]
        )
        spent = time.perf_counter() - began
    saving = here.seconds - waiting.seconds + beside.seconds
    tell(saving=saving, fit_seconds=spent)


def main() -> None:
    """Measure, print the table, write results/checkpoints.json."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--repeats", type=int, default=5)
    repeats = parser.parse_args().repeats
    facts = machine()
    runs: dict[str, list[dict[str, float]]] = {way: [] for way in WAYS}
    for _ in range(repeats):
        for way, found in runs.items():
            found.append(measured("checkpoints", "child", way))
    rows = []
    for way, name in WAYS.items():
        shares = [run["saving"] / run["fit_seconds"] for run in runs[way]]
        middle = statistics.median(shares)
        each = statistics.median(run["fit_seconds"] for run in runs[way]) / EPOCHS
        rows.append(
            [name, f"{each:.2f}", f"{middle:.1%}", f"≤ {MOST:.0%}", verdict(middle, MOST, False)]
        )
    columns = ["the state is kept by", "seconds an epoch", "share of fit's time", "asked", ""]
    print(markdown(columns, rows))
    title = "What keeping the state costs"
    print(save("checkpoints", {"title": title, "machine": facts, "columns": columns, "rows": rows,
                               "checks": rows, "runs": runs}))  # fmt: skip


if __name__ == "__main__":
    child(sys.argv[2]) if sys.argv[1:2] == ["child"] else main()
