"""The weights in a model's file as nested dicts: looked at, changed and written anew, no model built."""

import io
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np

from keraunos.core.errors import FileError, bad, unknown
from keraunos.core.registry import register
from keraunos.saving import atomic, damage, kinds, weights
from keraunos.saving.archive import Archive
from keraunos.saving.hdf5 import Group, open_hdf5, writer
from keraunos.saving.keras_file import CONFIG, METADATA, WEIGHTS
from keraunos.saving.layout import places

VARIABLES = "vars"
"""The group of an object's own arrays; left out of the paths here, as files have it everywhere."""


@register("keras.saving.KerasFileEditor")
class KerasFileEditor:
    """What a `.keras` or `.weights.h5` file holds, to look at, change, and write as `.weights.h5`.

    An object goes by its path (`layers/dense_1`), or by its last part where that is the only one.

    Args: filepath: of the file, ending in ".keras" or ".weights.h5".
    Raises: ValueError for another ending, or a file that `load_model` would refuse; FileNotFoundError.
    Example:
        >>> model = keraunos.Sequential([keraunos.Input((2,)), keraunos.layers.Dense(1, name="a")])
        >>> model.save_weights("old.weights.h5")
        >>> editor = KerasFileEditor("old.weights.h5")
        Keras model file 'old.weights.h5'
        >>> editor.rename_object("dense", "dense_1")
        >>> editor.add_weights("dense_1", {"1": np.ones(1)})
        >>> editor.summary()
        Weights structure
          └─ layers
              └─ dense_1 ('a')
                  ├─ 0: shape=(2, 1), dtype=float32
                  └─ 1: shape=(1,), dtype=float64
        >>> editor.save("new.weights.h5")
    Source: the editor of Keras 3.
    Differs: `compare` counts each mismatch and each match once; objects keep their names when renamed and
        saved; what lies below an object that has no arrays of its own is kept; the states of seeds and
        metrics, which Keras keeps as weights, are not compared.
    """

    def __init__(self, filepath: Any) -> None:
        self.filepath = os.fspath(filepath)
        self.model, self.config, self.metadata = None, None, None
        self.object_metadata: dict[str, dict[str, Any]] = {}
        if not self.filepath.endswith((".keras", ".weights.h5")):
            expected = "a path that ends in .keras or .weights.h5"
            fix = "Save the model again in one of them."
            raise ValueError(bad("KerasFileEditor", "filepath", expected, filepath, fix))
        kinds.opened(self.filepath, "KerasFileEditor")
        with damage.told(self.filepath):
            self._read()
        print(f"Keras model file '{self.filepath}'")
        if isinstance(self.metadata, dict):
            version, date = self.metadata.get("keras_version"), self.metadata.get("date_saved")
            print(f"Saved with Keras {version} - date: {date}")

    # --- looking ---------------------------------------------------------------------------------

    def summary(self) -> None:
        """Print the objects and the shapes and dtypes of their arrays, as a tree."""
        print("Weights structure")
        for line in self._lines(self.weights_dict, "  ", ""):
            print(line)

    def compare(self, reference_model: Any) -> dict[str, Any]:
        """Print where the file and a built model differ in objects, arrays and shapes.

        Returns: {"status": "success" or "error", "error_count": int, "match_count": int}.
        """
        print("Running comparison")
        found = list(_differences(self.weights_dict, _arrays_of(reference_model), ""))
        wrong = [line for line in found if line]
        matches = len(found) - len(wrong)
        for line in wrong:
            print(line)
        print("─" * 21)
        if not wrong:
            print("Comparison successful: saved file is compatible with the reference model")
            print(f"    Found {_counted(matches, 'matching weight')}")
        else:
            print(f"Found {_counted(len(wrong), 'error')}: the file does not fit the model")
        status = "error" if wrong else "success"
        return {"status": status, "error_count": len(wrong), "match_count": matches}

    # --- changing --------------------------------------------------------------------------------

    def rename_object(self, object_name: str, new_name: str) -> None:
        """Give an object another name where it is.

        Args: object_name: its path or its name. new_name: a name, no path.
        Raises: ValueError if there is no such object, or several.
        """
        if "/" in new_name:
            raise ValueError(bad("rename_object", "new_name", "a name, not a path", new_name, ""))
        path, home, name = self._find("rename_object", object_name)
        home[new_name] = home.pop(name)
        self._move_names(path, path.rpartition("/")[0] + "/" + new_name)

    def delete_object(self, object_name: str) -> None:
        """Take an object away, and all below it. Args, Raises: as of `rename_object`."""
        path, home, name = self._find("delete_object", object_name)
        del home[name]
        self._move_names(path, None)

    def add_object(self, object_path: str, weights: dict[str, Any]) -> None:
        """Add an object with its arrays.

        Args:
            object_path: where, as "layers/dense_2"; what is above it must be there.
            weights: {name: array}, names usually "0", "1", …
        Raises: ValueError if the place above is not there, or for weights that are no dict.
        """
        _check_dict("add_object", weights)
        above, _, name = object_path.rpartition("/")
        home = self._at(above)
        if home is None:
            raise ValueError(f"add_object: {self._unknown(above)}")
        home[name] = weights

    def delete_weight(self, object_name: str, weight_name: str) -> None:
        """Take one array of an object away. Raises: ValueError if there is none of that name."""
        path, home, name = self._find("delete_weight", object_name)
        if weight_name not in home[name]:
            raise ValueError(unknown("delete_weight", f"weight of {path}", weight_name, home[name]))
        del home[name][weight_name]

    def add_weights(self, object_name: str, weights: dict[str, Any]) -> None:
        """Add arrays to an object, or replace them. Args: weights: {name: array}."""
        _check_dict("add_weights", weights)
        _, home, name = self._find("add_weights", object_name)
        home[name].update(weights)

    # --- writing ---------------------------------------------------------------------------------

    def save(self, filepath: Any) -> None:
        """Write the weights as they are now.

        Args: filepath: where to, ending in ".weights.h5"; a file there is replaced.
        Raises: ValueError for another ending; OSError saying why it cannot be written.
        """
        path = Path(filepath).expanduser()
        if not path.name.endswith(".weights.h5"):
            expected = "a path that ends in .weights.h5"
            raise ValueError(bad("KerasFileEditor.save", "filepath", expected, str(filepath), ""))
        with atomic.writing(path) as stream, writer(stream) as file:
            self._write(file, self.weights_dict, "")

    def resave_weights(self, filepath: Any) -> None:
        """What `save` does, by its other name."""
        self.save(filepath)

    def _write(self, group: Any, content: dict[str, Any], path: str) -> None:
        arrays = {name: x for name, x in content.items() if not isinstance(x, dict)}
        if arrays:
            own = group.create_group(VARIABLES)
            if name := self.object_metadata.get(path, {}).get("name"):
                own.attrs["name"] = name
            for key, array in arrays.items():
                weights.put(own, key, np.asarray(array))
        for key, inner in content.items():
            if isinstance(inner, dict):
                self._write(group.create_group(key), inner, f"{path}/{key}")

    # --- reading ---------------------------------------------------------------------------------

    def _read(self) -> None:
        if not self.filepath.endswith(".keras"):
            with open_hdf5(self.filepath, self.filepath) as file:
                self.weights_dict = self._tree(file)
            return
        with Archive(self.filepath, self.filepath) as archive:
            self.config = archive.json(CONFIG)
            self.metadata = archive.json(METADATA)
            stream, name = io.BytesIO(archive.read(WEIGHTS)), f"{self.filepath}: {WEIGHTS}"
            with open_hdf5(stream, name) as file:
                self.weights_dict = self._tree(file)

    def _tree(self, group: Group, path: str = "") -> dict[str, Any]:
        """The groups as dicts, the arrays in `vars` lifted to their object, what is empty left out."""
        found = {name: stored.read() for name, stored in group.arrays()}
        for name, inner in group.groups():
            if name != VARIABLES:
                content = self._tree(inner, f"{path}/{name}")
                if content:
                    self._take(found, name, content, group)
                continue
            if attributes := {key: inner.attribute(key) for key in inner.attributes()}:
                self.object_metadata[path] = attributes
            for key, stored in inner.arrays():
                self._take(found, key, stored.read(), group)
        return found

    def _take(self, found: dict[str, Any], name: str, value: Any, group: Group) -> None:
        if name in found:
            raise FileError(f"{self.filepath}: {group.path}/{name} comes twice.")
        found[name] = value

    # --- finding ---------------------------------------------------------------------------------

    def _find(self, owner: str, name: str) -> tuple[str, dict[str, Any], str]:
        """(path, the dict that holds it, its name there) of an object."""
        paths = [path for path, _ in _objects(self.weights_dict, "")]
        wanted = "/" + name.strip("/")
        fits = [p for p in paths if p == wanted or ("/" not in name and p.endswith(wanted))]
        if len(fits) > 1:
            raise ValueError(f"{owner}: {name!r} is at {' and '.join(fits)}; pass one whole path.")
        if not fits:
            raise ValueError(f"{owner}: {self._unknown(name)}")
        above, _, last = fits[0].rpartition("/")
        home = self._at(above)
        assert home is not None  # the path was found a line ago
        return fits[0], home, last

    def _at(self, path: str) -> dict[str, Any] | None:
        """The dict at this path, or None."""
        here: Any = self.weights_dict
        for part in filter(None, path.split("/")):
            here = here.get(part)
            if not isinstance(here, dict):
                return None
        return here

    def _unknown(self, name: str) -> str:
        paths = [path.lstrip("/") for path, _ in _objects(self.weights_dict, "")]
        if "/" not in name:
            paths = [path.rpartition("/")[2] for path in paths]
        return unknown(self.filepath, "object", name, paths)

    def _move_names(self, path: str, new: str | None) -> None:
        """Let what the file says of objects follow one that moved, or go with it."""
        for old in [p for p in self.object_metadata if p == path or p.startswith(path + "/")]:
            said = self.object_metadata.pop(old)
            if new is not None:
                self.object_metadata[new + old.removeprefix(path)] = said

    def _lines(self, content: dict[str, Any], indent: str, path: str) -> Iterator[str]:
        for i, (name, value) in enumerate(content.items()):
            last = i == len(content) - 1
            branch, deeper = ("└─ ", "    ") if last else ("├─ ", "│   ")
            if not isinstance(value, dict):
                array = np.asarray(value)
                yield f"{indent}{branch}{name}: shape={array.shape}, dtype={array.dtype}"
                continue
            called = self.object_metadata.get(f"{path}/{name}", {}).get("name")
            yield f"{indent}{branch}{name}" + (f" ('{called}')" if called else "")
            yield from self._lines(value, indent + deeper, f"{path}/{name}")


