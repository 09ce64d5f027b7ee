"""A program that builds, trains and drops 200 models, and prints what that leaves behind.

Half of the models are equal. Every 20 models it notes the resident memory in MB and the number of live
executables.
"""

import gc
import json

import psutil

import keraunos as k
from keraunos.training import executables
from support.nets import blobs


def main() -> None:
    """Train 200 models; print [[MB, executables], ...]."""
    x, _, y = blobs()
    process, seen = psutil.Process(), []
    for i in range(200):
        train(x, y, units=5 if i % 2 else 6 + i)
        if i % 20 == 19:
            gc.collect()
            seen.append((process.memory_info().rss / 2**20, executables.live_count()))
    print(json.dumps(seen))


def train(x, y, units):
    """Train a model that nobody keeps."""
    hidden, out = k.layers.Dense(units), k.layers.Dense(3, activation="softmax")
    model = k.Sequential([k.layers.Input((4,)), hidden, out])
    model.compile("adam", "categorical_crossentropy")
    model.fit(x, y, verbose=0)


if __name__ == "__main__":
    main()
