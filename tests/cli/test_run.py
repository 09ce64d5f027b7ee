"""`keraunos run`: the seed programs, and everything else as plain python does it."""

import os
import shutil
import signal
import subprocess
import sys

import pytest


def start(arguments, run=True, **settings):
    """The finished process of `keraunos run` (or plain python) with these arguments."""
    command = [sys.executable, *(["-m", "keraunos", "run"] if run else []), *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, check=False, **settings)


def both(arguments, **settings):
    """The same through `keraunos run` and through plain python."""
    return start(arguments, **settings), start(arguments, run=False, **settings)


def same(arguments, **settings):
    """What both gave, which must be the same."""
    ours, plain = both(arguments, **settings)
    assert ours.stdout == plain.stdout
    assert ours.stderr == plain.stderr
    assert ours.returncode == plain.returncode
    return ours


# --- the seed programs --------------------------------------------------------------------------


def accuracy(done):
    assert done.returncode == 0, done.stderr
    return float(done.stdout.rsplit("test_acc:", 1)[1])


@pytest.mark.slow
def test_spiral(shared):
    pytest.importorskip("pandas")
    done = start([shared / "seed" / "ex1_spiral.py"])
    assert accuracy(done) >= 0.75
    (line,) = done.stderr.splitlines()
    assert line.endswith(":38: RMSprop(lr=0.001) is now RMSprop(learning_rate=0.001).")


@pytest.mark.slow
def test_digits(shared, tmp_path):
    (tmp_path / "datasets").mkdir()
    shutil.copy(shared / "data" / "mnist.npz", tmp_path / "datasets")
    environment = {**os.environ, "KERAS_HOME": str(tmp_path)}
    done = start([shared / "seed" / "ex2_mnist.py"], env=environment)
    assert accuracy(done) >= 0.975
    assert "unknown checksum" in done.stderr


@pytest.mark.slow
def test_alphabet(shared):
    done = start([shared / "seed" / "ex3_alphabet_lstm.py"])
    assert accuracy(done) >= 0.95
    (line,) = done.stderr.splitlines()
    assert line.endswith(":5: keras.utils.np_utils is now keras.utils.")


# --- as plain python ----------------------------------------------------------------------------

FACTS = """
import sys, __main__
print(sys.argv, __name__, __main__.__dict__ is globals())
print(sys.path[0], globals().get("__file__"), __spec__ and __spec__.name)
"""


@pytest.fixture
def script(tmp_path):
    def write(source, name="script.py"):
        path = tmp_path / name
        path.write_text(source)
        return path

    return write


def test_arguments_and_main(script, tmp_path):
    path = script(FACTS)
    same([path, "-m", "--traceback", "x y", "--"])
    same(["script.py", "1"], cwd=tmp_path)


def test_command_and_stdin():
    same(["-c", "import sys; print(sys.argv, repr(sys.path[0]), __name__)", "a", "-c"])
    same(["-", "a"], input=FACTS)


def test_module_and_package(script, tmp_path):
    script("import sys; print(sys.argv[1:], __name__, __spec__.name, sys.path[0])", "alone.py")
    same(["-m", "alone", "-x"], cwd=tmp_path)
    (tmp_path / "package").mkdir()
    script("import sys; print(sys.argv[1:], __package__)", "package/__main__.py")
    same(["-m", "package", "y"], cwd=tmp_path)
    same(["package", "y"], cwd=tmp_path)


def test_modules_beside_the_script_are_found(script):
    script("value = 7", "beside.py")
    assert same([script("import beside; print(beside.value)")]).stdout == "7\n"


@pytest.mark.parametrize(
    ("source", "code"),
    [
        ("", 0),
        ("raise SystemExit", 0),
        ("import sys; sys.exit(3)", 3),
        ("import sys; sys.exit('no good')", 1),
        ("1/0", 1),
        ("import os, signal; os.kill(os.getpid(), signal.SIGINT)", -signal.SIGINT),
    ],
)
def test_exit_codes(script, source, code):
    assert same([script(source)]).returncode == code