def _objects(content: dict[str, Any], path: str) -> Iterator[tuple[str, dict[str, Any]]]:
    """Every dict below this one, with its path."""
    for name, value in content.items():
        if isinstance(value, dict):
            yield f"{path}/{name}", value
            yield from _objects(value, f"{path}/{name}")


def _arrays_of(model: Any) -> dict[str, Any]:
    """What a file of this model would hold, as nested dicts."""
    found: dict[str, Any] = {}
    for path, thing in places(model):
        store = weights.Store()
        if hasattr(thing, "save_own_variables"):
            thing.save_own_variables(store)
        here = found
        for part in filter(None, path.split("/")) if store.arrays else ():
            here = here.setdefault(part, {})
        here.update(store.arrays)
    return found


def _differences(file: Any, model: Any, path: str) -> Iterator[str]:
    """For each array "" if it is in both with one shape; else, or for an object, what is wrong."""
    for name in [*model, *(n for n in file if n not in model and n not in weights.STATES)]:
        where = f"{path}/{name}"
        if name not in file or name not in model:
            yield _one_sided(where, model.get(name, file.get(name)), name in model)
            continue
        stored, own = file[name], model[name]
        if isinstance(stored, dict) and isinstance(own, dict):
            yield from _differences(stored, own, where)
        elif isinstance(stored, dict) or isinstance(own, dict):
            kinds = ("an object" if isinstance(x, dict) else "an array" for x in (own, stored))
            yield "...{}: {} in the reference model, {} in the saved file".format(where, *kinds)
        elif np.shape(stored) != np.shape(own):
            shapes = f"shape {np.shape(own)}, in the saved file {np.shape(stored)}"
            yield f"...Weight {where}: in the reference model {shapes}"
        else:
            yield ""


def _one_sided(where: str, content: Any, of_model: bool) -> str:
    sides = ("reference model", "saved file")
    here, there = sides if of_model else sides[::-1]
    if not isinstance(content, dict):
        return f"...Weight {where} is in the {here} and not in the {there}"
    return f"...Object {where} is in the {here} and not in the {there}; it holds {list(content)}"


def _counted(number: int, what: str) -> str:
    return f"{number} {what}{'' if number == 1 else 's'}"


def _check_dict(owner: str, weights: Any) -> None:
    if not isinstance(weights, dict):
        raise ValueError(bad(owner, "weights", "a dict {name: array}", weights, ""))
