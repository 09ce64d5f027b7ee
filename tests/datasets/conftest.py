"""A KERAS_HOME of the test's own, and the installed Keras reading the same file."""

import importlib

import pytest
from support.oracle import keras

from keraunos.datasets import stored


@pytest.fixture
def cache(tmp_path, monkeypatch):
    """The folder `datasets` of a temporary KERAS_HOME."""
    monkeypatch.setenv("KERAS_HOME", str(tmp_path))
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    monkeypatch.setattr(stored, "_warned", set())
    (tmp_path / "datasets").mkdir()
    return tmp_path / "datasets"


@pytest.fixture
def theirs(monkeypatch):
    """Keras' module of that name, with `get_file` giving this path."""

    def load(name, path):
        module = importlib.import_module(f"{keras.__name__}.src.datasets.{name}")
        monkeypatch.setattr(module, "get_file", lambda *_args, **_kwargs: str(path))
        return module

    return load
