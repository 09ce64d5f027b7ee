"""What `import keraunos` costs and what it leaves alone, each seen in a fresh process."""

import json
import os
import statistics
import subprocess
import sys
import time

import pytest

HEAVY = (
    "matplotlib", "h5py", "rich", "pandas", "sklearn", "scipy.stats", "pooch", "requests", "PIL",
    "optax", "keras", "tensorflow", "torch", "IPython",
)  # fmt: skip
"""Packages that are loaded when something needs them, or never."""


def fresh(code):
    """Run code in a fresh process; what it prints, read as JSON."""
    environment = {k: v for k, v in os.environ.items() if k != "PYTHONPATH"}
    done = subprocess.run(
        [sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True,
        timeout=120,
    )  # fmt: skip
    return json.loads(done.stdout)


AFTER_A_MODEL = """
import keraunos as k
model = k.Sequential([k.layers.Input((4,)), k.layers.Dense(3, activation="softmax")])
model.compile("adam", "categorical_crossentropy", metrics=["accuracy"])
"""


@pytest.mark.parametrize("code", ["import keraunos", AFTER_A_MODEL], ids=["import", "model"])
def test_nothing_heavy_is_loaded(code):
    loaded = fresh(f"{code}\nimport json, sys; print(json.dumps(sorted(sys.modules)))")
    assert [name for name in HEAVY if name in loaded] == []


def test_the_import_starts_no_backend_of_jax():
    code = """
import json, os, threading
os.environ["JAX_PLATFORMS"] = "no_such_platform"  # starting it would be an error
import keraunos, keraunos.layers, keraunos.models, keraunos.optimizers
for package in (keraunos.layers, keraunos.losses, keraunos.metrics, keraunos.callbacks):
    for name in package.__all__:
        getattr(package, name)
print(json.dumps(threading.active_count()))
"""
    assert fresh(code) == 1


def test_the_bare_import_loads_few_of_our_modules():
    code = """
import json, sys
import keraunos
print(json.dumps([m for m in sys.modules if m.startswith("keraunos")]))
"""
    assert len(fresh(code)) <= 5


def test_a_layer_does_not_load_all_layers():
    code = """
import json, sys
from keraunos.layers import Dense
print(json.dumps([m for m in sys.modules if m.startswith("keraunos.layers.")]))
"""
    loaded = fresh(code)
    assert "keraunos.layers.dense" in loaded
    assert "keraunos.layers.lstm" not in loaded


def seconds_to_import(module):
    began = time.perf_counter()
    subprocess.run([sys.executable, "-c", f"import {module}"], check=True, timeout=120)
    return time.perf_counter() - began


@pytest.mark.slow
def test_the_import_costs_what_jax_costs_and_little_more():
    """At most a tenth of a second above `import jax`; a machine that is busy gets more than one try."""
    for module in ("jax", "keraunos.models"):
        seconds_to_import(module)  # bytecode and file caches
    tries = []
    for _ in range(5):
        spent = {"jax": [], "keraunos": [], "keraunos.models": []}
        for _ in range(7):
            for module, seconds in spent.items():
                seconds.append(seconds_to_import(module))
        base = statistics.median(spent.pop("jax"))
        tries.append({m: statistics.median(s) - base for m, s in spent.items()})
        if max(tries[-1].values()) <= 0.1:
            break
    assert max(tries[-1].values()) <= 0.1, f"seconds above `import jax`, by try: {tries}"
