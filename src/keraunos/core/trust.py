"""How far what is being read is trusted: whether it may bring code, and how much memory it may ask for.

Nothing said means not trusted. Only the caller in Python says otherwise: `safe_mode=False`, or
`config.enable_unsafe_deserialization()`; no config can name either.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from keraunos.core.errors import UnsafeError

_everywhere = [False]
_said: ContextVar[bool | None] = ContextVar("safe_mode", default=None)
_room: ContextVar[list[int] | None] = ContextVar("room", default=None)


def enable_unsafe_deserialization() -> None:
    """Trust every file and config that this process reads from now on, code in them included."""
    _everywhere[0] = True


@contextmanager
def safe_mode(safe: bool | None) -> Iterator[None]:
    """Within it configs are read as untrusted, or, with False and only then, as trusted."""
    token = _said.set(safe)
    try:
        yield
    finally:
        _said.reset(token)


def trusted() -> bool:
    """Whether the caller said that what is read may bring code.

    Example:
        >>> with safe_mode(None): trusted()
        False
    """
    return _everywhere[0] or _said.get() is False


def require(owner: str, what: str) -> None:
    """Refuse something that only a trusted file may bring.

    Args: owner: who reads it. what: what the file brings, as in "Python bytecode".
    Raises: UnsafeError (a ValueError) unless the caller trusts it.
    """
    if not trusted():
        raise UnsafeError(
            f"{owner}: it brings {what}, which is not read in safe mode. If you trust who made it, pass "
            "safe_mode=False, or call keraunos.config.enable_unsafe_deserialization()."
        )


@contextmanager
def room_for(size: int) -> Iterator[None]:
    """Within it new variables may take so many bytes together, and no more.

    A file's config says how large the weights are, and its weights must fill them; so a config that asks
    for much more than the file holds is refused before anything of that size is made.

    Args: size: bytes.
    """
    token = _room.set([size])
    try:
        yield
    finally:
        _room.reset(token)


def allot(size: int, what: str) -> None:
    """Take bytes of the room there is.

    Args: size: bytes. what: the variable's path, for the message.
    Raises: UnsafeError if there are not so many left.
    """
    room = _room.get()
    if room is None:
        return
    room[0] -= size
    if room[0] < 0:
        raise UnsafeError(
            f"Variable '{what}': the config asks for {size:,} bytes here, more than the weights in the "
            "file can fill, or than half of the memory. It is damaged, or made to exhaust the memory."
        )


# --- what a config may name ---------------------------------------------------------------------

FUNCTIONS = ("keras.activations", "keras.losses", "keras.metrics", "keras.ops", "keras.initializers",
             "keras.regularizers", "keras.constraints")  # fmt: skip
"""Whose functions a config may name: pure maths, that neither reads files nor makes things."""

OUTSIDE = {
    "vocabulary": "a vocabulary that is read from a file or an address",
    "idf_weights": "weights that are read from a file or an address",
    "filepath": "a file to be read",
}
"""Arguments that, given as a string, reach out of the file."""

CODE = {
    "keras.layers.TFSMLayer": "a SavedModel, which is a program of its own",
    "keras.layers.TorchModuleWrapper": "a pickled torch module",
    "keras.layers.JaxLayer": "functions as code",
    "keras.layers.FlaxLayer": "a module as code",
}
"""Classes whose config is more than data."""


def only_maths(path: str | None, thing: Any) -> Any:
    """A function that a config names, if it may.

    Args: path: its public path, None for one of a user's. thing: the function.
    Raises: UnsafeError if it is not pure maths.
    """
    if path is not None and path.rsplit(".", 1)[0] not in FUNCTIONS:
        raise UnsafeError(
            f"deserialize: {path!r} is not a function that a config may name. Those of "
            f"{', '.join(FUNCTIONS)} are, and your own in custom_objects."
        )
    return thing


def only_data(path: str, name: str, config: dict[str, Any]) -> None:
    """Refuse what a config may not bring in safe mode.

    Args: path: the public path of the class it is for, "" for one of a user's. name: the class's name.
    Raises: UnsafeError for programs, callbacks and things outside of the file.
    """
    if path in CODE:
        require(name, CODE[path])
    if path.startswith("keras.callbacks."):
        require(name, "a callback")
    for argument, what in OUTSIDE.items():
        if path and isinstance(config.get(argument), str):
            require(f"{name} (`{argument}`)", what)
