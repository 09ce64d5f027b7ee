"""Settings of the process: default float type, fuzz factor, image layout, limits, switches, folders."""

import os
from pathlib import Path
from typing import Any

import numpy as np

from keraunos.core.errors import bad

_FLOATS = ("float16", "bfloat16", "float32", "float64")
_LAYOUTS = ("channels_last", "channels_first")
_settings: dict[str, Any] = {
    "floatx": "float32", "epsilon": 1e-7, "image_data_format": "channels_last", "max_epochs": None,
    "max_steps_per_epoch": None, "interactive_logging": True, "traceback_filtering": True,
    "flash_attention": None,
}  # fmt: skip


def floatx() -> str:
    """The default float dtype.

    Example:
        >>> floatx()
        'float32'
    """
    return str(_settings["floatx"])


def set_floatx(value: str) -> None:
    """Set the default float dtype: one of float16, bfloat16, float32, float64."""
    if value not in _FLOATS:
        raise ValueError(bad("set_floatx", "value", f"one of {_FLOATS}", value, ""))
    _settings["floatx"] = value


def epsilon() -> float:
    """The small number that keeps divisions and logarithms finite.

    Example:
        >>> epsilon()
        1e-07
    """
    return float(_settings["epsilon"])


def set_epsilon(value: float) -> None:
    """Set the fuzz factor: a float >= 0."""
    if isinstance(value, bool) or not isinstance(value, (int, float, np.number)) or value < 0:
        raise ValueError(bad("set_epsilon", "value", "a float >= 0", value, ""))
    _settings["epsilon"] = float(value)


def image_data_format() -> str:
    """Where images keep their channels: "channels_last" or "channels_first"."""
    return str(_settings["image_data_format"])


def set_image_data_format(data_format: str) -> None:
    """Set where images keep their channels."""
    name = str(data_format).lower()
    if name not in _LAYOUTS:
        raise ValueError(
            bad("set_image_data_format", "data_format", f"one of {_LAYOUTS}", data_format, "")
        )
    _settings["image_data_format"] = name


def standardize_data_format(data_format: str | None, owner: str) -> str:
    """The layout asked for, or the default for None; ValueError for anything else."""
    name = image_data_format() if data_format is None else str(data_format).lower()
    if name not in _LAYOUTS:
        raise ValueError(bad(owner, "data_format", f"one of {_LAYOUTS}", data_format, ""))
    return name


def backend() -> str:
    """The engine: "jax".

    Example:
        >>> backend()
        'jax'
    """
    return "jax"


def set_backend(backend: str) -> None:
    """Taken for "jax", as there is one engine.

    Raises: ValueError for another name.
    """
    if backend != "jax":
        fix = "Keraunos has one engine; leave the call out."
        raise ValueError(bad("set_backend", "backend", "'jax'", backend, fix))


def is_nnx_enabled() -> bool:
    """Whether layers are flax modules: they are not."""
    return False


# --- limits of fit ------------------------------------------------------------------------------


def _limit(name: str, value: int | None) -> None:
    if value is not None and (isinstance(value, bool) or not isinstance(value, int) or value < 1):
        raise ValueError(bad(f"set_{name}", name, "an int >= 1 or None", value, ""))
    _settings[name] = value


def max_epochs() -> int | None:
    """The most epochs that any `fit` does; None: no limit."""
    return _settings["max_epochs"]


def set_max_epochs(max_epochs: int | None) -> None:
    """Limit the epochs of every `fit`, as for a trial run: an int >= 1, or None."""
    _limit("max_epochs", max_epochs)


def max_steps_per_epoch() -> int | None:
    """The most batches an epoch, an evaluation or a prediction does; None: no limit."""
    return _settings["max_steps_per_epoch"]


def set_max_steps_per_epoch(max_steps_per_epoch: int | None) -> None:
    """Limit the batches of every epoch, evaluation and prediction: an int >= 1, or None."""
    _limit("max_steps_per_epoch", max_steps_per_epoch)


# --- switches -----------------------------------------------------------------------------------


def is_interactive_logging_enabled() -> bool:
    """Whether the line of progress is drawn again and again."""
    return _settings["interactive_logging"]


def enable_interactive_logging() -> None:
    """Draw the line of progress again and again, in a terminal and in a notebook."""
    _settings["interactive_logging"] = True


def disable_interactive_logging() -> None:
    """Write finished lines of progress only, as into a file."""
    _settings["interactive_logging"] = False


def is_traceback_filtering_enabled() -> bool:
    """What was set; errors are raised where the mistake is seen, so no frame is left out."""
    return _settings["traceback_filtering"]


def enable_traceback_filtering() -> None:
    """Keep the setting; see `is_traceback_filtering_enabled`."""
    _settings["traceback_filtering"] = True


def disable_traceback_filtering() -> None:
    """Keep the setting; see `is_traceback_filtering_enabled`."""
    _settings["traceback_filtering"] = False


def is_flash_attention_enabled() -> bool | None:
    """What was set, None at first; the compiler decides how attention is computed."""
    return _settings["flash_attention"]


def enable_flash_attention() -> None:
    """Keep the setting; see `is_flash_attention_enabled`."""
    _settings["flash_attention"] = True


def disable_flash_attention() -> None:
    """Keep the setting; see `is_flash_attention_enabled`."""
    _settings["flash_attention"] = False


def keras_home() -> Path:
    """The folder of data sets and settings: KERAS_HOME, or ~/.keras."""
    return Path(os.environ.get("KERAS_HOME") or Path.home() / ".keras").expanduser()
