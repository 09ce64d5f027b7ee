"""K functions about the process: phases, names, graphs, settings."""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from typing import Any

from keraunos.compat.wording import say
from keraunos.core import config, naming
from keraunos.core.errors import bad
from keraunos.core.session import clear_session as clear_session
from keraunos.layers import call_context


class LearningPhase(int):
    """Stands for the flag that old graphs took as an input: 1 while training, 0 else."""


_phase: dict[str, Any] = {"default": LearningPhase(0)}


# --- phases -------------------------------------------------------------------------------------


def learning_phase() -> int:
    """1 within a call that trains, else what `set_learning_phase` said, 0 at first."""
    training = call_context.current().training
    return _phase["default"] if training is None else LearningPhase(bool(training))


def set_learning_phase(value: Any) -> None:
    """What `learning_phase` gives outside of any call."""
    _phase["default"] = LearningPhase(bool(value))


@contextmanager
def learning_phase_scope(value: Any) -> Iterator[None]:
    """Within it calls are made with this flag."""
    with call_context.entered(bool(value), "learning_phase_scope"):
        yield


def in_train_phase(x: Any, alt: Any, training: Any = None) -> Any:
    """`x` while training, else `alt`; either may be a function without arguments."""
    chosen = x if (learning_phase() if training is None else training) else alt
    return chosen() if callable(chosen) else chosen


def in_test_phase(x: Any, alt: Any, training: Any = None) -> Any:
    """`alt` while training, else `x`."""
    return in_train_phase(alt, x, training)


# --- old ways of graphs -------------------------------------------------------------------------


def eager(func: Any) -> Any:
    """The function itself."""
    return func


symbolic = eager


# --- names and settings -------------------------------------------------------------------------


get_uid, reset_uids = naming.get_uid, naming.reset_names


def name_scope(name: str, *args: Any, **kwargs: Any) -> Any:
    """Within it variables' paths start with this name."""
    return naming.name_scope(name.strip("/").replace("/", "_"))


def control_dependencies(control_inputs: Any) -> Any:
    """A context that does nothing: what is written first is done first."""
    return nullcontext(control_inputs)


def backend() -> str:
    """The engine that a program may count on: TensorFlow's names, unless KERAS_BACKEND asks for another."""
    return "tensorflow" if os.environ.get("KERAS_BACKEND", "tensorflow") == "tensorflow" else "jax"


def normalize_data_format(value: str | None) -> str:
    """The data format, the process's if None is given.

    Raises: ValueError if it is neither of the two.
    """
    value = (value or config.image_data_format()).lower()
    if value not in ("channels_first", "channels_last"):
        expected = "'channels_first' or 'channels_last'"
        raise ValueError(bad("normalize_data_format", "value", expected, value, ""))
    return value


def image_dim_ordering() -> str:
    """The data format in Keras 1's words: 'th' or 'tf'."""
    say("K.image_dim_ordering() is now K.image_data_format().")
    return "th" if config.image_data_format() == "channels_first" else "tf"


def set_image_dim_ordering(dim_ordering: str) -> None:
    """Set the data format by Keras 1's words: 'th' or 'tf'."""
    today = {"th": "channels_first", "tf": "channels_last"}[dim_ordering]
    say(f"K.set_image_dim_ordering({dim_ordering!r}) is now K.set_image_data_format({today!r}).")
    config.set_image_data_format(today)


def _setting(result: Any = None) -> Callable[..., Any]:
    def take(*args: Any, **kwargs: Any) -> Any:
        return result

    take.__doc__ = "Taken; there is nothing to set."
    return take


manual_variable_initialization = _setting()
v1_variable_initialization = _setting()
legacy_weight_ordering = _setting(False)
set_legacy_weight_ordering = _setting()
enable_tf_random_generator = _setting()
disable_tf_random_generator = _setting()
is_tf_random_generator_enabled = _setting(True)
