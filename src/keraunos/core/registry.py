"""Names and the things they name: the one registration, `get` and configs."""

import importlib
import inspect
import re
from collections.abc import Callable
from functools import cache, lru_cache
from typing import Any, Self, TypeVar

from keraunos.core import forms, sharing, trust
from keraunos.core.custom_objects import custom as custom
from keraunos.core.custom_objects import custom_object_scope as custom_object_scope
from keraunos.core.custom_objects import get_custom_objects as get_custom_objects
from keraunos.core.custom_objects import get_registered_name as get_registered_name
from keraunos.core.custom_objects import get_registered_object as get_registered_object
from keraunos.core.custom_objects import register_keras_serializable as register_keras_serializable
from keraunos.core.errors import UnknownNameError, bad, unknown

T = TypeVar("T")

_by_path: dict[str, Any] = {}
_path_of: dict[Any, str] = {}

PACKAGES = (
    "keras.activations", "keras.initializers", "keras.regularizers", "keras.constraints",
    "keras.losses", "keras.metrics", "keras.optimizers", "keras.optimizers.schedules",
    "keras.layers", "keras.models", "keras.dtype_policies", "keras.random", "keras.callbacks",
    "keras.applications", "keras.quantizers",
)  # fmt: skip
"""Where configs may name things; their modules load when a name is not known yet."""


def register(path: str, *aliases: str) -> Callable[[T], T]:
    """Register a class or function under its public path, and under more paths for old or short names."""

    def keep(thing: T) -> T:
        for name in (path, *aliases):
            if name in _by_path and _by_path[name].__qualname__ != thing.__qualname__:  # type: ignore[attr-defined]
                raise ValueError(bad("register", "path", "a path not yet taken", name, "Rename."))
            _by_path[name] = thing
        _path_of[thing] = path
        return thing

    return keep


def registered(package: str) -> dict[str, Any]:
    """Everything registered under `package`, as short name -> thing; aliases included.

    Example:
        >>> complete("keras.activations"); "relu" in registered("keras.activations")
        True
    """
    prefix = package + "."
    return {
        path[len(prefix) :]: thing
        for path, thing in _by_path.items()
        if path.startswith(prefix) and "." not in path[len(prefix) :]
    }


def complete(package: str) -> None:
    """Load every public name of one of PACKAGES, so that all of it is registered."""
    if package in PACKAGES:
        module = importlib.import_module(package.replace("keras.", "keraunos.", 1))
        for name in module.__all__:
            getattr(module, name)


def path_of(thing: object) -> str | None:
    """The public path under which a thing was registered, or None."""
    try:
        return _path_of.get(thing)
    except TypeError:  # not hashable, so not registered
        return None


@cache
def snake_case(name: str) -> str:
    """Dense2DThing -> dense2d_thing, as layers are named.

    Example:
        >>> snake_case("BatchNormalization"), snake_case("LSTM")
        ('batch_normalization', 'lstm')
    """
    name = re.sub(r"\W+", "", name)
    name = re.sub(r"(.)([A-Z][a-z]+)", r"\1_\2", name)
    return re.sub(r"([a-z])([A-Z])", r"\1_\2", name).lower()


# --- get ----------------------------------------------------------------------------------------


def find(package: str, name: str, owner: str, also: tuple[str, ...] = ()) -> Any:
    """The thing that `name` means within `package`: exact name, else snake or lower case of a class.

    Args: also: names that others understand, shown where the name is unknown.
    """
    own = custom(name)
    if own is not None:
        return own
    found = _lookup(package, name)
    if found is None:
        complete(package)
        found = _lookup(package, name)
    if found is None:
        kind = package.split(".")[-1].removesuffix("s").replace("losse", "loss")
        raise UnknownNameError(unknown(owner, kind, name, [*registered(package), *also]))
    return found


def _lookup(package: str, name: str) -> Any:
    exact = _by_path.get(f"{package}.{name}")
    if exact is not None:
        return exact
    for short, thing in registered(package).items():
        if inspect.isclass(thing) and name in (snake_case(short), short.lower()):
            return thing
    return None


def get(package: str, identifier: Any, owner: str, *, none: Any = None) -> Any:
    """What every package's `get` does: None, name, config, class or ready thing -> thing."""
    if identifier is None:
        return none
    if isinstance(identifier, dict):
        return deserialize(identifier, package=package)
    if isinstance(identifier, str):
        identifier = find(package, identifier, owner)
    if inspect.isclass(identifier):
        return identifier()
    if callable(identifier) or hasattr(identifier, "get_config"):
        return identifier
    kinds = "a name, a config, a class or a callable"
    raise ValueError(bad(owner, "identifier", kinds, identifier, "Pass one of these."))


