"""Curves and histograms for TensorBoard, which need not be installed."""

import os
import time
import warnings
from typing import Any

import numpy as np

from keraunos.callbacks.callback import Callback, Logs, Need
from keraunos.callbacks.events import EventWriter, histogram, scalar
from keraunos.callbacks.learning_rate import rate_of
from keraunos.core.errors import bad
from keraunos.core.registry import register


@register("keras.callbacks.TensorBoard")
class TensorBoard(Callback):
    """Writes event files under log_dir/train and log_dir/validation; look with `tensorboard --logdir`.

    Tags: epoch_<name> and epoch_learning_rate over epochs; batch_<name> over steps, if update_freq is no
    "epoch"; evaluation_<name>_vs_iterations for each evaluation; <path of a weight>/histogram.

    Args:
        log_dir: the folder. histogram_freq: epochs between histograms of weights, an int >= 0; 0: none.
        write_graph, embeddings_metadata: taken and not used.
        write_images, profile_batch, embeddings_freq: a warning says that nothing is written for them.
        write_steps_per_second: whether epoch_steps_per_second is written.
        update_freq: "epoch", "batch", or a number of batches >= 1 between curves within epochs.
    Raises: ValueError for another update_freq.
    Example:
        >>> TensorBoard("logs").needs("train")
        'epoch'
    Differs: graphs, images, profiles and embeddings are not written.
    """

    def __init__(
        self, log_dir: Any = "logs", histogram_freq: int = 0, write_graph: bool = True,
        write_images: bool = False, write_steps_per_second: bool = False, update_freq: Any = "epoch",
        profile_batch: Any = 0, embeddings_freq: int = 0, embeddings_metadata: Any = None,
    ) -> None:  # fmt: skip
        super().__init__()
        number = isinstance(update_freq, int) and not isinstance(update_freq, bool)
        if update_freq not in ("epoch", "batch") and not (number and update_freq >= 1):
            kinds = "'epoch', 'batch' or an int >= 1"
            raise ValueError(bad("TensorBoard", "update_freq", kinds, update_freq, ""))
        asked = (("write_images", write_images), ("profile_batch", profile_batch),
                 ("embeddings_freq", embeddings_freq))  # fmt: skip
        for name in [name for name, value in asked if value]:
            warnings.warn(
                f"TensorBoard: nothing is written for `{name}`. Leave it out.", stacklevel=2
            )
        self.log_dir, self.histogram_freq, self.write_graph = (
            os.fspath(log_dir),
            histogram_freq,
            write_graph,
        )
        self.write_images, self.write_steps_per_second = write_images, write_steps_per_second
        self.update_freq: Any = 1 if update_freq == "batch" else update_freq
        self.profile_batch, self.embeddings_freq = profile_batch, embeddings_freq
        self.embeddings_metadata = embeddings_metadata
        self._writers: dict[str, EventWriter] = {}
        self._started, self._first_step = 0.0, 0

    def get_state(self) -> dict[str, Any]:
        """Nothing: a resumed training writes files of its own."""
        return {}

    def needs(self, mode: str) -> Need:
        """An epoch, or the batches between two points: what it writes is of that moment."""
        if mode != "train":
            return "clock"
        if self.update_freq == "epoch":
            return "epoch"
        return "batch" if self.update_freq == 1 else ("batches", self.update_freq)

    def _write(self, place: str, step: int, content: list[bytes]) -> None:
        if place not in self._writers:
            self._writers[place] = EventWriter(os.path.join(self.log_dir, place))
        self._writers[place].write(step, content)

    def _done(self) -> int:
        return int(np.asarray(self.model.optimizer.iterations))

    def on_epoch_begin(self, epoch: int, logs: Logs = None) -> None:
        """Look at the clock."""
        self._started, self._first_step = time.perf_counter(), self._done()

    def on_train_batch_end(self, batch: int, logs: Logs = None) -> None:
        """Write curves within the epoch."""
        if self.update_freq != "epoch" and (batch + 1) % self.update_freq == 0:
            content = [scalar(f"batch_{name}", _number(v)) for name, v in (logs or {}).items()]
            self._write("train", self._done(), content)

    def on_epoch_end(self, epoch: int, logs: Logs = None) -> None:
        """Write the epoch's results, and histograms if they are due."""
        logs = dict(logs or {})
        logs.setdefault("learning_rate", rate_of(self.model))
        if self.write_steps_per_second:
            seconds = max(time.perf_counter() - self._started, 1e-9)
            logs["steps_per_second"] = (self._done() - self._first_step) / seconds
        validated = {n.removeprefix("val_"): v for n, v in logs.items() if n.startswith("val_")}
        trained = {n: v for n, v in logs.items() if not n.startswith("val_")}
        for place, results in (("train", trained), ("validation", validated)):
            content = [scalar(f"epoch_{name}", _number(v)) for name, v in results.items()]
            self._write(place, epoch, content) if content else None
        if self.histogram_freq and epoch % self.histogram_freq == 0:
            weights = [histogram(f"{w.path}/histogram", w.numpy()) for w in self.model.weights]
            self._write("train", epoch, weights)

    def on_test_end(self, logs: Logs = None) -> None:
        """Write the evaluation over the steps trained so far."""
        names = (logs or {}).items()
        content = [scalar(f"evaluation_{name}_vs_iterations", _number(v)) for name, v in names]
        self._write("validation", self._done(), content)


def _number(value: Any) -> float:
    return float(np.mean(np.asarray(value, np.float64)))
