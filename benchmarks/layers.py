"""Training steps, predictions and building against Keras on JAX, and on TensorFlow and torch where installed.

    python benchmarks/layers.py [--cases TEXT ...] [--repeats 3] [--peers PYTHON]

Every figure is a process of its own; the sides take turns, medians are compared, compiling is not
counted. Keras runs with jit_compile=True and the best of several steps_per_execution, which the table
names. `--peers` names the Python where TensorFlow and torch are installed (and Keras, numpy).
"""

import argparse
import functools
import statistics
import subprocess
import sys
from collections.abc import Callable
from typing import Any, NamedTuple

from processes import measured
from programs.layers import CASES
from reporting import machine, markdown, save, verdict

JAX, TF, TORCH = "Keras (JAX)", "Keras (TensorFlow)", "torch"
STEPS = (1, 10)
"""Values of Keras' steps_per_execution to choose the best from, where it has a say."""
Sides = dict[str, Callable[[], float]]


class Asked(NamedTuple):
    """How many times as fast as a peer: (peers, of which the fastest counts) -> ratio."""

    ratios: dict[tuple[str, ...], float]


ASKED = {
    "small CNN, fit": Asked({(TORCH, TF): 1.5, (JAX,): 3.0}),
    "CNN with 64 channels, fit": Asked({(TORCH, TF, JAX): 1.0}),
    "depthwise-separable CNN, fit": Asked({(TORCH, TF, JAX): 1.0}),
    "LSTM, fit": Asked({(JAX, TF): 1.4, (TORCH,): 0.8}),
    "GRU, fit": Asked({(JAX, TF): 1.4, (TORCH,): 0.8}),
    "transformer block, fit": Asked({(JAX, TORCH): 1.0}),
    "MLP, fit": Asked({(JAX,): 2.0}),
    "MLP, fit from a PyDataset": Asked({(JAX,): 2.0}),
    "MLP, fit with a callback each batch": Asked({(JAX,): 1.5}),
    "MLP, train_on_batch": Asked({(JAX,): 4.0}),
    "MLP, predict 1 row": Asked({(JAX,): 3.0, (TF,): 100.0}),
    "MLP, predict 4096 rows": Asked({(JAX,): 2.0}),
    "functional model of 100 layers, build": Asked({(JAX,): 5.0}),
}


def main() -> None:
    """Measure, print the table, write results/layers.json."""
    options = _options()
    installed = {name for name in ("tensorflow", "torch") if _has(options.peers, name)}
    results: dict[str, Any] = {"machine": machine(), "repeats": options.repeats, "cases": {}}
    for case in (c for c in CASES if not options.cases or any(t in c for t in options.cases)):
        results["cases"][case] = _measure(case, options, installed)
    results["title"] = "Milliseconds of a step or a call, medians of processes"
    results["columns"], results["rows"] = _table(results["cases"])
    results["checks"] = _checks(results["cases"])
    print(markdown(results["columns"], results["rows"]), "\n")
    print(markdown(("figure", "measured", "asked", ""), results["checks"]))
    print(save("layers", results))


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--cases", nargs="+", help="parts of the names of the cases to run")
    parser.add_argument("--repeats", type=int, default=3)
    parser.add_argument("--peers", default=sys.executable, help="the Python of the other peers")
    return parser.parse_args()


def _has(python: str, package: str) -> bool:
    asked = f"import importlib.util, sys; sys.exit(not importlib.util.find_spec({package!r}))"
    return subprocess.run([python, "-c", asked]).returncode == 0


# --- measuring ----------------------------------------------------------------------------------


def _measure(case: str, options: argparse.Namespace, installed: set[str]) -> dict[str, Any]:
    steps = {backend: 1 for backend in (JAX, TF)}
    sides = _sides(case, options.peers, installed, steps)
    for backend in [side for side in sides if side in steps and ", fit" in case]:
        steps[backend] = _best_steps(sides[backend], steps, backend)
    runs: dict[str, list[float]] = {side: [] for side in sides}
    for _ in range(options.repeats):
        for side, run in sides.items():
            runs[side].append(run())
    medians = {side: statistics.median(of) for side, of in runs.items()}
    print(f"{case}: " + ", ".join(f"{s} {ms:.3f}" for s, ms in medians.items()), flush=True)
    return {"steps_per_execution": steps, "medians": medians, "runs": runs}


def _sides(case: str, peers: str, installed: set[str], steps: dict[str, int]) -> Sides:
    def keras(side: str, python: str, backend: str) -> float:
        given = ("--library", "keras", "--steps-per-execution", steps[side])
        return _ms("programs.layers", case, *given, python=python, KERAS_BACKEND=backend)

    sides: Sides = {
        "Keraunos": functools.partial(_ms, "programs.layers", case, "--library", "keraunos"),
        JAX: functools.partial(keras, JAX, sys.executable, "jax"),
    }
    if "tensorflow" in installed:
        sides[TF] = functools.partial(keras, TF, peers, "tensorflow")
    if "torch" in installed and any(TORCH in names for names in ASKED[case].ratios):
        sides[TORCH] = functools.partial(_ms, "programs.layers_torch", case, python=peers)
    return sides


def _ms(module: str, *arguments: object, **given: str) -> float:
    return measured(module, *arguments, **given)["milliseconds"]


def _best_steps(run: Callable[[], float], steps: dict[str, int], backend: str) -> int:
    spent: dict[int, float] = {}
    for steps[backend] in STEPS:
        spent[steps[backend]] = run()
    return min(spent, key=lambda n: spent[n])


# --- tables -------------------------------------------------------------------------------------


def _table(cases: dict[str, Any]) -> tuple[list[str], list[list[str]]]:
    sides = ("Keraunos", JAX, TF, TORCH)
    rows = []
    for case, found in cases.items():
        cells = [case]
        for side in sides:
            ms, steps = found["medians"].get(side), found["steps_per_execution"].get(side, 1)
            cell = "–" if ms is None else f"{ms:.3g}"
            cells.append(f"{cell} (steps_per_execution={steps})" if ms and steps > 1 else cell)
        rows.append(cells)
    return ["milliseconds", *sides], rows


def _checks(cases: dict[str, Any]) -> list[list[str]]:
    """Rows (figure, measured, asked, verdict), for the peers that ran."""
    rows = []
    for case, found in cases.items():
        ours = found["medians"]["Keraunos"]
        for peers, ratio in ASKED[case].ratios.items():
            there = {p: ms for p in peers if (ms := found["medians"].get(p)) is not None}
            if there:
                fastest = min(there, key=lambda p: there[p])
                value = there[fastest] / ours
                figure = f"{case}: as fast as {fastest}"
                rows.append(
                    [figure, f"{value:.2f}×", f"≥ {ratio:.2f}×", verdict(value, ratio, True)]
                )
    return rows


if __name__ == "__main__":
    main()