# --- configs ------------------------------------------------------------------------------------


class Configurable:
    """A thing whose config is the arguments of its `__init__`, read back from its attributes.

    The attribute named like an argument is what the config says. A class of a user's that keeps
    an argument under another name is served from the arguments it was called with.
    """

    _init_call: tuple[tuple[Any, ...], dict[str, Any]]
    _config_root = True
    _of_the_base: tuple[str, ...] = ()
    """Arguments of the base class that a class of a user's need not take."""
    _not_in_config: tuple[str, ...] = ()

    def __new__(cls, *args: Any, **kwargs: Any) -> Self:
        """Keep the arguments of the call."""
        if cls.__init__ is object.__init__ and (args or kwargs):
            raise TypeError(f"{cls.__name__}() takes no arguments; got {(*args, *kwargs)}.")
        self = super().__new__(cls)
        object.__setattr__(self, "_init_call", (args, kwargs))
        return self

    @property
    def _init_args(self) -> dict[str, Any]:
        """The arguments of the call by name, defaults included."""
        bound = self.__dict__.get("_init_bound")
        if bound is None:
            bound = _bind(type(self), *self._init_call)
            object.__setattr__(self, "_init_bound", bound)
        return bound

    def get_config(self) -> dict[str, Any]:
        """The arguments that make this object again, as JSON types."""
        config = {}
        for name in _parameters(_described_class(type(self))):
            if name not in self._not_in_config:
                config[name] = serialize(self._argument(name))
        return config

    def _argument(self, name: str) -> Any:
        if hasattr(self, name):
            return getattr(self, name)
        if name in self._init_args:
            return self._init_args[name]
        raise NotImplementedError(
            f"{type(self).__name__}: argument `{name}` of __init__ is kept in no attribute, so the "
            f"config cannot be read. Set self.{name}, or write get_config()."
        )

    @classmethod
    def from_config(
        cls, config: dict[str, Any], custom_objects: dict[str, Any] | None = None
    ) -> Any:
        """Make the object again from what `get_config` gave.

        Args: custom_objects: names that are known beside the registered ones.
        """
        with custom_object_scope(custom_objects or {}):
            given = {name: _revive(value) for name, value in config.items()}
        kinds = {p.kind for p in _signature(cls.__init__).parameters.values()}
        if inspect.Parameter.VAR_KEYWORD not in kinds:  # the bases' arguments are not handed on
            spare = set(cls._of_the_base) - set(_parameters(cls))
            given = {name: value for name, value in given.items() if name not in spare}
        return cls(**given)


def _described_class(cls: type) -> type:
    """The class whose arguments a base `get_config` reports: the first that no override covers.

    A class that writes its own get_config() adds its own arguments to what this gives.
    """
    mro = [c for c in cls.__mro__ if c is not object]
    covered = [i for i, c in enumerate(mro)
               if "get_config" in c.__dict__ and not c.__dict__.get("_config_root")]  # fmt: skip
    return mro[covered[-1] + 1] if covered else cls


@lru_cache(maxsize=4096)
def _signature(function: Callable[..., Any]) -> inspect.Signature:
    return inspect.signature(function)


def _parameters(cls: type) -> list[str]:
    kinds = (inspect.Parameter.POSITIONAL_OR_KEYWORD, inspect.Parameter.KEYWORD_ONLY)
    parameters = list(_signature(cls.__init__).parameters.values())[1:]
    return [p.name for p in parameters if p.kind in kinds]


def _bind(cls: type, args: tuple[Any, ...], kwargs: dict[str, Any]) -> dict[str, Any]:
    """The arguments by name, defaults included; empty if they do not fit (`__init__` will say so)."""
    signature = _signature(cls.__init__)
    try:
        bound = signature.bind(None, *args, **kwargs)
    except TypeError:
        return dict(kwargs)
    bound.apply_defaults()
    values = dict(list(bound.arguments.items())[1:])
    for p in signature.parameters.values():
        if p.kind is inspect.Parameter.VAR_KEYWORD:
            values.update(values.pop(p.name, {}))
        elif p.kind is inspect.Parameter.VAR_POSITIONAL:
            values.pop(p.name, None)
    return values


