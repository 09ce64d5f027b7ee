"""K functions about the process: phases, names, graphs, settings."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from typing import Any

import numpy as np

from keraunos import ops
from keraunos.compat.wording import say
from keraunos.core import config, naming, tree
from keraunos.core.errors import bad
from keraunos.core.graph import Function
from keraunos.core.session import clear_session as clear_session
from keraunos.core.symbolic import KerasTensor
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


# --- functions of a graph -----------------------------------------------------------------------


def function(inputs: Any, outputs: Any, updates: Any = None, **kwargs: Any) -> Callable[..., Any]:
    """A function from arrays for these inputs to the values of these outputs, as numpy arrays.

    Args:
        inputs: symbolic tensors, `learning_phase()` among them if it is to be given.
        outputs: symbolic tensors computed from them.
        updates: None or empty; nothing can be updated.
    Raises: ValueError for updates, or outputs that do not come from the inputs.
    """
    if updates:
        raise ValueError(
            bad("K.function", "updates", "empty, as a graph holds no updates", updates,
                "Use a model's train_step, or assign the variables yourself.")
        )  # fmt: skip
    given = tree.flatten(inputs)
    symbols = [x for x in given if isinstance(x, KerasTensor)]
    graph = Function(symbols, outputs)

    def run(*args: Any) -> Any:
        values = list(args[0] if len(args) == 1 and isinstance(inputs, (list, tuple)) else args)
        flags = [v for x, v in zip(given, values) if not isinstance(x, KerasTensor)]
        training = bool(flags[0]) if flags else bool(_phase["default"])
        arrays = [
            ops.convert_to_tensor(np.asarray(v), x.dtype)
            for x, v in zip(given, values)
            if isinstance(x, KerasTensor)
        ]
        with call_context.entered(training, "K.function"):
            return tree.map_structure(np.array, graph.run(arrays))

    return run


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
    """The name of the engine's kind."""
    return "jax"


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
