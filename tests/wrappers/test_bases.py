"""Without scikit-learn the classes are there and say what to install."""

import subprocess
import sys

import pytest

from keraunos.wrappers.bases import Absent, base


def test_bases_are_scikit_learns():
    assert base("BaseEstimator").__module__ == "sklearn.base"


def test_without_scikit_learn():
    program = (
        "import importlib.util as u; found = u.find_spec;"
        "u.find_spec = lambda name, *a: None if name == 'sklearn' else found(name, *a);"
        "from keraunos.wrappers import SKLearnClassifier as C; C(3)"
    )
    answer = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)
    assert "ImportError: SKLearnClassifier: it needs scikit-learn" in answer.stderr
    with pytest.raises(ImportError, match="pip install scikit-learn"):
        Absent()