@sharing.writing
def serialize(obj: Any) -> Any:
    """An object as JSON types: plain values as they are, registered things by name, others by config.

    An object that comes twice is marked, so that it is read back as one.
    """
    if obj is None or isinstance(obj, (bool, int, float, str)):
        return obj
    if isinstance(obj, dict):
        return {key: serialize(value) for key, value in obj.items()}
    if isinstance(obj, (list, tuple)):
        return [serialize(value) for value in obj]
    form = forms.written(obj, serialize)
    if form is not None:
        return form
    if inspect.isfunction(obj) or inspect.isclass(obj) or inspect.isbuiltin(obj):
        return _serialize_name(obj)
    if hasattr(obj, "get_config"):
        return sharing.marked(
            obj,
            {**_address(type(obj), serialize(obj.get_config())), **_build_config(obj)},
        )
    if hasattr(obj, "tolist"):  # arrays of other libraries
        return obj.tolist()
    if callable(obj) and hasattr(obj, "__name__"):
        return _serialize_name(obj)
    raise TypeError(
        bad("serialize", "obj", "a plain value or have get_config()", obj, "Add get_config().")
    )


def _build_config(obj: Any) -> dict[str, Any]:
    build = obj.get_build_config() if hasattr(obj, "get_build_config") else None
    return {"build_config": serialize(build)} if build else {}


def _address(cls: type, config: Any) -> dict[str, Any]:
    path = _path_of.get(cls)
    module, name = (cls.__module__, cls.__name__) if path is None else path.rsplit(".", 1)
    registered_as = get_registered_name(cls) if path is None else None
    return {
        "module": module,
        "class_name": name,
        "config": config,
        "registered_name": registered_as,
    }


def _serialize_name(function: Any) -> Any:
    path = _path_of.get(function)
    if path is not None:
        return path.rsplit(".", 1)[1]
    kind = {"module": "builtins", "class_name": "function", "registered_name": "function"}
    return forms.held(function) or {**kind, "config": get_registered_name(function)}


def _revive(value: Any) -> Any:
    """Nested configs in the arguments of a thing become things; all else stays."""
    if isinstance(value, list):
        return [_revive(item) for item in value]
    if isinstance(value, dict) and ("class_name" not in value or "config" not in value):
        return value if not forms.is_form(value) else deserialize(value)
    return deserialize(value) if isinstance(value, dict) else value


@sharing.reading
def deserialize(
    config: Any,
    custom_objects: dict[str, Any] | None = None,
    package: str | None = None,
) -> Any:
    """Make an object from its config; only registered and custom things can be named.

    Args:
        config: what `serialize` gave: a dict, or the name of a function.
        custom_objects: names that are known beside the registered ones.
        package: where a bare name is looked up, as in "keras.losses".
    Raises: ValueError if a name is not known; UnsafeError if the config asks for more than data.
    """
    with custom_object_scope(custom_objects or {}):
        if isinstance(config, str) and package is not None:
            return find(package, config, "deserialize")
        if not isinstance(config, dict) or "class_name" not in config:
            return config
        if forms.is_form(config):
            return forms.read(config, _revive)
        return sharing.once(config, lambda: _made(config, package))


def _made(config: dict[str, Any], package: str | None) -> Any:
    thing: Any = _named(config, package)
    if not inspect.isclass(thing):
        return trust.only_maths(path_of(thing), thing)
    inner = config.get("config", {})
    if not isinstance(inner, dict):
        raise ValueError(
            bad(
                f"deserialize {config['class_name']!r}", "config", "a dict", inner, "It is damaged."
            )
        )
    trust.only_data(path_of(thing) or "", thing.__name__, inner)
    make: Any = getattr(thing, "from_config", None)
    made: Any = thing(**inner) if make is None else make(inner)
    if config.get("build_config") and hasattr(made, "build_from_config"):
        made.build_from_config(config["build_config"])
    return made


def _named(config: dict[str, Any], package: str | None) -> Any:
    name = str(config["class_name"])
    if name == "function":
        name = str(config["config"])
    own = custom(str(config.get("registered_name") or name)) or custom(name)
    if own is not None:
        return own
    module = str(config.get("module") or package or "")
    thing = _by_path.get(f"{module}.{name}")
    if thing is None and module.split(".")[0] in _KERAS:
        thing = _anywhere(module, name)
    if thing is not None:
        return thing
    if package is not None:
        return find(package, name, "deserialize")
    raise UnknownNameError(
        unknown(
            "deserialize",
            "class",
            name,
            registered(module),
            f"If it is yours: decorate it with @keraunos.saving.register_keras_serializable(), or "
            f"pass custom_objects={{{name!r}: {name}}}.",
        )
    )


_KERAS = ("keras", "tf_keras", "tensorflow", "keras_core", "builtins")


def _anywhere(module: str, name: str) -> Any:
    """The registered thing of that name, in the module's own package if there is one, else in any."""
    parts = module.split(".")
    homes = sorted(PACKAGES, key=lambda home: home.rsplit(".", 1)[1] not in parts)
    for home in ("keras", *homes):
        complete(home)
        if f"{home}.{name}" in _by_path:
            return _by_path[f"{home}.{name}"]
    return None
