"""Files of any name: models and weights that are saved under names without today's endings."""

import functools
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from keraunos.callbacks import ModelCheckpoint
from keraunos.compat.attributes import Change
from keraunos.compat.wording import say
from keraunos.core import forms
from keraunos.models import Model
from keraunos.saving import files

MODEL, WEIGHTS = "model.keras", ".weights.h5"
_WHOLE, _HDF5 = (".keras", ".h5", ".hdf5"), (".h5", ".hdf5")


class Loaded:
    """What `load_weights` and `restore` give: questions about it that all have the answer yes."""

    def expect_partial(self) -> "Loaded":
        """Itself."""
        return self

    assert_consumed = assert_existing_objects_matched = assert_nontrivial_match = expect_partial


def changes() -> Iterator[Change]:
    """What saves and loads under any name: (class, name, function)."""
    yield Model, "save", _save
    yield Model, "save_weights", _saving_weights(Model.save_weights)
    yield Model, "load_weights", _loading_weights(Model.load_weights)
    yield ModelCheckpoint, "_check", _checking(ModelCheckpoint._check)


# --- whole models -------------------------------------------------------------------------------


def save_model(
    model: Any, filepath: Any, overwrite: bool = True, include_optimizer: bool = True,
    save_format: str | None = None, *_more: Any, zipped: bool | None = None, **_names: Any,
) -> None:  # fmt: skip
    """Save a whole model; under a name without a known ending as a folder with a .keras file in it.

    Args: save_format: "h5": the format of Keras 2 whatever the name; "keras" and "tf" change nothing.
    """
    path = Path(os.fspath(filepath))
    if save_format in ("h5", "hdf5") and path.suffix not in _HDF5:
        return files.save_h5(model, path, overwrite, include_optimizer)
    if path.suffix not in _WHOLE:
        say("model.save(name) without an ending is now model.save('name.keras').", key="save")
        path.mkdir(parents=True, exist_ok=True)
        path = path / MODEL
    kept = {"include_optimizer": include_optimizer} if path.suffix in _HDF5 else {}
    return files.save_model(model, path, overwrite, zipped, **kept)


def _save(self: Any, filepath: Any, *args: Any, **kwargs: Any) -> None:
    """Save it; see `save_model`."""
    save_model(self, filepath, *args, **kwargs)


def load_model(
    filepath: Any, custom_objects: Any = None, compile: bool = True, safe_mode: Any = True,
    options: Any = None,
) -> Any:  # fmt: skip
    """The model of a file, or of the folder that `save_model` made.

    Lambdas of an HDF5 file are read where this process wrote them, as they are its own.
    """
    if isinstance(filepath, (str, os.PathLike)) and (Path(filepath) / MODEL).is_file():
        filepath = Path(filepath) / MODEL
    if not isinstance(filepath, (str, os.PathLike)) or str(filepath).endswith(".keras"):
        return files.load_model(filepath, custom_objects, compile, safe_mode)
    with forms.recalled():
        return files.load_model(filepath, custom_objects, compile, safe_mode)


# --- weights ------------------------------------------------------------------------------------


def _saving_weights(plain: Any) -> Any:
    @functools.wraps(plain)
    def save_weights(
        self: Any, filepath: Any, overwrite: bool = True, *_more: Any, **_names: Any
    ) -> None:
        path = os.fspath(filepath)
        if not path.endswith(_HDF5):
            say("save_weights(name) is now save_weights('name.weights.h5').", key="save_weights")
            path += WEIGHTS
        Path(path).parent.mkdir(parents=True, exist_ok=True)
        plain(self, path, overwrite)

    return save_weights


def _loading_weights(plain: Any) -> Any:
    @functools.wraps(plain)
    def load_weights(self: Any, filepath: Any, *args: Any, **kwargs: Any) -> Loaded:
        if isinstance(filepath, (str, os.PathLike)) and not os.path.exists(filepath):
            other = f"{os.fspath(filepath)}{WEIGHTS}"
            filepath = other if os.path.exists(other) else filepath
        plain(self, filepath, *args, **kwargs)
        return Loaded()

    return load_weights


def _checking(plain: Any) -> Any:
    @functools.wraps(plain)
    def _check(self: Any) -> None:
        if os.path.splitext(self.filepath)[1] in (".keras", *_HDF5):
            plain(self)

    return _check
