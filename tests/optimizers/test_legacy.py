"""The old address of optimizers."""

import pytest

import keraunos as k


@pytest.mark.parametrize("name", k.optimizers.legacy.__all__)
def test_the_old_address_gives_todays_class(name):
    assert getattr(k.optimizers.legacy, name) is getattr(k.optimizers, name)