@pytest.mark.parametrize(
    "source",
    [
        "def f():\n    raise ValueError('mine')\n\nf()\n",
        "try:\n    1/0\nexcept ZeroDivisionError as e:\n    raise KeyError('x') from e\n",
        "def broken(:\n",
        "import no_such_module_anywhere\n",
    ],
)
def test_tracebacks_are_the_scripts_own(script, source):
    assert same([script(source)]).returncode == 1


def test_frames_of_a_module_are_its_own(script, tmp_path):
    script("def f():\n    1/0\n\nf()\n", "fails.py")
    done = start(["-m", "fails"], cwd=tmp_path)
    assert done.stderr.count("File ") == 2
    assert "runpy" not in done.stderr
    assert done.returncode == 1


def test_errors_of_the_library_show_the_users_frames_only(script):
    path = script("from keras.layers import Dense\nDense(-3)\n")
    done = start([path])
    assert done.stderr.count("File ") == 1
    assert "line 2, in <module>" in done.stderr
    assert "ValueError: Dense: `units` must be an int" in done.stderr
    assert "--traceback" in done.stderr
    whole = start(["--traceback", path])
    assert whole.stderr.count("File ") > 1
    assert "cli" not in whole.stderr


def test_a_name_that_does_not_exist_is_an_import_error(script):
    done = start([script("from keras.layers import Dens\n")])
    assert "ImportError" in done.stderr or "ModuleNotFoundError" in done.stderr
    assert "keras.layers.Dens does not exist in Keraunos" in done.stderr
    assert done.returncode == 1


def test_a_script_without_keras_does_not_load_jax(script):
    done = start([script("import sys; print('jax' in sys.modules, 'keras' in sys.modules)")])
    assert done.stdout == "False False\n"


def test_spawned_processes_have_the_hook(script):
    source = """
import multiprocessing as mp

def work(n):
    import keras
    return keras.__file__, n + 1

if __name__ == "__main__":
    with mp.get_context("spawn").Pool(1) as pool:
        print(pool.map(work, [1, 2]))
"""
    done = start([script(source)])
    assert done.stdout == "[('<keraunos keras>', 2), ('<keraunos keras>', 3)]\n", done.stderr


UNSEEDED = """
import os, sys, hashlib, numpy as np
from keras.layers import Dense, Dropout
from keras.models import Sequential
x = np.random.randn(60, 3)
model = Sequential([Dense(4, input_dim=3, activation="tanh"), Dropout(0.3), Dense(1)])
model.compile(loss="mse", optimizer="rmsprop")
first = model.fit(x, x[:, :1], nb_epoch=3, verbose=0)
if len(sys.argv) > 1:
    import keras
    class Kill(keras.callbacks.Callback):
        def on_epoch_end(self, epoch, logs=None):
            if epoch == 2 and not os.path.exists(sys.argv[1]):
                open(sys.argv[1], "w").close()
                os.kill(os.getpid(), 9)
else:
    import keras
    class Kill(keras.callbacks.Callback):
        def on_epoch_end(self, epoch, logs=None):
            pass
second = model.fit(x, x[:, :1], nb_epoch=5, verbose=0, callbacks=[Kill()])
weights = b"".join(w.tobytes() for w in model.get_weights())
print(hashlib.sha256(weights).hexdigest(), first.history, second.history, np.random.rand())
"""


def test_a_killed_script_goes_on_where_it_was(script, tmp_path):
    path, whole, killed = script(UNSEEDED), tmp_path / "whole", tmp_path / "killed"
    expected = start(["--resume", whole, path])
    assert expected.returncode == 0, expected.stderr
    killed.mkdir()
    shutil.copy(whole / "seed", killed / "seed")
    first = start(["--resume", killed, path, tmp_path / "mark"])
    assert first.returncode == -signal.SIGKILL
    for _ in range(2):  # the second time both fits had ended
        done = start(["--resume", killed, path, tmp_path / "mark"])
        assert done.stdout == expected.stdout, done.stderr


def test_usage_errors(script):
    assert start(["no_such_file.py"]).returncode == 2
    assert "can't open file 'no_such_file.py'" in start(["no_such_file.py"]).stderr
    nothing = start([])
    assert nothing.returncode == 2
    assert "name a script" in nothing.stderr
    assert "run a module" in start(["-h"]).stdout
