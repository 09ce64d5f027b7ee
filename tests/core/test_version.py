"""version."""

import keraunos


def test_it_is_the_packages():
    assert keraunos.version() == keraunos.__version__
