"""Memory: figures before the first step, no alarm without a reason, and an end that can be gone on from."""

import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import jax
import numpy as np
import pytest
from support.nets import blobs, classifier

import keraunos as k
from keraunos.core.errors import OutOfMemoryError
from keraunos.training import memory
from keraunos.training.memory import Room, check, rooms

X, _, Y = blobs()
GB = 10**9


def program(step, results=0, aliased=0):
    """A program that says what it needs."""
    facts = SimpleNamespace(
        temp_size_in_bytes=step,
        output_size_in_bytes=results,
        alias_size_in_bytes=aliased,
    )
    return SimpleNamespace(run=SimpleNamespace(memory_analysis=lambda: facts))


def variable(value):
    return SimpleNamespace(_value=value)


@pytest.fixture
def having(monkeypatch):
    """What the machine has."""

    def have(*found):
        monkeypatch.setattr(memory, "rooms", lambda _device: list(found))

    return have


def test_what_fits_is_not_spoken_of(having):
    having(Room("the machine", 10 * GB, 2 * GB, 5 * GB))
    check("fit", program(5 * GB), [], GB, 0, trains=True)
    check("fit", program(4 * GB, 9 * GB, 9 * GB), [], GB, 1 * GB, trains=True)


def test_what_can_never_fit_is_refused_with_figures_and_a_remedy(having):
    having(
        Room("the machine", 64 * GB, 2 * GB, 50 * GB),
        Room("the container", 10 * GB, 2 * GB, 5 * GB),
    )
    with pytest.raises(OutOfMemoryError) as told:
        check("fit", program(8 * GB, 1 * GB, 10**8), [], GB, 2 * GB, trains=True)
    assert str(told.value) == (
        "fit: 10.9 GB of memory are needed beside what is in use (8.9 GB for a step, 2.0 GB for the data); "
        "the container has 10.0 GB, of which this process uses 2.0 GB and 5.0 GB are free. Use a smaller "
        "batch_size."
    )
    assert isinstance(told.value, MemoryError) and isinstance(told.value, RuntimeError)


@pytest.mark.parametrize(
    ("step", "data", "state", "remedy"),
    [
        (5, 1, 1, "smaller batch_size"),
        (1, 5, 1, "by a PyDataset or a generator"),
        (1, 1, 2, "fewer or narrower layers"),
    ],
)
def test_the_remedy_is_for_what_needs_most(having, step, data, state, remedy):
    having(Room("the machine", GB, 0, GB))
    held = np.lib.stride_tricks.as_strided(np.zeros(1, "uint8"), (state * GB,), (0,))
    with pytest.raises(OutOfMemoryError, match=remedy):
        check("fit", program(step * GB), [variable(held)], GB, data * GB, trains=False)


def test_what_others_use_now_is_only_warned_of(having):
    having(Room("the machine", 64 * GB, 2 * GB, 5 * GB))
    with pytest.warns(UserWarning, match="6.0 GB of memory.*5.0 GB are free.*begins all the same"):
        check("predict", program(6 * GB), [], GB, 0, trains=False)


def test_the_copy_of_the_state_counts_where_it_is_made(having):
    held = jax.numpy.zeros(25 * 10**6, "float32")  # 0.1 GB, on the device already
    having(Room("the machine", 10 * GB, 0, int(5.05 * GB)))
    check("predict", program(5 * GB), [variable(held)], GB, 0, trains=False)
    with pytest.warns(UserWarning, match="100.0 MB|0.1 GB for weights and slots"):
        check("fit", program(5 * GB), [variable(held)], GB, 0, trains=True)
    assert memory.trail.copy_size(2**30) == 2**30 and memory.trail.copy_size(2**30 + 1) == 0


def refuses():
    raise NotImplementedError


UNSURE = {
    "in Python": SimpleNamespace(run=lambda: None),
    "says nothing": SimpleNamespace(run=SimpleNamespace(memory_analysis=lambda: None)),
    "cannot say": SimpleNamespace(run=SimpleNamespace(memory_analysis=refuses)),
    "negative": program(-1, 5, 10),
    "small": program(2**25),
}


@pytest.mark.parametrize("name", UNSURE)
def test_where_nothing_is_known_nothing_is_said(having, name):
    having(Room("the machine", 10, 1, 1))
    check("fit", UNSURE[name], [], GB, 0, trains=True)


def test_what_is_handed_little_is_not_asked(having):
    having(Room("the machine", 10, 1, 1))
    check("fit", program(10**15), [variable(np.zeros(2))], 2**16, 0, trains=True)
    with pytest.raises(OutOfMemoryError):
        check("fit", program(10**15), [variable(np.zeros(2**14))], 2**16, 0, trains=True)


