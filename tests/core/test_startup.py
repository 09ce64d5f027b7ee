"""What loading jax leaves to the garbage collector, each seen in a fresh process."""

import json
import subprocess
import sys

import pytest

REPORT = """
import gc, json, sys
names = [type(f).__name__ for f in sys.meta_path]
print(json.dumps([gc.get_freeze_count() > 100_000, gc.isenabled(), "_Freezing" in names]))
"""


def report(code):
    done = subprocess.run(
        [sys.executable, "-c", code + REPORT], capture_output=True, text=True, check=True
    )
    return json.loads(done.stdout)


@pytest.mark.parametrize(
    ("code", "frozen", "enabled", "waiting"),
    [
        ("import keraunos", False, True, True),
        ("import keraunos.layers.dense", True, True, False),
        ("import keraunos, jax", True, True, False),
        ("import keraunos, importlib.util as u; u.find_spec('jax'); import jax", True, True, False),
        ("import gc; gc.disable(); import keraunos, jax", True, False, False),
        ("import jax, keraunos", False, True, False),
        ("import sys; sys.ps1 = '>>> '; import keraunos, jax", False, True, False),
    ],
)
def test_what_jax_made_is_frozen_unless_it_was_there_or_someone_is_typing(
    code, frozen, enabled, waiting
):
    assert report(code) == [frozen, enabled, waiting]


def test_an_import_that_fails_leaves_the_collector_on(tmp_path):
    (tmp_path / "jax.py").write_text("raise ImportError('broken')")
    code = f"""
import sys
sys.path.insert(0, {str(tmp_path)!r})
import keraunos
try:
    import jax
except ImportError as error:
    assert "broken" in str(error)
"""
    assert report(code) == [False, True, False]


def test_later_garbage_in_cycles_is_collected():
    code = """
import gc, weakref
import keraunos
import jax
class Thing: pass
thing = Thing(); thing.self = thing
seen = weakref.ref(thing)
del thing
gc.collect()
assert seen() is None
"""
    assert report(code)[0]
