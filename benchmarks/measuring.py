"""What a measured program does around its work: choose the library, watch the clock, report."""

import argparse
import importlib
import json
import os
import sys
import time
from typing import Any, NamedTuple

STARTED = time.perf_counter()
MARK = "MEASURED "
_COMPILING = (
    "/jax/core/compile/jaxpr_to_mlir_module_duration",
    "/jax/core/compile/backend_compile_duration",
)


class Options(NamedTuple):
    """How a program is to be run."""

    library: str
    steps_per_execution: int
    seed: int


def options() -> Options:
    """Read the command line."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--library", choices=("keraunos", "keras"), default="keraunos")
    parser.add_argument("--steps-per-execution", type=int, default=1, help="Keras' setting")
    parser.add_argument("--seed", type=int, default=7)
    given = parser.parse_args()
    return Options(given.library, given.steps_per_execution, given.seed)


class Timed:
    """Adds up the seconds spent in the outermost calls of some methods."""

    def __init__(self) -> None:
        self.seconds, self._depth = 0.0, 0

    def wrap(self, owner: type, name: str) -> None:
        """Replace a method by one that is timed."""
        method = vars(owner)[name]

        def timed(*args: Any, **kwargs: Any) -> Any:
            began, self._depth = time.perf_counter(), self._depth + 1
            try:
                return method(*args, **kwargs)
            finally:
                self._depth -= 1
                if not self._depth:
                    self.seconds += time.perf_counter() - began

        setattr(owner, name, timed)


class Watch:
    """Seconds since the process began its work, of `fit`, and of lowering and compiling in it all."""

    def __init__(self) -> None:
        import jax

        self.compile_seconds = self.fit_seconds = 0.0
        jax.monitoring.register_event_duration_secs_listener(self._note)

    def _note(self, event: str, seconds: float, **_details: Any) -> None:
        if event in _COMPILING:
            self.compile_seconds += seconds

    def __enter__(self) -> "Watch":
        self._began = time.perf_counter()
        return self

    def __exit__(self, *error: object) -> None:
        self.fit_seconds += time.perf_counter() - self._began

    def report(self, accuracy: float) -> None:
        """Print the line that the measuring process reads."""
        found = {
            "accuracy": float(accuracy),
            "fit_seconds": self.fit_seconds,
            "compile_seconds": self.compile_seconds,
            "work_seconds": time.perf_counter() - STARTED,
        }
        tell(**found)


def tell(**found: float) -> None:
    """Print the line that the measuring process reads."""
    print(MARK + json.dumps(found))
    sys.stdout.flush()


def library(name: str, seed: int) -> Any:
    """Import Keraunos or Keras (on JAX) and seed it."""
    os.environ.setdefault("KERAS_BACKEND", "jax")
    module = importlib.import_module(name)
    module.utils.set_random_seed(seed)
    return module


def execution(given: Any) -> dict[str, Any]:
    """The arguments of compile() that a fast run of this library needs; Keraunos needs none."""
    if given.library == "keraunos":
        return {}
    return {"steps_per_execution": given.steps_per_execution, "jit_compile": True}


def images_and_labels() -> tuple[Any, Any, Any, Any]:
    """MNIST from the file that the variable MNIST names: flat images in [0, 1] and class numbers."""
    import numpy as np

    found = []
    with np.load(os.environ["MNIST"]) as held:
        for part in ("train", "test"):
            images = held[f"x_{part}"].reshape(-1, 28 * 28)
            found += [images.astype("float32") / 255, held[f"y_{part}"]]
    return tuple(found)  # type: ignore[return-value]
