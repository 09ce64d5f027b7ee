"""Runs a measured program as a fresh process and says how long it took and how much memory it held."""

import json
import os
import statistics
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import Any

from measuring import MARK

HERE = Path(__file__).resolve().parent
LIMIT = 900  # seconds a process may take


def measured(
    module: str, *arguments: object, python: str = sys.executable, **environment: str
) -> dict[str, Any]:
    """Run `python -m module` in this folder; its wall seconds, its peak memory, and what it reported.

    Raises: RuntimeError with the end of its output if it fails.
    """
    command = [python, "-m", module, *map(str, arguments)]
    return _ran(command, {**_clean(), **environment})


def statement_seconds(statement: str) -> float:
    """The wall seconds of a fresh process that only runs a statement."""
    return _ran([sys.executable, "-c", statement], _clean())["wall_seconds"]


def medians(runs: list[dict[str, Any]]) -> dict[str, float]:
    """The median of every number that the runs have."""
    return {name: statistics.median(run[name] for run in runs) for name in runs[0]}


def _clean() -> dict[str, str]:
    """This environment without settings that would favour a side.

    A package installed by pip has its bytecode; a checkout may write it, or it would be compiled anew
    in every process.
    """
    ours = (
        "JAX_COMPILATION_CACHE_DIR", "KERAUNOS_", "KERAS_BACKEND", "XLA_FLAGS",
        "PYTHONDONTWRITEBYTECODE",
    )  # fmt: skip
    return {k: v for k, v in os.environ.items() if not k.startswith(ours)}


def _ran(command: list[str], environment: dict[str, str]) -> dict[str, Any]:
    began = time.perf_counter()
    process = subprocess.Popen(
        command, env=environment, cwd=HERE, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
    )
    overdue = threading.Timer(LIMIT, process.kill)
    overdue.start()
    assert process.stdout is not None
    text = process.stdout.read().decode(errors="replace")
    _, status, usage = os.wait4(process.pid, 0)
    wall = time.perf_counter() - began
    overdue.cancel()
    process.returncode = os.waitstatus_to_exitcode(status)
    process.stdout.close()
    if process.returncode:
        raise RuntimeError(f"{' '.join(command)}: exit code {process.returncode}\n{text[-3000:]}")
    reported = [line for line in text.splitlines() if line.startswith(MARK)]
    found = json.loads(reported[-1].removeprefix(MARK)) if reported else {}
    scale = 1 if sys.platform == "darwin" else 1024  # ru_maxrss: bytes there, kilobytes here
    return {
        "wall_seconds": wall,
        "cpu_seconds": usage.ru_utime + usage.ru_stime,
        "peak_mb": usage.ru_maxrss * scale / 2**20,
        **found,
    }
