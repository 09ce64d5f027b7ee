"""The package as it is shipped: version, changelog, licence, what it depends on, and the wheel in use."""

import ast
import os
import re
import subprocess
import sys
import sysconfig
import tomllib
import zipfile
from pathlib import Path

import pytest

import keraunos

ROOT = Path(__file__).resolve().parents[1]
SOURCE = ROOT / "src" / "keraunos"
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf8"))

IMPORTED_AS = {"scikit-learn": "sklearn", "pyyaml": "yaml"}
"""Names of distributions that are imported under another name."""

GUEST = {"jaxlib", "optax", "torch", "IPython", "scipy", "PIL", "requests"}
"""Imported only where the user, or a package that we depend on, brought them."""


def names(requirements):
    """The distributions that these requirements name, in lower case."""
    return {re.split(r"[\[<>=~!; ]", r, maxsplit=1)[0].lower() for r in requirements}


def required():
    project = PROJECT["project"]
    extras = project["optional-dependencies"].values()
    return names(project["dependencies"]) | {n for e in extras for n in names(e)} - {"keraunos"}


# --- the papers ---------------------------------------------------------------------------------


def test_the_newest_release_of_the_changelog_is_this_version():
    text = (ROOT / "CHANGELOG.md").read_text(encoding="utf8")
    headings = re.findall(r"^## \[(.+?)\](?: - (.+))?$", text, re.MULTILINE)
    assert headings[0][0] == "Unreleased"
    assert headings[1][0] == keraunos.__version__
    assert all(re.fullmatch(r"\d{4}-\d\d-\d\d", date) for _, date in headings[1:])


def test_the_licence_is_whole():
    text = (ROOT / "LICENSE").read_text(encoding="utf8")
    assert "Apache License" in text
    assert "END OF TERMS AND CONDITIONS" in text
    assert PROJECT["project"]["license"] == "Apache-2.0"


def test_every_target_of_the_readme_is_in_the_makefile():
    targets = re.findall(
        r"^([a-z]+):", (ROOT / "Makefile").read_text(encoding="utf8"), re.MULTILINE
    )
    for page in ("README.md", "README.zh-CN.md", "CONTRIBUTING.md"):
        asked = re.findall(r"\bmake ([a-z]+)", (ROOT / page).read_text(encoding="utf8"))
        assert set(asked) <= set(targets), page


# --- dependencies -------------------------------------------------------------------------------


def test_torch_and_tensorflow_are_never_pulled_in():
    everything = required() | names(PROJECT["dependency-groups"]["dev"])
    assert everything & {"torch", "tensorflow", "tf-keras"} == set()


def test_keras_is_the_oracle_and_never_a_dependency():
    assert "keras" in names(PROJECT["dependency-groups"]["dev"])
    assert "keras" not in required()


def test_every_import_of_the_source_is_declared():
    declared = {IMPORTED_AS.get(n, n) for n in required()} | GUEST | {"keraunos"}
    strange = set()
    for path in SOURCE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf8"))):
            if isinstance(node, ast.Import):
                found = [alias.name for alias in node.names]
            elif isinstance(node, ast.ImportFrom):
                found = [node.module or ""]
            else:
                continue
            tops = {name.split(".")[0] for name in found} - set(sys.stdlib_module_names)
            strange |= {f"{path.relative_to(SOURCE)}: {top}" for top in tops - declared}
    assert not strange, "\n".join(sorted(strange))


# --- the wheel ----------------------------------------------------------------------------------

PROGRAM = """
import numpy as np, keraunos
model = keraunos.Sequential([keraunos.layers.Input((2,)), keraunos.layers.Dense(1)])
model.compile("sgd", "mse")
model.fit(np.ones((8, 2), "float32"), np.ones((8, 1), "float32"), epochs=2, verbose=0)
print(keraunos.__file__)
"""


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    folder = tmp_path_factory.mktemp("wheel")
    build = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(folder)]
    subprocess.run([*build, str(ROOT)], check=True, capture_output=True, timeout=300)
    return next(folder.glob("*.whl"))


def outside(python, folder, *arguments):
    """Run the interpreter of a fresh environment in an empty folder, away from the checkout."""
    kept = {k: v for k, v in os.environ.items() if k not in ("PYTHONPATH", "VIRTUAL_ENV")}
    done = subprocess.run(
        [str(python), *arguments], cwd=folder, env=kept, capture_output=True, text=True, timeout=600,
        check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-2000:]
    return done.stdout


def fresh_environment(folder):
    """The interpreter and the commands' folder of an environment without packages."""
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", str(folder)], check=True)
    commands = folder / ("Scripts" if os.name == "nt" else "bin")
    return commands / "python", commands


def install(python, *arguments):
    pip = [sys.executable, "-m", "pip", "--python", str(python), "install", "--quiet"]
    subprocess.run([*pip, *arguments], check=True, capture_output=True, timeout=900)


@pytest.mark.slow
def test_the_wheel_holds_the_package_and_nothing_else(wheel):
    held = zipfile.ZipFile(wheel).namelist()
    places = {name.split("/")[0] for name in held}
    assert places == {"keraunos", f"keraunos-{keraunos.__version__}.dist-info"}
    for wanted in ("keraunos/py.typed", "keraunos/__init__.pyi", "keraunos/layers/__init__.pyi"):
        assert wanted in held
    sources = {p.relative_to(SOURCE.parent).as_posix() for p in SOURCE.rglob("*.py*")
               if "__pycache__" not in p.parts}  # fmt: skip
    assert {name for name in held if name.startswith("keraunos/")} >= sources


@pytest.mark.slow
def test_the_wheel_works_outside_of_the_checkout(wheel, tmp_path):
    """Installed alone; what it depends on is lent by this environment."""
    python, commands = fresh_environment(tmp_path / "venv")
    install(python, "--no-deps", "--no-index", str(wheel))
    site = Path(
        outside(python, tmp_path, "-c", "import site; print(site.getsitepackages()[0])").strip()
    )
    lent = {sysconfig.get_path("purelib"), sysconfig.get_path("platlib")}
    (site / "lent.pth").write_text("\n".join(lent) + "\n", encoding="utf8")
    assert str(tmp_path) in outside(python, tmp_path, "-c", PROGRAM)
    assert "run" in outside(python, tmp_path, commands / "keraunos", "--help")
    assert keraunos.__version__ in outside(python, tmp_path, "-m", "keraunos", "--version")


@pytest.mark.slow
def test_the_wheel_brings_all_it_needs(wheel, tmp_path):
    """Installed into an empty environment with its dependencies; skips without a package index."""
    ask = [sys.executable, "-m", "pip", "--retries", "0", "--timeout", "5", "download", "--no-deps"]
    got = subprocess.run(
        [*ask, "-d", str(tmp_path), "lazy_loader"], capture_output=True, check=False
    )
    if got.returncode:
        pytest.skip("no package index can be reached")
    python, _ = fresh_environment(tmp_path / "venv")
    install(python, str(wheel))
    assert str(tmp_path) in outside(python, tmp_path, "-c", PROGRAM)
