"""Keras' public names, found by walking the installed oracle, and what ours lack beside them."""

import inspect
from collections.abc import Iterator
from functools import cache
from types import ModuleType

import numpy as np

import keraunos
from support.layer_cases import CASES
from support.oracle import keras

_OBJECT = frozenset(dir(object))
_MANY = (inspect.Parameter.VAR_POSITIONAL, inspect.Parameter.VAR_KEYWORD)
_ABSENT = inspect.Parameter.empty


@cache
def public_names():
    """Keras' public names, as path -> thing, without the modules themselves."""
    found, seen = {}, set()
    _walk(keras, "keras", found, seen)
    return found


def _walk(module, path, found, seen):
    seen.add(id(module))
    for name, thing in sorted(vars(module).items()):
        if name.startswith("_") or name == "src":
            continue
        if not isinstance(thing, ModuleType):
            found[f"{path}.{name}"] = thing
        elif thing.__name__.startswith("keras") and id(thing) not in seen:
            _walk(thing, f"{path}.{name}", found, seen)


def ours(path):
    """The thing of that path here; AttributeError where there is none."""
    thing = keraunos
    for part in path.split(".")[1:]:
        thing = getattr(thing, part)
    return thing


def kind(thing):
    """What a name stands for."""
    if inspect.isclass(thing):
        return "class"
    return "function" if callable(thing) else "value"


# --- arguments ----------------------------------------------------------------------------------


def signature_of(thing):
    """The arguments in their order, or None where Python cannot tell."""
    try:
        return list(inspect.signature(thing).parameters.values())
    except (TypeError, ValueError):
        return None


def is_plain(value):
    """Whether a default can be compared."""
    if isinstance(value, (tuple, list)):
        return all(is_plain(v) for v in value)
    return value is None or isinstance(value, (bool, int, float, str))


def argument_gaps(mine, his, gathers=False):
    """What a call written for Keras finds otherwise here, as sentences.

    Args: gathers: whether `*args, **kwargs` of ours may stand for any argument.
    """
    wanted, given = signature_of(his), signature_of(mine)
    if wanted is None or given is None:
        return [] if wanted is None else ["its arguments cannot be read"]
    if gathers and any(p.kind in _MANY for p in given):
        return []
    by_name = {p.name: p for p in given if p.kind not in _MANY}
    names = {p.name for p in wanted if p.kind not in _MANY}
    open_ended = len(names) < len(wanted)
    wanted = [p for p in wanted if p.kind not in _MANY]
    gaps = [f"no argument {p.name}" for p in wanted if p.name not in by_name]
    gaps += [
        f"needs {name}"
        for name, p in by_name.items()
        if p.default is _ABSENT and name not in names and not open_ended
    ]
    return gaps or [
        *_order_gaps(by_name, wanted),
        *(gap for p in wanted for gap in _default_gaps(by_name[p.name], p)),
    ]


def _order_gaps(by_name, wanted):
    positional = (inspect.Parameter.POSITIONAL_ONLY, inspect.Parameter.POSITIONAL_OR_KEYWORD)
    hers = [p.name for p in wanted if p.kind in positional]
    here = [p.name for p in by_name.values() if p.kind in positional]
    shut = [p.name for p in wanted
            if p.kind not in positional[:1] and by_name[p.name].kind is positional[0]]  # fmt: skip
    gaps = [f"{name} cannot be given by name" for name in shut]
    return gaps + ([] if here[: len(hers)] == hers else [f"order {here} instead of {hers}"])


def _default_gaps(mine, his):
    if his.default is _ABSENT or not is_plain(his.default):
        return []
    ours, same = mine.default, his.default
    if isinstance(same, tuple) and isinstance(ours, int):  # one number stands for every axis
        ours = (ours,) * len(same)
    equal = ours == same and isinstance(ours, bool) == isinstance(same, bool)
    return [] if equal else [f"{his.name}={mine.default!r} instead of {his.default!r}"]


# --- members ------------------------------------------------------------------------------------


def members(cls) -> Iterator[str]:
    """The public attributes of a class, beyond those of any object."""
    return (n for n in dir(cls) if not n.startswith("_") and n not in _OBJECT)


def member_gaps(path, mine, his):
    """What the class of ours lacks, as sentences."""
    made, gaps = sample(path, mine), []
    for name in members(his):
        his_one = getattr(his, name)
        if not hasattr(mine, name) and not _has(made, name):
            gaps.append(f"{name}: missing")
        elif inspect.isroutine(his_one):
            my_one = getattr(mine, name, None) or getattr(made, name)
            gaps += [f"{name}: {gap}" for gap in argument_gaps(my_one, his_one, gathers=True)]
        elif _settable(his, name) and not _settable(mine, name):
            gaps.append(f"{name}: cannot be set")
    return gaps


def _settable(cls, name):
    held = inspect.getattr_static(cls, name, None)
    return not isinstance(held, property) or held.fset is not None


def _has(made, name):
    """Whether an object has the attribute, be it one that tells why it has no value yet."""
    if made is None:
        return False
    try:
        return hasattr(made, name)
    except (RuntimeError, ValueError):
        return True


def sample(path, cls):
    """An object of the class, or of its base, or None where it takes more than this file knows."""
    short = cls.__name__
    if path.startswith("keras.layers.") and CASES.get(short):
        case = CASES[short][0]
        layer = case.make(keraunos.layers)
        layer(*(_of(shape, case.dtype) for shape in case.inputs))
        return layer
    make = SAMPLES.get(short, lambda cls: cls())
    try:
        return make(cls)
    except (TypeError, ValueError, NotImplementedError):
        return keraunos.layers.Layer() if issubclass(cls, keraunos.layers.Layer) else None


def _of(shape, dtype):
    if isinstance(shape, list):
        return [_of(s, dtype) for s in shape]
    texts = np.dtype(dtype).kind in "OU"
    return np.zeros(shape, dtype) if texts else keraunos.KerasTensor(shape, dtype)


SAMPLES = {
    "KerasTensor": lambda cls: cls((2,)),
    "Variable": lambda cls: cls(1.0),
    "DTypePolicy": lambda cls: cls("float32"),
    "FloatDTypePolicy": lambda cls: cls("float32"),
    "InputLayer": lambda cls: cls((2,)),
    "OptimizerMap": lambda cls: cls(keraunos.optimizers.Adam()),
    "MultiOptimizer": lambda cls: cls(lambda variable: keraunos.optimizers.Adam()),
    "Int4DTypePolicy": lambda cls: cls("int4/32"),
    "GPTQDTypePolicy": lambda cls: cls("gptq/4/32"),
    "AWQDTypePolicy": lambda cls: cls("awq/4/32"),
    "QuantizedDTypePolicy": lambda cls: cls("int8"),
    "QuantizedFloat8DTypePolicy": lambda cls: cls("float8"),
    "Distiller": lambda cls: cls(
        keraunos.Sequential([keraunos.Input((2,)), keraunos.layers.Dense(1)]),
        keraunos.Sequential([keraunos.Input((2,)), keraunos.layers.Dense(1)]),
    ),
}
"""How an object is made, where the class alone does not tell."""
