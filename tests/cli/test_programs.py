import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from keraunos.cli.demo import programs

ROOT = Path(__file__).resolve().parents[2]


def test_the_programs_of_a_checkout_are_its_examples():
    assert programs.folder() == ROOT / "examples"


def test_an_installed_package_has_them_beside_it(tmp_path, monkeypatch):
    inside = tmp_path / "a" / "b" / "c" / "d" / "demo"
    (inside / "examples").mkdir(parents=True)
    (inside / "examples" / "spiral.py").touch()
    monkeypatch.setattr(programs, "__file__", str(inside / "programs.py"))
    assert programs.folder() == inside / "examples"


def test_where_they_are_missing_it_says_what_to_do(tmp_path, monkeypatch):
    monkeypatch.setattr(programs, "__file__", str(tmp_path / "a/b/c/d/e/programs.py"))
    with pytest.raises(FileNotFoundError, match="Install the package again"):
        programs.folder()


def test_the_wheel_is_told_to_hold_them():
    import tomllib

    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf8"))
    included = project["tool"]["hatch"]["build"]["targets"]["wheel"]["force-include"]
    assert included == {"examples": "keraunos/cli/demo/examples"}


@pytest.mark.parametrize("name", programs.NAMES)
def test_each_is_short_and_explained(name):
    source = (ROOT / "examples" / f"{name}.py").read_text(encoding="utf8")
    assert len(source.splitlines()) < 60
    assert source.count("#") >= 5
    compile(source, name, "exec")


def test_the_spiral_is_that_of_its_formula():
    x, y = programs.program("spiral").load(seed=0)
    assert x.shape == (300, 2)
    assert x.dtype == np.float32
    assert y.sum(axis=0).tolist() == [100, 100, 100]
    assert np.allclose(np.hypot(*x.T).reshape(3, 100), np.linspace(0, 1, 100), atol=1e-6)


def test_the_alphabet_has_23_samples():
    x, y = programs.program("alphabet").load()
    assert x.shape == (23, 3, 1)
    assert np.rint(x[0, :, 0] * 26).tolist() == [0, 1, 2]
    assert (y.argmax(axis=1) == np.arange(3, 26)).all()


@pytest.mark.parametrize(
    ("name", "layers", "batches"),
    [
        ("spiral", ["Dense", "Dense"], 6),
        ("digits", ["Dense", "Dense"], 3),
        ("alphabet", ["LSTM", "Dense"], 23),
    ],
)
def test_each_trains_as_the_article_says(name, layers, batches):
    steps = programs.program(name)
    x, y = {
        "spiral": lambda: steps.load(seed=0),
        "digits": lambda: (np.ones((300, 784), "float32"), np.eye(10, dtype="float32")[[1] * 300]),
        "alphabet": steps.load,
    }[name]()
    model = steps.build()
    steps.train(model, x, y, epochs=1)
    assert [type(layer).__name__ for layer in model.layers] == layers
    assert model._report.steps == batches
    assert model.loss == "categorical_crossentropy"
    assert type(model.optimizer).__name__ == ("Adam" if name == "alphabet" else "RMSprop")
    assert model.optimizer.learning_rate == pytest.approx(0.001)


def test_digits_are_prepared_as_rows_between_0_and_1():
    images = np.array([[[0, 255], [51, 0]]], dtype="uint8")
    x, y = programs.program("digits").prepare(images, np.array([2]))
    assert np.allclose(x, [[0, 1, 0.2, 0]])
    assert y.tolist() == [[0, 0, 1, 0, 0, 0, 0, 0, 0, 0]]


@pytest.mark.slow
@pytest.mark.parametrize(("name", "epochs"), [("spiral", 1000), ("alphabet", 500)])
def test_each_runs_alone_and_says_how_well_it_does(name, epochs, tmp_path):
    done = subprocess.run(
        [sys.executable, str(ROOT / "examples" / f"{name}.py")], cwd=tmp_path, env=dict(os.environ),
        capture_output=True, text=True, timeout=300, check=True,
    )  # fmt: skip
    assert f"{epochs} epochs" in done.stdout
    last = done.stdout.strip().splitlines()[-1]
    assert last.startswith("Accuracy on")
    assert float(last.split()[-1]) > 0.8
    assert list(tmp_path.iterdir()) == []
