"""Which names and arguments of old releases are answered, read from a list of them."""

import ast
import importlib
import inspect
from pathlib import Path

from keraunos.compat.adapting import op
from keraunos.compat.arguments import FUNCTIONS, KINDS, LAYERS, Table
from keraunos.compat.keywords import _LAYER_BASE
from keraunos.compat.names import OPENED
from keraunos.compat.translation import respelled
from keraunos.core import registry

LIST = Path(__file__).parents[2] / ".." / "shared" / "api" / "legacy.tsv"
"""Rows of release, import path, kind, signature; it lies beside the project where it was made."""

_TAKEN_BY_ALL = {
    "layers": {*_LAYER_BASE, "batch_input_shape", "input_length", "weights", "name", "dtype", "trainable"},
    "optimizers": {"decay"},
}  # fmt: skip


def rows():
    """(release, import path, kind, signature), `tf.keras` written out."""
    lines = LIST.read_text(encoding="utf8").splitlines()
    split = (line.split("\t") for line in lines if line and not line.startswith("#"))
    return [(r, p.replace("tf.keras", "tensorflow.keras", 1), k, s) for r, p, k, s in split]


def resolved(path):
    """What the path means under the import hook; AttributeError where it means nothing."""
    parts = path.split(".")
    for i in range(len(parts), 0, -1):
        try:
            thing = importlib.import_module(".".join(parts[:i]))
        except ModuleNotFoundError:
            continue
        for part in parts[i:]:
            thing = getattr(thing, part)
        return thing
    raise AttributeError(path)


def lacking(thing, path, signature):
    """The old arguments that cannot be given by name."""
    function = thing.__init__ if inspect.isclass(thing) else thing
    try:
        parameters = inspect.signature(function).parameters
    except (TypeError, ValueError):
        return []
    known = {n for n, p in parameters.items() if p.kind not in (p.VAR_KEYWORD, p.VAR_POSITIONAL)}
    known |= set(getattr(thing, "words", ()))
    table = _table(thing, path)
    if inspect.isclass(thing):
        known |= _TAKEN_BY_ALL["layers"] if table is LAYERS else set()
        known |= _TAKEN_BY_ALL["optimizers"] if ".optimizers" in path else set()
    left = {n: v for n, v in _arguments(signature).items() if n not in known}
    if table is None or not left:
        return list(left)
    try:
        return [n for n in respelled(path, left, sorted(known), table).kwargs if n not in known]
    except ValueError:
        return list(left)


def _table(thing, path):
    """The table of old arguments that the hook opened the thing with, or None."""
    if inspect.isclass(thing):
        return next((t for base, t in KINDS.items() if issubclass(thing, op(base))), Table())
    names = (path, registry.path_of(thing), registry.path_of(getattr(thing, "__wrapped__", None)))
    short = f"keras.utils.{path.rsplit('.', 1)[1]}"
    return FUNCTIONS if short in OPENED or any(n in OPENED for n in names) else None


def _arguments(signature):
    """name -> default, as far as it is a literal; `self` and gathered ones left out."""
    given = ast.parse(f"def f{signature}: pass").body[0].args
    names = [a.arg for a in (*given.posonlyargs, *given.args)]
    found = dict.fromkeys(names)
    for name, value in zip(names[::-1], given.defaults[::-1]):
        if isinstance(value, ast.Constant):
            found[name] = value.value
    return {n: v for n, v in found.items() if n not in ("self", "cls", "args", "kwargs")}
