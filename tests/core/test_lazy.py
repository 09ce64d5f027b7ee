"""A name that a package does not have: the nearest that it has are said."""

import pytest

import keraunos
from keraunos import layers


def test_the_nearest_name_is_said():
    with pytest.raises(AttributeError, match="'keraunos.layers' has no attribute 'Dens'.*'Dense'"):
        layers.Dens  # noqa: B018


def test_the_error_tells_name_and_package():
    with pytest.raises(AttributeError) as caught:
        keraunos.Sequental  # noqa: B018
    assert caught.value.name == "Sequental"
    assert caught.value.obj is keraunos


def test_a_name_unlike_all_others_has_no_hint():
    with pytest.raises(AttributeError) as caught:
        layers.qqqqq  # noqa: B018
    assert "Did you mean" not in str(caught.value)


def test_a_private_name_is_asked_for_in_the_package_itself():
    assert not hasattr(layers, "_nothing")
    assert layers.__all__