def test_without_figures_of_the_system_nothing_is_said(having):
    having()
    check("fit", program(10**15), [], GB, 0, trains=True)


# --- what there is --------------------------------------------------------------------------------

MEMINFO = "MemTotal: 1000 kB\nMemAvailable: 600 kB\nSwapTotal: 100 kB\nSwapFree: 50 kB\n"
KB = 1024
SYSTEMS = {
    "machine": ({}, []),
    "old group": (
        {
            "/proc/self/cgroup": "9:pids:/\n4:memory:/a/b\n0::/",
            "/sys/fs/cgroup/memory/a/b/memory.limit_in_bytes": "9223372036854771712",
            "/sys/fs/cgroup/memory/a/b/memory.usage_in_bytes": "1",
            "/sys/fs/cgroup/memory/a/memory.limit_in_bytes": "500",
            "/sys/fs/cgroup/memory/a/memory.usage_in_bytes": "300",
            "/sys/fs/cgroup/memory/a/memory.stat": "cache 1\ntotal_inactive_file 60\ntotal_active_file 40",
        },
        [Room("the container", 500 + 100 * KB, 40960, 300 + 100 * KB)],
    ),
    "new group": (
        {
            "/proc/self/cgroup": "0::/a",
            "/sys/fs/cgroup/a/memory.max": "700\n",
            "/sys/fs/cgroup/a/memory.current": "300",
            "/sys/fs/cgroup/a/memory.stat": "inactive_file 50",
        },
        [Room("the container", 700 + 100 * KB, 40960, 450 + 100 * KB)],
    ),
    "no limit": (
        {"/proc/self/cgroup": "0::/", "/sys/fs/cgroup/memory.max": "max",
         "/sys/fs/cgroup/memory.current": "3"},
        [],
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", SYSTEMS)
def test_the_machine_and_the_container_are_read(monkeypatch, name):
    files, expected = SYSTEMS[name]
    files = {"/proc/meminfo": MEMINFO, "/proc/self/statm": "99 15 5", **files}
    monkeypatch.setattr(memory, "_text", lambda path: files.get(str(path), ""))
    machine = Room("the machine", 1100 * KB, 40960, 650 * KB)
    assert rooms(SimpleNamespace(platform="cpu")) == [machine, *expected]


def test_another_system_has_no_figures(monkeypatch):
    monkeypatch.setattr(memory, "_text", lambda path: "")
    assert rooms(SimpleNamespace(platform="cpu")) == []


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ({"bytes_limit": 80, "bytes_in_use": 30}, [Room("H100", 80, 30, 50)]),
        (None, []),
        ({"bytes_in_use": 3}, []),
    ],
)
def test_a_device_with_a_memory_of_its_own_is_asked(facts, expected):
    device = SimpleNamespace(platform="gpu", device_kind="H100", memory_stats=lambda: facts)
    assert rooms(device) == expected


def test_this_machine_has_figures_where_there_is_proc():
    if not Path("/proc/meminfo").exists():
        pytest.skip("another system")
    for room in rooms(jax.devices()[0]):
        assert 2**24 < room.used < room.limit and 0 < room.free <= room.limit


# --- a fit ----------------------------------------------------------------------------------------


def test_a_fit_that_cannot_fit_is_refused_before_its_first_step(having, monkeypatch):
    monkeypatch.setattr(memory, "_TINY", 0)
    monkeypatch.setattr(memory, "_SMALL", 0)
    having(Room("the machine", 2000, 0, 2000))
    model = classifier()
    before = model.get_weights()
    with pytest.raises(OutOfMemoryError, match="fit: .* of memory are needed"):
        model.fit(X, Y, verbose=0)
    for a, b in zip(before, model.get_weights(), strict=True):
        np.testing.assert_array_equal(a, b)
    having(Room("the machine", 10**12, 0, 10**12))
    model.fit(X, Y, verbose=0)


def test_only_new_programs_are_looked_at(having, monkeypatch):
    asked = []
    monkeypatch.setattr(memory, "rooms", lambda device: asked.append(device) or [])
    monkeypatch.setattr(memory, "_TINY", 0)
    monkeypatch.setattr(memory, "_SMALL", 0)
    model = classifier()
    model.fit(X, Y, verbose=0)
    assert asked
    asked.clear()
    model.fit(X, Y, epochs=3, verbose=0)
    assert not asked


