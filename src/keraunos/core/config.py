"""Settings of the process: default float type, fuzz factor, image layout, folders."""

import os
from pathlib import Path

from keraunos.core.errors import bad

_FLOATS = ("float16", "bfloat16", "float32", "float64")
_LAYOUTS = ("channels_last", "channels_first")
_settings = {"floatx": "float32", "epsilon": 1e-7, "image_data_format": "channels_last"}


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
    """Set the fuzz factor: a float > 0."""
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


def keras_home() -> Path:
    """The folder of data sets and settings: KERAS_HOME, or ~/.keras."""
    return Path(os.environ.get("KERAS_HOME") or Path.home() / ".keras").expanduser()
