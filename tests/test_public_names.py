"""Every public name exists, at run time and for editors and type checkers, and both lists agree."""

import ast
import importlib
import json
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
SOURCE = ROOT / "src" / "keraunos"


def module_name(path):
    """The dotted name of a source file."""
    parts = path.relative_to(SOURCE.parent).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def stub_names(path):
    """The names that a stub exports: imported `as` themselves, or declared."""
    names = []
    for node in ast.parse(path.read_text(encoding="utf8")).body:
        if isinstance(node, ast.ImportFrom):
            odd = [a.name for a in node.names if a.asname is None]
            assert odd == [], f"{path.name}: write `import X as X` for {odd}"
            names += [alias.asname for alias in node.names]
        elif isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
            names.append(node.target.id)
    return names


STUBS = {module_name(p): p for p in sorted(SOURCE.rglob("__init__.pyi"))}
GATHERING = sorted(
    module_name(p)
    for p in SOURCE.rglob("*.py")
    if (p.name == "__init__.py" or p.parent == SOURCE)
    and p.name != "__main__.py"
    and "compat" not in p.parts
)
"""Packages and façades: what a user imports from. `compat` makes its names when a script asks for them."""


@pytest.mark.parametrize("name", STUBS)
def test_a_stub_and_its_package_agree(name):
    module, names = importlib.import_module(name), stub_names(STUBS[name])
    assert len(names) == len(set(names))
    assert sorted(names) == sorted(module.__all__)


@pytest.mark.parametrize("name", GATHERING)
def test_every_name_resolves(name):
    module = importlib.import_module(name)
    names = getattr(module, "__all__", [])
    assert len(names) == len(set(names))
    absent = [n for n in names if not hasattr(module, n)]
    assert not absent, ", ".join(absent)
    assert set(names) - {"__version__"} <= set(dir(module))


def test_an_unknown_name_is_an_attribute_error():
    with pytest.raises(AttributeError, match="Dens"):
        importlib.import_module("keraunos.layers").Dens  # noqa: B018


def test_each_thing_comes_from_one_home():
    """The short path and the long path give the same object."""
    keraunos = importlib.import_module("keraunos")
    assert keraunos.Layer is keraunos.layers.Layer
    assert keraunos.Model is keraunos.models.Model
    assert keraunos.Input is keraunos.layers.Input


@pytest.mark.slow
def test_a_type_checker_resolves_every_public_name(tmp_path):
    lines = ["# pyright: basic, reportPrivateUsage=false"]
    for name in GATHERING:
        for public in getattr(importlib.import_module(name), "__all__", []):
            lines.append(f"from {name} import {public} as a{len(lines)}")
    generated = tmp_path / "names.py"
    generated.write_text("\n".join(lines) + "\n", encoding="utf8")
    settings = {"include": ["names.py"], "extraPaths": [str(SOURCE.parent)]}
    (tmp_path / "pyrightconfig.json").write_text(json.dumps(settings), encoding="utf8")
    command = [sys.executable, "-m", "pyright", "--outputjson", "--pythonpath", sys.executable,
               "-p", str(tmp_path)]  # fmt: skip
    answer = subprocess.run(command, capture_output=True, text=True, timeout=300, check=False)
    found = json.loads(answer.stdout)
    assert found["summary"]["filesAnalyzed"] == 1
    assert len(lines) > 100
    unresolved = [
        f"{lines[d['range']['start']['line']]}: {d['message']}"
        for d in found["generalDiagnostics"]
        if d["severity"] == "error"
    ]
    assert not unresolved, "\n".join(unresolved)
