"""All randomness starts here: seeded streams on the host, and counters that ride in the state.

Draws on the host come from Philox, a generator keyed by numbers: one key, one stream, wherever it is drawn.
"""

import random as python_random
import secrets
from typing import Any

import numpy as np

from keraunos.core import naming
from keraunos.core.errors import bad
from keraunos.core.registry import Configurable, register
from keraunos.core.variable import Variable

_root: dict[str, int] = {"seed": secrets.randbits(32), "drawn": 0}


def set_random_seed(seed: int) -> None:
    """Seed Python's `random`, numpy's global generator and every draw of Keraunos.

    Args: seed: an int in [0, 2**32).
    Raises: ValueError if it is not.
    Example:
        >>> set_random_seed(1); a = draw_seed(); set_random_seed(1); a == draw_seed()
        True
    """
    if isinstance(seed, bool) or not isinstance(seed, (int, np.integer)) or not 0 <= seed < 2**32:
        raise ValueError(bad("set_random_seed", "seed", "an int in [0, 2**32)", seed, ""))
    python_random.seed(int(seed))
    np.random.seed(int(seed))
    _root.update(seed=int(seed), drawn=0)
    reset_global_generator()


def draw_seed() -> int:
    """The next seed of the process's stream: an int in [0, 2**31)."""
    _root["drawn"] += 1
    return int(host_generator(_root["seed"], 0x5EED, _root["drawn"]).integers(2**31))


def host_generator(*key: int) -> np.random.Generator:
    """The host stream that this key names; equal keys, equal numbers.

    Args: key: up to four ints in [0, 2**64).
    """
    words = np.zeros(2, np.uint64)
    words[: len(key[:2])] = key[:2]
    counter = np.zeros(4, np.uint64)
    counter[2 : 2 + len(key[2:])] = key[2:]  # the low half counts the draws
    return np.random.Generator(np.random.Philox(key=words, counter=counter))


def position() -> int:
    """How many seeds the process's stream has given; `restore` goes back there."""
    return _root["drawn"]


def restore(drawn: int) -> None:
    """Go back to a position of the process's stream."""
    _root["drawn"] = drawn


def get_state() -> dict[str, Any]:
    """Where all host randomness is: ours, numpy's global generator, Python's `random`."""
    counter = _global_generator[0].state.numpy() if _global_generator else None
    return {
        "root": dict(_root), "numpy": np.random.get_state(), "python": python_random.getstate(),
        "generator": counter,
    }  # fmt: skip


def set_state(state: dict[str, Any], only_ours: bool = False) -> None:
    """Go back to a state of the host's randomness. only_ours: leave numpy's and Python's as they are."""
    _root.update(state["root"])
    if state["generator"] is not None:
        global_seed_generator().state.assign(state["generator"])
    if not only_ours:
        np.random.set_state(state["numpy"])
        python_random.setstate(state["python"])


def get_random_seed() -> int:
    """The seed of the process's stream."""
    return _root["seed"]


@register("keras.random.SeedGenerator")
class SeedGenerator(Configurable):
    """A counter that rides in the state and gives a fresh seed at each `next()`.

    Args:
        seed: an int in [0, 2**32), or None for one drawn from the process's stream.
        name: its name.
    Raises: ValueError if the seed is not an int.
    Example:
        >>> SeedGenerator(7).next().tolist()
        [7, 0]
    """

    def __init__(self, seed: int | None = None, name: str | None = None, **_unused: Any) -> None:
        if seed is not None and not isinstance(seed, (int, np.integer)):
            raise ValueError(bad("SeedGenerator", "seed", "an int or None", seed, ""))
        self.name = name or naming.auto_name("seed_generator")
        self.seed = draw_seed() if seed is None else int(seed)
        start = np.array([self.seed % 2**32, 0], np.uint32)
        with naming.name_scope(self.name, self):
            self.state = Variable(
                start, trainable=False, name="seed_generator_state", dtype="uint32"
            )

    def next(self, ordered: bool = True) -> Any:
        """The seed now, a uint32 pair (seed, count); the count goes up by one."""
        now = self.state.value
        self.state.assign(now + np.array([0, 1], np.uint32))
        return now

    def get_config(self) -> dict[str, Any]:
        """The seed it started from, and its name."""
        return {"seed": self.seed, "name": self.name}


_global_generator: list[SeedGenerator] = []


def global_seed_generator() -> SeedGenerator:
    """The generator behind random operations that are given no seed."""
    if not _global_generator:
        _global_generator.append(SeedGenerator(name="global_seed_generator"))
    return _global_generator[0]


def reset_global_generator() -> None:
    """Let the next draw without a seed make a new generator."""
    _global_generator.clear()
