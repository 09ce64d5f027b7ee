"""Three small programs as fresh processes: Keraunos, Keras on JAX at its best, and JAX written by hand.

    python benchmarks/seed_cases.py [--cases spiral alphabet digits] [--repeats 5] [--mnist mnist.npz]

Every side trains, evaluates and prints the same things, and whole processes are timed. The sides take
turns within one run; medians are compared. "cold" begins with an empty cache of compiled programs,
"warm" with one that an earlier process filled. A cold start is held against the hand-written program
without a cache, a warm one against the hand-written program with one.
"""

import argparse
import os
import statistics
import tempfile
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

from processes import measured, medians, statement_seconds
from reporting import machine, markdown, save, verdict

Side = Callable[[], dict[str, Any]]


class Case(NamedTuple):
    """What is tried and what is asked of a program."""

    steps: tuple[int, ...]
    """Values of Keras' steps_per_execution to choose the best from."""
    cold: float
    """How many times faster than Keras at least, with an empty cache."""
    warm: float | None
    by_hand: float
    """At most this many times the hand-written program."""
    accuracy: float | None
    memory: bool = False
    """Whether to hold no more memory than Keras."""


CASES = {
    "spiral": Case((1, 2, 3, 6), cold=3.5, warm=6.0, by_hand=1.25, accuracy=None),
    "alphabet": Case((1, 10, 23), cold=3.5, warm=6.5, by_hand=1.25, accuracy=0.95),
    "digits": Case((1, 10, 67, 469), cold=1.4, warm=None, by_hand=1.2, accuracy=0.975, memory=True),
}

_IMPORT_JAX = "import jax"
_IMPORT_OURS = "import keraunos; keraunos.Sequential, keraunos.layers.Dense"  # names load when used


def main() -> None:
    """Measure, print the tables, write results/seed_cases.json."""
    options = _options()
    facts = machine()
    results: dict[str, Any] = {"machine": facts, "repeats": options.repeats, "cases": {}}
    with tempfile.TemporaryDirectory() as scratch:
        digits = _digits_file(options)
        for name in options.cases:
            if name == "digits" and digits is None:
                print("digits: skipped; give the data with --mnist mnist.npz, or set KERAS_HOME")
                continue
            results["cases"][name] = _measure(name, options, Path(scratch), {"MNIST": str(digits)})
    results["imports"] = _imports(options.repeats)
    results["checks"] = _checks(results)
    results["title"], results["columns"], results["rows"] = _table(results["cases"])
    print(markdown(results["columns"], results["rows"]), "\n")
    print(markdown(("figure", "measured", "asked", ""), results["checks"]))
    print(save("seed_cases", results))


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--cases", nargs="+", choices=CASES, default=list(CASES))
    parser.add_argument("--repeats", type=int, default=5)
    parser.add_argument("--mnist", type=Path, help="the file mnist.npz")
    parser.add_argument(
        "--steps-per-execution", type=int, help="Keras' setting; tried out if not given"
    )
    return parser.parse_args()


def _digits_file(options: argparse.Namespace) -> Path | None:
    """The file mnist.npz: the one given, or the one where Keras keeps its data; None if there is none."""
    home = Path(os.environ.get("KERAS_HOME") or Path.home() / ".keras")
    path = options.mnist or home / "datasets" / "mnist.npz"
    return path.resolve() if path.is_file() else None


# --- measuring ----------------------------------------------------------------------------------


def _measure(name: str, options: Any, scratch: Path, environment: dict[str, str]) -> dict[str, Any]:
    steps = options.steps_per_execution or _best_steps(name, environment)
    sides = _sides(name, steps, scratch, environment)
    for side in ("keraunos warm", "by hand warm"):
        sides[side]()  # fills the cache
    runs: dict[str, list[dict[str, Any]]] = {side: [] for side in sides}
    for turn in range(options.repeats):
        for side, run in sides.items():
            runs[side].append(run())
            print(
                f"{name} {turn + 1}/{options.repeats} {side}: {_short(runs[side][-1])}", flush=True
            )
    found = {side: medians(of) for side, of in runs.items()}
    return {"steps_per_execution": steps, "medians": found, "runs": runs}


def _short(run: dict[str, Any]) -> str:
    return (
        f"{run['wall_seconds']:.2f} s (processor {run['cpu_seconds']:.2f}, fit "
        f"{run['fit_seconds']:.2f}, compiling {run['compile_seconds']:.2f}), "
        f"{run['peak_mb']:.0f} MB, accuracy {run['accuracy']:.4f}"
    )


