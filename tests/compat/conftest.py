"""The hook around a test, and its warnings."""

import pytest

from keraunos import compat
from keraunos.compat import wording


@pytest.fixture
def old():
    """Within the test old imports are answered by Keraunos; every sentence is said anew."""
    wording.forget()
    compat.install()
    yield
    compat.uninstall()
    wording.forget()


@pytest.fixture
def fresh():
    """Every sentence is said anew."""
    wording.forget()
    yield
    wording.forget()
