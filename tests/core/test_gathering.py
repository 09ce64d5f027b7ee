"""Packages made from their stubs."""

import importlib
import subprocess
import sys

import pytest

from keraunos.core.gathering import gather


@pytest.fixture
def package(tmp_path, monkeypatch):
    """A package of this stub, imported under a name of its own."""
    monkeypatch.syspath_prepend(tmp_path)

    def make(name, stub):
        folder = tmp_path / name
        folder.mkdir()
        folder.joinpath("__init__.py").write_text(
            "from keraunos.core.gathering import gather\n"
            "__getattr__, __dir__, __all__ = gather(__name__, __file__)\n"
        )
        folder.joinpath("__init__.pyi").write_text(stub)
        folder.joinpath("inner.py").write_text("value = object()\n")
        return importlib.import_module(name)

    return make


def test_names_of_other_packages_and_renamed_ones(package):
    stub = "from . import inner as inner\nfrom .inner import value as thing\n"
    made = package("gathered_a", stub + "from keraunos.core.naming import get_uid as uid\n")
    naming = importlib.import_module("keraunos.core.naming")
    assert made.thing is made.inner.value
    assert made.uid is naming.get_uid
    assert made.__all__ == dir(made) == ["inner", "thing", "uid"]
    with pytest.raises(AttributeError, match="has no attribute 'zzz'$"):
        made.zzz  # noqa: B018
    with pytest.raises(AttributeError, match="no attribute 'thng'. Did you mean 'thing'"):
        made.thng  # noqa: B018


def test_a_stub_that_does_more_is_refused(package):
    with pytest.raises(ValueError, match="line 1 must be `from … import …`"):
        package("gathered_b", "import keraunos\n")


def test_a_name_loads_its_own_home_only():
    program = (
        "import sys, keraunos; keraunos.utils.set_random_seed(1);"
        "print(any(m.startswith(('keraunos.draw', 'keraunos.layers', 'PIL')) for m in sys.modules))"
    )
    answer = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)
    assert answer.stdout.strip() == "False"
    assert callable(gather)
