"""One figure of one case on one library, as a process of its own: milliseconds, compiling not counted.

python -m programs.layers CASE --library keraunos|keras [--steps-per-execution N]
"""

import argparse
import statistics
import time
from collections.abc import Callable
from typing import Any

import numpy as np

from measuring import execution, library, tell
from programs.networks import NETWORKS, Network

SECONDS = 1.5  # a timed stretch, about


def fit(keras: Any, network: Network, compiling: dict[str, Any], **given: Any) -> float:
    """A training step inside `fit` over arrays."""
    model, (x, y) = network.model(keras), network.data()
    model.compile(network.rule(keras), network.loss, **compiling)
    steps = len(x) // network.batch

    def run(epochs: int) -> None:
        model.fit(x, y, batch_size=network.batch, epochs=epochs, verbose=0, **given)

    return stretched(run) / steps


def fit_with_callback(keras: Any, network: Network, compiling: dict[str, Any]) -> float:
    """The same with a callback that reads the loss after every batch."""

    class Losses(keras.callbacks.Callback):
        def on_train_batch_end(self, batch: int, logs: Any = None) -> None:
            seen.append(logs["loss"])

    seen: list[float] = []
    return fit(keras, network, compiling, callbacks=[Losses()])


def fit_pydataset(keras: Any, network: Network, compiling: dict[str, Any]) -> float:
    """A training step inside `fit` over a PyDataset."""
    x, y = network.data()

    class Rows(keras.utils.PyDataset):
        def __len__(self) -> int:
            return len(x) // network.batch

        def __getitem__(self, index: int) -> tuple[Any, Any]:
            rows = slice(index * network.batch, (index + 1) * network.batch)
            return x[rows], y[rows]

    model, data = network.model(keras), Rows()
    model.compile(network.rule(keras), network.loss, **compiling)
    return stretched(lambda epochs: model.fit(data, epochs=epochs, verbose=0)) / len(data)


def train_on_batch(keras: Any, network: Network, compiling: dict[str, Any]) -> float:
    """One call of `train_on_batch`."""
    model, (x, y) = network.model(keras), network.data()
    model.compile(network.rule(keras), network.loss, jit_compile=True)
    x, y = x[: network.batch], y[: network.batch]
    return stretched(again(lambda: model.train_on_batch(x, y)))


def predict(keras: Any, network: Network, compiling: dict[str, Any], rows: int) -> float:
    """One call of `predict` on so many rows."""
    model, x = network.model(keras), network.data()[0][:rows]
    return stretched(again(lambda: model.predict(x, verbose=0)))


def build(keras: Any, network: Network, compiling: dict[str, Any]) -> float:
    """Building the model, weights and all."""
    return stretched(again(lambda: network.model(keras)))


def again(call: Callable[[], Any]) -> Callable[[int], None]:
    def run(times: int) -> None:
        for _ in range(times):
            call()

    return run


def stretched(run: Callable[[int], Any]) -> float:
    """Milliseconds of one time: the median of three stretches, after runs that compile and warm up."""
    run(1)
    times, spent = 1, 0.0
    while spent < SECONDS / 4:
        times *= 2
        spent = _seconds(run, times)
    times = max(1, round(times * SECONDS / spent))
    return 1e3 * statistics.median(_seconds(run, times) for _ in range(3)) / times


def _seconds(run: Callable[[int], Any], times: int) -> float:
    began = time.perf_counter()
    run(times)
    return time.perf_counter() - began


CASES: dict[str, tuple[Callable[..., float], str, dict[str, Any]]] = {
    "small CNN, fit": (fit, "small CNN", {}),
    "CNN with 64 channels, fit": (fit, "CNN with 64 channels", {}),
    "depthwise-separable CNN, fit": (fit, "depthwise-separable CNN", {}),
    "LSTM, fit": (fit, "LSTM", {}),
    "GRU, fit": (fit, "GRU", {}),
    "transformer block, fit": (fit, "transformer block", {}),
    "MLP, fit": (fit, "MLP", {}),
    "MLP, fit from a PyDataset": (fit_pydataset, "MLP", {}),
    "MLP, fit with a callback each batch": (fit_with_callback, "MLP", {}),
    "MLP, train_on_batch": (train_on_batch, "MLP", {}),
    "MLP, predict 1 row": (predict, "MLP", {"rows": 1}),
    "MLP, predict 4096 rows": (predict, "MLP", {"rows": 4096}),
    "functional model of 100 layers, build": (build, "100 layers", {}),
}

if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("case", choices=CASES)
    parser.add_argument("--library", choices=("keraunos", "keras"), required=True)
    parser.add_argument("--steps-per-execution", type=int, default=1)
    given = parser.parse_args()
    measure, name, more = CASES[given.case]
    np.random.seed(0)
    keras = library(given.library, seed=7)
    tell(milliseconds=measure(keras, NETWORKS[name], execution(given), **more))
