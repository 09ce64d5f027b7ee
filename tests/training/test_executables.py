"""Programs: equal ones compiled once, kept on disk by version and processor, gone with their last user."""

import gc
import os
import subprocess
import sys

import jax
import jax.numpy as jnp
import numpy as np
import pytest

from keraunos.training import executables
from keraunos.training.executables import cache_folder, compile_program, live_count, stepwise

SPEC = (jax.ShapeDtypeStruct((3,), np.float32),)


def test_equal_programs_are_compiled_once_and_go_with_the_last_user():
    gc.collect()
    first = compile_program(lambda x: x * 1.5 + 7, SPEC)
    second = compile_program(lambda x: x * 1.5 + 7, SPEC)
    assert second.built.shared == 1
    assert second(np.ones(3, "float32")).tolist() == [8.5] * 3
    before = live_count()
    del first
    gc.collect()
    assert live_count() == before
    del second
    gc.collect()
    assert live_count() == before - 1


def test_other_constants_are_other_programs():
    first, second = (compile_program(lambda x, c=c: x + c, SPEC) for c in (1.0, 2.0))
    assert second.built.shared == 0
    assert first(np.zeros(3, "float32"))[0] != second(np.zeros(3, "float32"))[0]


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.setenv("KERAUNOS_CACHE_DIR", str(tmp_path / "cache"))
    before = jax.config.jax_compilation_cache_dir
    jax.config.update("jax_compilation_cache_dir", None)
    yield tmp_path / "cache"
    jax.config.update("jax_compilation_cache_dir", before)


def test_the_folder_is_keyed_by_jaxlib_and_processor(folder):
    name = cache_folder().name
    assert name.startswith(f"jaxlib-{executables._JAXLIB}-")
    assert cache_folder().parent == folder


@pytest.mark.parametrize("value", ["off", "OFF"])
def test_one_switch_turns_it_off(value, monkeypatch):
    monkeypatch.setenv("KERAUNOS_CACHE_DIR", value)
    assert cache_folder() is None


_SCRIPT = """
import sys; sys.path.insert(0, {tests!r})
from support.nets import blobs, classifier
x, _, y = blobs()
model = classifier()
model.fit(x, y, verbose=0)
built = model._report.programs[0]
print(built.compiled, built.from_disk, built.rejected)
"""


@pytest.mark.slow
def test_another_process_takes_the_program_from_the_disk_and_survives_damage(tmp_path, request):
    script = _SCRIPT.format(tests=str(request.config.rootpath / "tests"))
    env = {**os.environ, "KERAUNOS_CACHE_DIR": str(tmp_path)}

    def run():
        command = [sys.executable, "-W", "ignore", "-c", script]
        done = subprocess.run(command, env=env, capture_output=True, text=True, check=True)
        return done.stdout.split()

    assert run() == ["1", "0", "0"]
    assert run() == ["0", "1", "0"]
    for entry in tmp_path.rglob("*"):
        if entry.is_file():
            entry.write_bytes(entry.read_bytes()[: entry.stat().st_size // 2])
    compiled, from_disk, rejected = run()
    assert (compiled, from_disk) == ("1", "0")
    assert int(rejected) >= 1


def test_a_cache_of_the_users_own_is_left_alone(folder, monkeypatch, tmp_path):
    monkeypatch.setattr(executables, "_shared", {})
    own = str(tmp_path / "own")
    jax.config.update("jax_compilation_cache_dir", own)
    try:
        compile_program(lambda x: jnp.sin(x) * 3.25, SPEC)
        assert jax.config.jax_compilation_cache_dir == own
    finally:
        jax.config.update("jax_compilation_cache_dir", None)
    assert not folder.exists()


def test_stepwise_runs_loops_in_python():
    seen = []

    def loop(n):
        def body(i, x):
            seen.append(int(i))
            return x + float(np.asarray(x))

        return jax.lax.fori_loop(0, n, body, jnp.float32(1.0))

    assert float(stepwise(loop)(3)) == 8
    assert seen == [0, 1, 2]


def test_programs_that_call_python_are_never_shared():
    """Their texts are equal whatever they call."""

    def times(factor):
        spec = jax.ShapeDtypeStruct((3,), np.float32)
        return lambda x: jax.pure_callback(lambda a: np.asarray(a) * np.float32(factor), spec, x)

    arguments = (jax.ShapeDtypeStruct((3,), np.float32),)
    made = [compile_program(times(factor), arguments) for factor in (2, 3)]
    assert [np.asarray(one(np.ones(3, "f4"))).tolist() for one in made] == [[2.0] * 3, [3.0] * 3]


def test_convolutions_are_left_to_the_engine_that_runs_them_on_all_cores():
    x, kernel = (jax.ShapeDtypeStruct(s, np.float32) for s in ((8, 16, 16, 32), (3, 3, 32, 32)))

    def program(x, kernel):
        numbers = ("NHWC", "HWIO", "NHWC")
        return jax.lax.conv_general_dilated(x, kernel, (1, 1), "SAME", dimension_numbers=numbers)

    assert "ynn" not in compile_program(program, (x, kernel)).run.as_text()
