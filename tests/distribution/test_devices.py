"""The devices that there are, and what cannot be joined."""

import pytest
from support.oracle import keras

from keraunos import distribution
from keraunos.distribution import devices


@pytest.mark.parametrize("kind", [None, "cpu", "CPU"])
def test_devices_are_the_oracle_s(kind):
    assert distribution.list_devices(kind) == keras.distribution.list_devices(kind)
    assert distribution.get_device_count(kind) == len(distribution.list_devices(kind))


def test_a_kind_that_is_not_there_is_said():
    for lib in (distribution, keras.distribution):
        with pytest.raises(RuntimeError, match="nothing"):
            lib.list_devices("nothing")


def test_addresses_and_processes_must_agree(monkeypatch):
    with pytest.raises(ValueError, match="one address, or 3 of them"):
        distribution.initialize("a:1,b:1", 3, 0)
    monkeypatch.setenv(devices.ADDRESSES, "a:1,b:1,c:1")
    monkeypatch.setenv(devices.COUNT, "2")
    with pytest.raises(ValueError, match="one address, or 2 of them"):
        distribution.initialize()


def test_the_first_address_coordinates(monkeypatch):
    handed = []
    monkeypatch.setattr(devices.jax.distributed, "initialize", lambda *a: handed.append(a))
    distribution.initialize("a:1,b:1", 2, 1)
    monkeypatch.setenv(devices.ADDRESSES, "c:1")
    monkeypatch.setenv(devices.COUNT, "4")
    monkeypatch.setenv(devices.NUMBER, "3")
    distribution.initialize()
    assert handed == [("a:1", 2, 1), ("c:1", 4, 3)]
