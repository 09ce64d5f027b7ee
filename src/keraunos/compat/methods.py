"""Old methods of a model, and `compile` with its arguments in the old order."""

import functools
import itertools
import math
from collections.abc import Iterable, Iterator
from typing import Any

import numpy as np

from keraunos.compat.attributes import Change
from keraunos.compat.wording import say
from keraunos.core import tree
from keraunos.models import Model
from keraunos.saving.texts import to_yaml


def changes() -> Iterator[Change]:
    """All old methods, and those of today with a wider door: (class, name, function)."""
    for function in (
        fit_generator, evaluate_generator, predict_generator, predict_classes, predict_proba,
        reset_states, _make_predict_function, _make_train_function, _make_test_function,
    ):  # fmt: skip
        if not hasattr(Model, function.__name__):
            yield Model, function.__name__, function
    for name in ("fit", "evaluate", "predict"):
        yield Model, name, _with_whole_steps(getattr(Model, name))
    yield Model, "to_yaml", to_yaml
    yield Model, "compile", _in_old_order(Model.compile)
    yield Model, "__new__", _ends(Model.__new__)
    yield Model, "__init__", _without_itself(Model.__init__)


def _without_itself(plain: Any) -> Any:
    """`__init__` as `super().__init__(self)` calls it, which tf.keras took."""

    @functools.wraps(plain)
    def __init__(self: Any, *args: Any, **kwargs: Any) -> None:
        plain(self, *(args[1:] if args and args[0] is self else args), **kwargs)

    return __init__


# --- generators ---------------------------------------------------------------------------------


def fit_generator(self: Any, generator: Any, steps_per_epoch: Any = None, epochs: int = 1,
                  verbose: Any = 1, callbacks: Any = None, validation_data: Any = None,
                  validation_steps: Any = None, **kwargs: Any) -> Any:  # fmt: skip
    """`fit`, which takes generators today.

    Args: as of `fit`; samples_per_epoch: rows an epoch, divided here by the rows of a batch.
    """
    say("model.fit_generator(generator, …) is now model.fit(generator, …).")
    samples = kwargs.pop("samples_per_epoch", None)
    if samples is not None:
        generator, steps_per_epoch = _steps(generator, samples)
    if kwargs.get("nb_val_samples") is not None and not isinstance(validation_data, (tuple, list)):
        validation_data, validation_steps = _steps(validation_data, kwargs.pop("nb_val_samples"))
    kwargs.pop("nb_val_samples", None)
    epochs = kwargs.pop("nb_epoch", epochs)
    if isinstance(validation_data, (tuple, list)):
        validation_steps = None
    return self.fit(
        generator, steps_per_epoch=steps_per_epoch, epochs=epochs, verbose=verbose,
        callbacks=callbacks, validation_data=validation_data, validation_steps=validation_steps,
        **kwargs,
    )  # fmt: skip


def evaluate_generator(self: Any, generator: Any, steps: Any = None, **kwargs: Any) -> Any:
    """`evaluate`, which takes generators today; val_samples: rows, divided by those of a batch."""
    say("model.evaluate_generator(generator, …) is now model.evaluate(generator, …).")
    if "val_samples" in kwargs:
        generator, steps = _steps(generator, kwargs.pop("val_samples"))
    return self.evaluate(generator, steps=steps, **kwargs)


def predict_generator(self: Any, generator: Any, steps: Any = None, **kwargs: Any) -> Any:
    """`predict`, which takes generators today; val_samples: rows, divided by those of a batch."""
    say("model.predict_generator(generator, …) is now model.predict(generator, …).")
    if "val_samples" in kwargs:
        generator, steps = _steps(generator, kwargs.pop("val_samples"))
    return self.predict(generator, steps=steps, **kwargs)


def _with_whole_steps(plain: Any) -> Any:
    """The method, with numbers of steps that may be floats: they are rounded up."""

    @functools.wraps(plain)
    def method(self: Any, *args: Any, **kwargs: Any) -> Any:
        for name in ("steps_per_epoch", "validation_steps", "steps"):
            if isinstance(kwargs.get(name), (float, np.floating)):
                kwargs[name] = math.ceil(kwargs[name])
        return plain(self, *args, **kwargs)

    return method


def _steps(generator: Any, samples: int) -> tuple[Any, int]:
    """The generator, and how many batches hold so many rows; a plain one is asked for a batch first."""
    size = getattr(generator, "batch_size", None)
    if size is None:
        first = next(generator)
        size = len(tree.flatten(first)[0])
        generator = itertools.chain([first], generator)
    return generator, -(-int(samples) // int(size))


# --- predictions --------------------------------------------------------------------------------


def predict_classes(self: Any, x: Any, batch_size: int | None = 32, verbose: Any = 0) -> np.ndarray:
    """The number of the class with the highest output; for one output unit, whether it is above 0.5."""
    say("model.predict_classes(x) is now model.predict(x).argmax(-1); one unit: predict(x) > 0.5.")
    found = self.predict(x, batch_size=batch_size, verbose=verbose)
    return found.argmax(axis=-1) if found.shape[-1] > 1 else (found > 0.5).astype("int32")


def predict_proba(self: Any, x: Any, batch_size: int | None = 32, verbose: Any = 0) -> np.ndarray:
    """As `predict`."""
    say("model.predict_proba(x) is now model.predict(x).")
    return self.predict(x, batch_size=batch_size, verbose=verbose)


def reset_states(self: Any) -> None:
    """Set the states that recurrent layers keep to the start."""
    for layer in self._flatten_layers(include_self=False):
        for name in ("reset_states", "reset_state"):
            if hasattr(layer, name) and not isinstance(layer, Model):
                getattr(layer, name)()
                break


def _nothing(name: str) -> Any:
    def method(self: Any, *args: Any, **kwargs: Any) -> None:
        say(f"model.{name}() is not needed any more.")

    method.__name__ = name
    return method


_make_predict_function = _nothing("_make_predict_function")
_make_train_function = _nothing("_make_train_function")
_make_test_function = _nothing("_make_test_function")


# --- compile, Model -----------------------------------------------------------------------------


def _in_old_order(plain: Any) -> Any:
    """`compile`, whose third position was `metrics` and the fourth `loss_weights`."""

    @functools.wraps(plain)
    def compile(self: Any, *args: Any, **kwargs: Any) -> None:
        if len(args) > 2 and _are_metrics(args[2]):
            say("compile(optimizer, loss, metrics) has loss_weights third now; write metrics=….")
            names = ("metrics", "loss_weights", "sample_weight_mode", "weighted_metrics")
            kwargs = {**dict(zip(names, args[2:])), **kwargs}
            args = args[:2]
        plain(self, *args, **kwargs)

    return compile


def _are_metrics(given: Any) -> bool:
    leaves: Iterable[Any] = tree.flatten(given) if given is not None else ()
    return any(isinstance(x, str) or callable(x) for x in leaves)


def _ends(plain: Any) -> Any:
    """`Model.__new__`, which looks at `inputs` and `outputs`, with the old words for them."""

    @functools.wraps(plain)
    def __new__(cls: type, *args: Any, **kwargs: Any) -> Any:
        words = {"input": "inputs", "output": "outputs"}
        return plain(cls, *args, **{words.get(name, name): v for name, v in kwargs.items()})

    return __new__
