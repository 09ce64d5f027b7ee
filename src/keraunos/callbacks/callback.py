"""The base of callbacks: hooks around training, and how far each splits the run."""

from typing import Any

from keraunos.core.attributes import attributes, set_attributes
from keraunos.core.registry import register

Logs = dict[str, Any] | None
Need = str | tuple[str, int]

_EPOCH = ("on_epoch_begin", "on_epoch_end", "on_test_begin", "on_test_end")
_BATCH = ("on_batch_begin", "on_batch_end", "on_train_batch_begin", "on_train_batch_end")


@register("keras.callbacks.Callback")
class Callback:
    """Hooks that are called while a model trains, is evaluated or predicts.

    A subclass overrides the hooks it wants. What it overrides, in the class or on the instance, says
    how far it splits the compiled run: nothing for `on_train_*`, a dispatch an epoch for `on_epoch_*`,
    a dispatch a batch for `on_*batch_*`. A class that can say it better overrides `needs`.

    Example:
        >>> class Print(Callback):
        ...     def on_epoch_end(self, epoch, logs=None):
        ...         print(epoch, logs)
        >>> Print().needs("train")
        'epoch'
    """

    halts_on_nan = False
    """Whether training must end with the epoch in which the loss stopped being finite."""

    def __init__(self) -> None:
        self.params: dict[str, Any] = {}
        self._model: Any = None

    @property
    def model(self) -> Any:
        """The model that trains."""
        return self.__dict__.get("_model")

    def set_params(self, params: dict[str, Any]) -> None:
        """Keep what the run is: epochs, steps, verbose."""
        self.params = params

    def set_model(self, model: Any) -> None:
        """Keep the model."""
        self._model = model

    def get_state(self) -> dict[str, Any]:
        """What a training that resumes must know of it: its attributes but for code, paths and its model.

        Of metrics, optimizers, layers and other models that it holds it is their variables. A class that
        holds anything else than these, plain values and arrays overrides it, and `set_state`.
        """
        return attributes(self, ("params", "_model"), _known(self.model))

    def set_state(self, state: dict[str, Any]) -> None:
        """Go back to a state that `get_state` gave; called after `on_train_begin`."""
        set_attributes(self, state)

    def overrides(self, *hooks: str) -> bool:
        """Whether one of these hooks is overridden, by its class or on the instance."""
        return any(
            name in self.__dict__ or getattr(type(self), name, None) is not getattr(Callback, name)
            for name in hooks
        )

    def needs(self, mode: str) -> Need:
        """How far it splits the run: "clock" (not at all), "epoch", ("batches", n) or "batch".

        Args: mode: "train", "test" or "predict"; for these two "epoch" says that it must be heard
            before, as it may change weights then.
        """
        if mode == "train":
            if self.overrides(*_BATCH):
                return "batch"
            return "epoch" if self.overrides(*_EPOCH) else "clock"
        if self.overrides(f"on_{mode}_batch_begin", f"on_{mode}_batch_end"):
            return "batch"
        return "epoch" if self.overrides(f"on_{mode}_begin") else "clock"

    def on_batch_begin(self, batch: int, logs: Logs = None) -> None:
        """As `on_train_batch_begin`."""

    def on_batch_end(self, batch: int, logs: Logs = None) -> None:
        """As `on_train_batch_end`."""

    def on_epoch_begin(self, epoch: int, logs: Logs = None) -> None:
        """Before an epoch, numbered from 0."""

    def on_epoch_end(self, epoch: int, logs: Logs = None) -> None:
        """After an epoch and its validation; logs: the epoch's results by name."""

    def on_train_batch_begin(self, batch: int, logs: Logs = None) -> None:
        """Before a training step, numbered from 0 in each epoch."""
        self.on_batch_begin(batch, logs=logs)

    def on_train_batch_end(self, batch: int, logs: Logs = None) -> None:
        """After a training step; logs: the epoch's results so far."""
        self.on_batch_end(batch, logs=logs)

    def on_test_batch_begin(self, batch: int, logs: Logs = None) -> None:
        """Before an evaluation step, also of validation within `fit`."""

    def on_test_batch_end(self, batch: int, logs: Logs = None) -> None:
        """After an evaluation step."""

    def on_predict_batch_begin(self, batch: int, logs: Logs = None) -> None:
        """Before a prediction step."""

    def on_predict_batch_end(self, batch: int, logs: Logs = None) -> None:
        """After a prediction step; logs["outputs"]: what came out."""

    def on_train_begin(self, logs: Logs = None) -> None:
        """When `fit` starts."""

    def on_train_end(self, logs: Logs = None) -> None:
        """When `fit` ends; logs: the last epoch's."""

    def on_test_begin(self, logs: Logs = None) -> None:
        """When an evaluation starts, also of validation within `fit`."""

    def on_test_end(self, logs: Logs = None) -> None:
        """When an evaluation ends."""

    def on_predict_begin(self, logs: Logs = None) -> None:
        """When `predict` starts."""

    def on_predict_end(self, logs: Logs = None) -> None:
        """When `predict` ends."""


def _known(model: Any) -> set[int]:
    """The ids of a model and of all variables that a run of it keeps."""
    if model is None:
        return set()
    owners = (model, getattr(model, "optimizer", None), *getattr(model, "metrics", ()))
    variables = [v for owner in owners for v in getattr(owner, "variables", ())]
    return {id(model), *map(id, variables)}
