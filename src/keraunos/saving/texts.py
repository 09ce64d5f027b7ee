"""Models as text: JSON of every Keras, and the YAML that Keras 1 and 2 wrote, read as data."""

import os
from typing import Any

from keraunos.core import trust
from keraunos.core.errors import FileError, UnsafeError, bad
from keraunos.core.registry import custom_object_scope, deserialize, serialize
from keraunos.saving import damage
from keraunos.saving.archive import read_json
from keraunos.saving.legacy import configs
from keraunos.saving.limits import LIMITS

_PACKAGE = "keras.models"
_PYTHON = "tag:yaml.org,2002:python/"
_HARMLESS = {
    "tuple": "sequence", "list": "sequence", "dict": "mapping", "unicode": "scalar", "str": "scalar",
    "long": "int", "int": "int", "bool": "bool", "float": "float", "none": "null",
}  # fmt: skip
"""Python's plain types, as old files name them -> how they are read."""


def from_json(json_string: Any, custom_objects: dict[str, Any] | None = None) -> Any:
    """The model that a JSON text describes, of Keras 1, 2 or 3.

    Raises: FileError (a ValueError) if it is no model; UnsafeError if it asks for more than data.
    """
    if not isinstance(json_string, (str, bytes)):
        raise ValueError(
            bad("model_from_json", "json_string", "a text", json_string, "As of to_json().")
        )
    config = read_json(json_string, "model_from_json")
    with damage.told("model_from_json"), trust.room_for(_room()):
        return from_config(config, custom_objects)


def from_yaml(yaml_string: Any, custom_objects: dict[str, Any] | None = None) -> Any:
    """The model that a YAML text describes, as Keras 1 and 2 wrote it. Raises: as of `from_json`."""
    if not isinstance(yaml_string, (str, bytes)):
        raise ValueError(
            bad("model_from_yaml", "yaml_string", "a text", yaml_string, "As of to_yaml().")
        )
    config = read_yaml(yaml_string, "model_from_yaml")
    with damage.told("model_from_yaml"), trust.room_for(_room()):
        return from_config(config, custom_objects)


def _room() -> int:
    """Bytes that the variables of a model may take whose weights nobody has seen: half of the memory."""
    return os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE") // 2


def from_config(config: Any, custom_objects: dict[str, Any] | None = None) -> Any:
    """The model of a serialised config of any age, with newly drawn weights."""
    with custom_object_scope(custom_objects or {}):
        if configs.is_legacy(config) and config["class_name"] in configs.MODELS:
            config = configs.modern(config, str(config.get("keras_version") or "2"))
        return deserialize(config, package=_PACKAGE)


def to_yaml(model: Any, **kwargs: Any) -> str:
    """The model's form as YAML text, without weights.

    Args: kwargs: as of `yaml.safe_dump`.
    """
    return _yaml("to_yaml").safe_dump(serialize(model), **kwargs)


def read_yaml(text: str | bytes, name: str) -> Any:
    """The value of a YAML text, of bounded size, depth and number of values; no tag makes an object.

    Raises: FileError if it is not YAML; UnsafeError for what is more than data.
    """
    yaml = _yaml(name)
    if len(text) > LIMITS.yaml:
        raise UnsafeError(f"{name}: longer than {LIMITS.yaml:,} bytes.")
    try:
        _check_events(yaml, text, name)
        return yaml.load(text, _loader(yaml, name))
    except yaml.YAMLError as error:
        raise FileError(f"{name}: it is not YAML, or it is damaged ({error}).") from error
    except (ValueError, TypeError, RecursionError) as error:
        if isinstance(error, FileError):
            raise
        raise FileError(f"{name}: a value in it cannot be read ({error}).") from error


def _yaml(owner: str) -> Any:
    try:
        import yaml
    except ImportError as error:
        raise ImportError(
            f"{owner}: YAML is read by PyYAML, which is not installed. pip install 'keraunos[yaml]', or "
            "use to_json() and model_from_json()."
        ) from error
    return yaml


def _check_events(yaml: Any, text: str | bytes, name: str) -> None:
    """Bound the depth, and the values that aliases of aliases would grow to, before anything is made."""
    sizes: dict[str, int] = {}
    open_nodes: list[tuple[str | None, int]] = []
    total = 0
    for event in yaml.parse(text, yaml.SafeLoader):
        if isinstance(event, yaml.AliasEvent):
            if event.anchor not in sizes:
                raise UnsafeError(f"{name}: '*{event.anchor}' stands within itself.")
            total += sizes[event.anchor]
        elif isinstance(event, yaml.CollectionStartEvent):
            open_nodes.append((event.anchor, total))
            total += 1
        elif isinstance(event, yaml.CollectionEndEvent):
            anchor, before = open_nodes.pop()
            sizes |= {anchor: total - before} if anchor else {}
        elif isinstance(event, yaml.ScalarEvent):
            total += 1
            sizes |= {event.anchor: 1} if event.anchor else {}
        if len(open_nodes) > LIMITS.depth:
            raise UnsafeError(f"{name}: nested deeper than {LIMITS.depth}.")
        if total > LIMITS.values:
            raise UnsafeError(f"{name}: more than {LIMITS.values:,} values, aliases written out.")


def _loader(yaml: Any, name: str) -> Any:
    """PyYAML's safe loader, which also reads Python's plain types and says why it reads no others."""

    class Loader(yaml.SafeLoader):
        pass

    def read(loader: Any, tag: str, node: Any) -> Any:
        kind = _HARMLESS.get(tag)
        if kind is None:
            raise UnsafeError(
                f"{name}: it asks for {node.tag.removeprefix(_PYTHON)!r}, an object of Python. Only data "
                "are read."
            )
        if kind in ("sequence", "mapping"):
            return getattr(loader, f"construct_{kind}")(node, deep=True)
        return getattr(
            loader, "construct_scalar" if kind == "scalar" else f"construct_yaml_{kind}"
        )(node)

    Loader.add_multi_constructor(_PYTHON, read)
    return Loader
