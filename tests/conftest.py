"""Settings of every test: two CPU devices, a compile cache and data folders of the test's own."""

import os
import signal
import tempfile
import zlib
from pathlib import Path

os.environ.setdefault("XLA_FLAGS", "--xla_force_host_platform_device_count=2")
os.environ.setdefault("JAX_PLATFORMS", "cpu")
os.environ.setdefault(
    "KERAUNOS_CACHE_DIR", str(Path(tempfile.gettempdir()) / "keraunos-test-cache")
)
os.environ.setdefault("MPLBACKEND", "agg")

import pytest
from hypothesis import settings

signal.signal(signal.SIGINT, signal.default_int_handler)  # a shell's background jobs ignore Ctrl-C
settings.register_profile("keraunos", deadline=None)  # how fast a busy machine is, is no property
settings.load_profile("keraunos")

SHARED = Path(__file__).resolve().parents[2] / "shared"


GRIDS = (
    "activations", "applications", "callbacks", "cli", "compat", "constraints", "draw", "initializers",
    "layers", "losses", "metrics", "ops", "optimizers", "quantizers", "regularizers", "saving",
)  # fmt: skip
"""Folders that hold every class and operation against the oracle, in many configurations each."""

ONE_IN = 16


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The fast tier takes one in sixteen of the grids, always the same ones; the whole takes all."""
    for item in items:
        place = Path(item.fspath).relative_to(Path(__file__).parent).parts[0]
        if place in GRIDS and zlib.crc32(item.nodeid.encode()) % ONE_IN:
            item.add_marker(pytest.mark.slow)


@pytest.fixture
def shared() -> Path:
    """The folder of seed programs and data beside the project; the test skips without it."""
    if not SHARED.is_dir():
        pytest.skip("the folder ../shared with the seed programs and data is not there")
    return SHARED


@pytest.fixture(autouse=True)
def _fresh_process_state():
    """Each test starts from the same settings, names and seed."""
    import numpy as np

    from keraunos.core import config, naming, policy, random

    settings, chosen = dict(config._settings), list(policy.CURRENT)
    naming.reset_names()
    random.set_random_seed(1234)
    np.random.seed(1234)
    yield
    config._settings.update(settings)
    policy.CURRENT[:] = chosen


@pytest.fixture(scope="session")
def _backend_compilations():
    import jax

    seen = []

    def note(event, duration, **_details):
        if event == "/jax/core/compile/backend_compile_duration":
            seen.append(duration)

    jax.monitoring.register_event_duration_secs_listener(note)
    return seen


@pytest.fixture
def compilations(_backend_compilations):
    """A function that says how many programs the backend has compiled or loaded so far."""
    return lambda: len(_backend_compilations)
