"""Every name of every table leads somewhere."""

import pytest

from keraunos.compat.tf.rooms import ROOMS
from keraunos.compat.tf.table import TABLES, module


@pytest.mark.parametrize("name", TABLES)
def test_names_lead_somewhere(name):
    assert all(
        getattr(module(name), member) is not None or member == "newaxis" for member in TABLES[name]
    )


def test_the_smaller_modules_are_among_them():
    assert ROOMS.keys() <= TABLES.keys()