def _sides(name: str, steps: int, scratch: Path, environment: dict[str, str]) -> dict[str, Side]:
    program, by_hand = f"programs.{name}", f"handwritten.{name}"
    filled = scratch / name
    kept = {
        "JAX_COMPILATION_CACHE_DIR": str(filled / "by-hand"),
        "JAX_PERSISTENT_CACHE_MIN_COMPILE_TIME_SECS": "0",
        "JAX_PERSISTENT_CACHE_MIN_ENTRY_SIZE_BYTES": "-1",
    }

    def cold() -> dict[str, Any]:
        with tempfile.TemporaryDirectory(dir=scratch) as empty:
            return measured(program, **environment, KERAUNOS_CACHE_DIR=empty)

    keras = ("--library", "keras", "--steps-per-execution", steps)
    return {
        "keraunos cold": cold,
        "keraunos warm": partial(
            measured, program, **environment, KERAUNOS_CACHE_DIR=str(filled / "keraunos")
        ),
        "keras": partial(measured, program, *keras, **environment),
        "by hand cold": partial(measured, by_hand, **environment),
        "by hand warm": partial(measured, by_hand, **environment, **kept),
    }


def _best_steps(name: str, environment: dict[str, str]) -> int:
    """The steps_per_execution with which Keras' whole process is fastest, each tried once."""
    spent = {}
    for steps in CASES[name].steps:
        given = ("--library", "keras", "--steps-per-execution", steps)
        spent[steps] = measured(f"programs.{name}", *given, **environment)["wall_seconds"]
        print(f"{name}: Keras with steps_per_execution={steps}: {spent[steps]:.2f} s", flush=True)
    return min(spent, key=lambda steps: spent[steps])


def _imports(repeats: int) -> dict[str, float]:
    """Median seconds of processes that only import, taking turns: jax, or what our program needs."""
    spent: dict[str, list[float]] = {_IMPORT_JAX: [], _IMPORT_OURS: []}
    for _ in range(2 * repeats + 1):
        for statement, seconds in spent.items():
            seconds.append(statement_seconds(statement))
    return {statement: statistics.median(seconds) for statement, seconds in spent.items()}


# --- tables -------------------------------------------------------------------------------------


def _table(cases: dict[str, Any]) -> tuple[str, list[str], list[list[str]]]:
    columns = [
        "whole process, seconds", "Keras (JAX)", "Keraunos, first run", "Keraunos, later runs",
        "by hand in JAX", "by hand, later runs",
    ]  # fmt: skip
    sides = ("keras", "keraunos cold", "keraunos warm", "by hand cold", "by hand warm")
    rows = []
    for name, found in cases.items():
        seconds = [found["medians"][side]["wall_seconds"] for side in sides]
        label = f"{name} (Keras: steps_per_execution={found['steps_per_execution']})"
        times = [f"{seconds[0] / s:.1f}×" for s in seconds[1:3]]
        cells = [f"{s:.2f}" for s in seconds]
        cells[1:3] = [f"{cell} ({gain})" for cell, gain in zip(cells[1:3], times, strict=True)]
        rows.append([label, *cells])
    return "The three programs, medians of whole processes", columns, rows


def _checks(results: dict[str, Any]) -> list[list[str]]:
    """Rows (figure, measured, asked, verdict)."""
    rows: list[list[str]] = []

    def ask(figure: str, value: float, target: float, at_least: bool, form: str) -> None:
        sign = "≥" if at_least else "≤"
        rows.append(
            [figure, form.format(value), f"{sign} {form.format(target)}",
             verdict(value, target, at_least)]
        )  # fmt: skip

    for name, found in results["cases"].items():
        case, median = CASES[name], found["medians"]
        wall = {side: of["wall_seconds"] for side, of in median.items()}
        ratio = "{:.2f}×"
        ask(f"{name}: faster than Keras, cold", wall["keras"] / wall["keraunos cold"], case.cold,
            True, ratio)  # fmt: skip
        if case.warm is not None:
            ask(f"{name}: faster than Keras, warm", wall["keras"] / wall["keraunos warm"],
                case.warm, True, ratio)  # fmt: skip
        for start in ("cold", "warm"):
            ask(f"{name}: of the hand-written program, {start}",
                wall[f"keraunos {start}"] / wall[f"by hand {start}"], case.by_hand, False, ratio)  # fmt: skip
        if case.accuracy is not None:
            worst = min(median[f"keraunos {start}"]["accuracy"] for start in ("cold", "warm"))
            ask(f"{name}: accuracy", worst, case.accuracy, True, "{:.4f}")
        if case.memory:
            ask(f"{name}: peak memory", median["keraunos cold"]["peak_mb"],
                median["keras"]["peak_mb"], False, "{:.0f} MB")  # fmt: skip
    imports = results["imports"]
    above = imports[_IMPORT_OURS] - imports[_IMPORT_JAX]
    ask(
        "import keraunos and its Sequential, Dense, above import jax", above, 0.1, False, "{:.3f} s"
    )
    return rows


if __name__ == "__main__":
    main()
