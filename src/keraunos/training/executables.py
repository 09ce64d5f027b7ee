"""Compiled programs: equal ones are compiled once, on disk too, and go with the last model that uses them."""

import contextlib
import hashlib
import importlib.metadata
import os
import platform
import threading
import time
import warnings
import weakref
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

import jax

from keraunos.core.symbolic import UNTRACEABLE
from keraunos.ops.lowering.platform import CONVOLVING
from keraunos.training import allocator

_JAXLIB = importlib.metadata.version("jaxlib")
_shared: "weakref.WeakValueDictionary[str, Executable]" = weakref.WeakValueDictionary()
_compiling = threading.RLock()
_CALLBACK = "_callback("  # how the name of every call to Python ends in a lowered text
_CONVOLVING = ("stablehlo.convolution", "stablehlo.optimization_barrier")
_events: dict[str, int] = {}


class Executable:
    """A compiled program, or the same function run step by step in Python.

    Args: run: what is called. built: how it was come by.
    """

    def __init__(self, run: Callable[..., Any], built: "Built") -> None:
        self.run, self.built = run, built

    def __call__(self, *args: Any) -> Any:
        """Run it."""
        return self.run(*args)


class Built(NamedTuple):
    """How a program was come by."""

    seconds: float = 0.0
    compiled: int = 0
    from_disk: int = 0
    shared: int = 0
    rejected: int = 0


def compile_program(
    function: Callable[..., Any], arguments: tuple[Any, ...], donate: tuple[int, ...] = ()
) -> Executable:
    """Trace and compile for arguments of these shapes; an equal program that is in use is taken instead.

    Equality is that of the lowered text, constants included. A program that calls back to Python is its
    own: the text does not tell which function it calls.
    Raises: the errors of UNTRACEABLE if Python asks a traced value for its numbers.
    """
    allocator.keep_pages()
    with _compiling:
        started = time.perf_counter()
        lowered = _lowered(jax.jit(function, donate_argnums=donate, keep_unused=True), arguments)
        text = lowered.as_text()
        calls_back = _CALLBACK in text
        key = hashlib.sha256(f"{text}{lowered.in_tree}{lowered.out_tree}".encode()).hexdigest()
        known = None if calls_back else _shared.get(key)
        if known is not None:
            seconds = time.perf_counter() - started
            return _Alias(known, Built(seconds=seconds, shared=1))
        with _disk_cache(), _counting() as counts:
            run = _compiled(lowered, text)
        hit = counts["hits"] > 0
        built = Built(time.perf_counter() - started, int(not hit), int(hit), 0, counts["rejected"])
        made = Executable(run, built)
        if not calls_back:
            _shared[key] = made
        return made


def _lowered(function: Any, arguments: tuple[Any, ...]) -> Any:
    """The traced program; an error of the user's comes without jax' words about its own frames."""
    try:
        return function.lower(*arguments)
    except Exception as error:
        notes = getattr(error, "__notes__", [])
        notes[:] = [note for note in notes if "JAX has removed its internal frames" not in note]
        raise


def _compiled(lowered: Any, text: str) -> Any:
    """The executable; convolutions run on all cores and are computed once, if this jaxlib can be asked."""
    if any(sign in text for sign in _CONVOLVING) and jax.default_backend() == "cpu":
        with contextlib.suppress(jax.errors.JaxRuntimeError):  # it has no such option
            return lowered.compile(compiler_options=CONVOLVING)
    return lowered.compile()


class _Alias(Executable):
    """Another model's executable under this model's own facts."""

    def __init__(self, original: Executable, built: Built) -> None:
        super().__init__(original.run, built)
        self._original = original  # keeps it alive as long as this


def live_count() -> int:
    """How many compiled programs are alive in the process."""
    return len(_shared)


def stepwise(function: Callable[..., Any]) -> Executable:
    """The same function with every loop in Python, for what cannot be traced."""

    def run(*args: Any) -> Any:
        try:
            with jax.disable_jit():
                return function(*args)
        except UNTRACEABLE as error:
            where = [n for n in getattr(error, "__notes__", ()) if n.startswith("While calling")]
            raise TypeError(
                "fit: all that a gradient goes through must be keraunos.ops or jax; got a call of numpy or "
                f"Python, {where[0] if where else 'in the loss or a metric.'} Use keraunos.ops in its place."
            ) from error

    return Executable(run, Built())


# --- the cache on disk --------------------------------------------------------------------------


def cache_folder() -> Path | None:
    """Where programs are kept between processes; None if KERAUNOS_CACHE_DIR is "off".

    The folder's name holds the jaxlib version and the CPU's features: an entry of another is never read.
    """
    chosen = os.environ.get("KERAUNOS_CACHE_DIR", "")
    if chosen.lower() == "off":
        return None
    home = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    base = Path(chosen).expanduser() if chosen else Path(home) / "keraunos" / "programs"
    return base / f"jaxlib-{_JAXLIB}-{_cpu_key()}"


def _cpu_key() -> str:
    facts = platform.machine()
    with contextlib.suppress(OSError):  # not Linux: the machine's name must do
        lines = Path("/proc/cpuinfo").read_text().splitlines()
        facts += next((x for x in lines if x.startswith(("flags", "Features"))), "")
    return hashlib.sha256(facts.encode()).hexdigest()[:12]


@contextlib.contextmanager
def _disk_cache() -> Iterator[None]:
    """Compile within the cache, unless it is off or the user has set one up for jax."""
    folder = cache_folder()
    if folder is None or getattr(jax.config, "jax_compilation_cache_dir", None) not in (
        None,
        str(folder),
    ):
        yield
        return
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        warnings.warn(f"keraunos: no compile cache in {folder}: {error}", stacklevel=2)
        yield
        return
    jax.config.update("jax_compilation_cache_dir", str(folder))
    limits = {
        "jax_persistent_cache_min_compile_time_secs": 0.0,
        "jax_persistent_cache_min_entry_size_bytes": -1,
    }
    before = {name: getattr(jax.config, name) for name in limits}
    for name, value in limits.items():
        jax.config.update(name, value)
    try:
        yield
    finally:  # the user's own programs keep jax's limits
        for name, value in before.items():
            jax.config.update(name, value)


def _count(event: str, **_details: Any) -> None:
    _events[event] = _events.get(event, 0) + 1


jax.monitoring.register_event_listener(_count)


@contextlib.contextmanager
def _counting() -> Iterator[dict[str, int]]:
    """Counts cache hits, and entries that jax could not read (it warns and compiles)."""
    counts = {"hits": 0, "rejected": 0}
    before = _events.get("/jax/compilation_cache/cache_hits", 0)
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        yield counts
    counts["hits"] = _events.get("/jax/compilation_cache/cache_hits", 0) - before
    for warning in caught:
        if "persistent compilation cache" in str(warning.message):
            counts["rejected"] += 1
        else:
            warnings.warn_explicit(
                warning.message, warning.category, warning.filename, warning.lineno
            )