LIMITED = """
import resource, numpy as np, keraunos as k
from keraunos.core.errors import OutOfMemoryError
x = np.ones((40000, 8), "float32")
inputs = k.Input((8,))
h = k.layers.Dense(4000, activation="tanh")(inputs)
model = k.Model(inputs, k.layers.Dense(1)(h))
model.compile("adam", "mse")
model.fit(x[:64], x[:64, 0], verbose=0)
before = model.get_weights()
size = int(open("/proc/self/statm").read().split()[0]) * 4096
resource.setrlimit(resource.RLIMIT_AS, (size + 3 * 10**8,) * 2)
model.predict(x[:8], verbose=0)
for call in (lambda: model.fit(x, x[:, 0], batch_size=40000, verbose=0),
             lambda: model.evaluate(x, x[:, 0], batch_size=40000, verbose=0)):
    try:
        call()
    except OutOfMemoryError as error:
        print(error, getattr(error, "__notes__", ""))
assert all(map(np.array_equal, before, model.get_weights()))
model.fit(x[:640], x[:640, 0], batch_size=64, verbose=0)
assert not any(map(np.array_equal, before, model.get_weights()))
"""


@pytest.mark.slow
def test_memory_that_runs_out_is_said_and_the_model_trains_on():
    found = subprocess.run(
        [sys.executable, "-c", LIMITED], capture_output=True, text=True, timeout=300, check=False
    )
    assert found.returncode == 0, found.stderr
    first, second = found.stdout.splitlines()
    assert first.startswith("fit: the memory ran out: ") and "as it was after 0 steps" in first
    assert (
        second.startswith("evaluate: the memory ran out: ") and "GB more were asked for" in second
    )


MEASURED = """
import re, numpy as np, keraunos as k
from keraunos.training import memory
needs = []
memory.check = lambda owner, program, *more: needs.append(memory._of_a_step(program))
x = np.ones((20000, 8), "float32")
model = k.Sequential([k.layers.Input((8,)), k.layers.Dense(4000, activation="tanh"), k.layers.Dense(1)])
model.compile("adam", "mse")
model.fit(x[:64], x[:64, 0], verbose=0)
def peak():  # of this program alone: getrusage counts what the parent had
    return int(re.search(r"VmHWM:\\s+(\\d+)", open("/proc/self/status").read())[1]) * 1024
start = peak()
model.fit(x, x[:, 0], batch_size=20000, verbose=0)
print(needs[-1] / (peak() - start))
"""


@pytest.mark.slow
def test_what_is_foretold_is_what_is_used():
    found = subprocess.run(
        [sys.executable, "-c", MEASURED], capture_output=True, text=True, timeout=300, check=True
    )
    assert 0.5 < float(found.stdout) < 1.1  # never more than there is a need for


def test_other_errors_of_the_engine_stay_what_they_are():
    with pytest.raises(jax.errors.JaxRuntimeError, match="INTERNAL"):
        with memory.running("fit"):
            raise jax.errors.JaxRuntimeError("INTERNAL: something else")
    with pytest.raises(OutOfMemoryError, match=r"predict: .*: 12\.5GiB more were asked for"):
        with memory.running("predict"):
            raise jax.errors.JaxRuntimeError(
                "RESOURCE_EXHAUSTED: Out of memory while trying to allocate 12.5GiB."
            )
    with pytest.raises(OutOfMemoryError, match="RESOURCE_EXHAUSTED: too large"):
        with memory.running("predict"):
            raise jax.errors.JaxRuntimeError("RESOURCE_EXHAUSTED: too large")


def test_a_run_that_failed_is_as_it_was_at_the_last_copy(monkeypatch):
    from keraunos.training import run

    model = classifier()
    model.fit(X, Y, batch_size=16, verbose=0)
    before = model.get_weights()

    def failing(model, parts, bad, done, call):
        def destroyed(state):
            call(state)
            raise jax.errors.JaxRuntimeError("RESOURCE_EXHAUSTED: allocating 8000000000 bytes.")

        return exchange(model, parts, bad, done, destroyed)

    exchange = run.exchange
    monkeypatch.setattr(run, "exchange", failing)
    with pytest.raises(OutOfMemoryError, match=r"8\.0 GB more") as told:
        model.fit(X, Y, batch_size=16, epochs=2, verbose=0)
    assert told.value.__notes__ == ["The model is as it was after 0 steps of this fit."]
    for a, b in zip(before, model.get_weights(), strict=True):
        np.testing.assert_array_equal(a, b)
    monkeypatch.setattr(run, "exchange", exchange)
    history = model.fit(X, Y, batch_size=16, epochs=2, verbose=0).history
    assert np.isfinite(history["loss"]).all() and k.backend.backend() == "jax"
