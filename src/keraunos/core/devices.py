"""Which device computes: a context for the code in it."""

from contextlib import AbstractContextManager
from typing import Any

import jax

from keraunos.core.errors import bad


def device(device_name: Any) -> AbstractContextManager[Any]:
    """A context in which new arrays are made, and so operations computed, on this device.

    Args: device_name: a kind of device and its number, as in "cpu:0" or "gpu:1", the number 0 if left out;
        or a jax device.
    Raises: ValueError for a device that is not there, or what names none; RuntimeError for a kind of which
        there is none.
    Example:
        >>> with device("cpu:0"):
        ...     jnp.ones(2).devices()
        {CpuDevice(id=0)}
    """
    if isinstance(device_name, str):
        return jax.default_device(_found(device_name.lower()))
    if not isinstance(device_name, jax.Device):
        kinds = "a name such as 'gpu:0', or a jax device"
        raise ValueError(bad("device", "device_name", kinds, device_name, ""))
    return jax.default_device(device_name)


def _found(name: str) -> Any:
    kind, _, number = name.partition(":")
    devices = jax.devices(kind)
    if number and not (number.isdigit() and int(number) < len(devices)):
        there = ", ".join(f"{kind}:{i}" for i in range(len(devices)))
        raise ValueError(bad("device", "device_name", f"one of {there}", name, ""))
    return devices[int(number or 0)]
