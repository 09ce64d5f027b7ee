"""Settings by name that a program keeps together: read as attributes, frozen when they are settled."""

import json
from collections.abc import Iterator
from typing import Any, NoReturn

from keraunos.core.errors import nearest


class Config:
    """Names with values, as attributes and as items; `freeze` ends all changes.

    Args: kwargs: names and values; nested dicts stay dicts.
    Raises: AttributeError or KeyError for a name that is not there, ValueError for a change when frozen.
    Example:
        >>> config = Config(rate=0.1, layers=[8, 4])
        >>> config.rate = 0.2
        >>> config.freeze()
        >>> config.to_json()
        '{"rate": 0.2, "layers": [8, 4]}'
    """

    __slots__ = ("_config", "_frozen")
    _config: dict[str, Any]
    _frozen: bool

    def __init__(self, **kwargs: Any) -> None:
        object.__setattr__(self, "_config", dict(kwargs))
        object.__setattr__(self, "_frozen", False)

    @property
    def frozen(self) -> bool:
        """Whether changes are refused."""
        return self._frozen

    def freeze(self) -> None:
        """Refuse changes from now on."""
        object.__setattr__(self, "_frozen", True)

    def unfreeze(self) -> None:
        """Take changes again."""
        object.__setattr__(self, "_frozen", False)

    # --- changes --------------------------------------------------------------------------------

    def _change(self, what: str) -> dict[str, Any]:
        if self._frozen:
            raise ValueError(f"Config: {what} came, but it is frozen. Call unfreeze() first.")
        return self._config

    def update(self, *args: Any, **kwargs: Any) -> None:
        """Set names from a mapping, another Config, or keywords."""
        given = [arg.as_dict() if isinstance(arg, Config) else arg for arg in args]
        self._change("update()").update(*given, **kwargs)

    def pop(self, *args: Any) -> Any:
        """Take a name away and return its value; a second argument is returned if it is not there."""
        return self._change(f"pop{args!r}").pop(*args)

    def __setattr__(self, name: str, value: Any) -> None:
        self._change(f"a new value of `{name}`")[name] = value

    __setitem__ = __setattr__

    def __delitem__(self, name: str) -> None:
        del self._change(f"the end of `{name}`")[name]

    # --- reading --------------------------------------------------------------------------------

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__") or name in Config.__slots__:
            raise AttributeError(name)  # what copies and pickles ask for
        if name not in self._config:
            self._missing(name)
        return self._config[name]

    def _missing(self, name: str) -> NoReturn:
        close = nearest(name, map(str, self._config))
        hint = f" Did you mean {' or '.join(map(repr, close))}?" if close else ""
        raise AttributeError(f"Config: there is no {name!r}.{hint}")

    def __getitem__(self, name: str) -> Any:
        return self._config[name]

    def get(self, keyname: str, value: Any = None) -> Any:
        """The value of a name, or the one given here."""
        return self._config.get(keyname, value)

    def keys(self) -> Any:
        """The names."""
        return self._config.keys()

    def values(self) -> Any:
        """The values."""
        return self._config.values()

    def items(self) -> Any:
        """Pairs of names and values."""
        return self._config.items()

    def as_dict(self) -> dict[str, Any]:
        """A dict of its own with the same values."""
        return dict(self._config)

    def to_json(self) -> str:
        """The names and values as JSON."""
        return json.dumps(self._config)

    def __len__(self) -> int:
        return len(self._config)

    def __iter__(self) -> Iterator[str]:
        return iter(self._config)

    def __contains__(self, name: object) -> bool:
        return name in self._config

    def __reduce__(self) -> Any:
        return _remade, (self._config, self._frozen)

    def __repr__(self) -> str:
        return f"<Config {self._config}>"


def _remade(config: dict[str, Any], frozen: bool) -> Config:
    made = Config(**config)
    if frozen:
        made.freeze()
    return made
