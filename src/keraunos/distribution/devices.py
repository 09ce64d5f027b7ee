"""Which devices there are, and how processes on several hosts find each other."""

import os
from typing import Any

import jax

from keraunos.core.errors import bad
from keraunos.core.registry import register

ADDRESSES, COUNT, NUMBER = (
    f"KERAS_DISTRIBUTION_{name}" for name in ("JOB_ADDRESSES", "NUM_PROCESSES", "PROCESS_ID")
)
"""The environment's variables that stand in for arguments of `initialize`, as Keras names them."""


@register("keras.distribution.list_devices")
def list_devices(device_type: str | None = None) -> list[str]:
    """The names of the devices of all processes.

    Args: device_type: "cpu", "gpu" or "tpu"; None: what computes by default.
    Raises: RuntimeError for a kind of which there is none.
    Example:
        >>> list_devices("cpu")[0]
        'cpu:0'
    Source: Keras 3. Differs: nothing.
    """
    kind = device_type.lower() if device_type else None
    return [f"{d.platform}:{d.id}" for d in jax.devices(kind)]


@register("keras.distribution.get_device_count")
def get_device_count(device_type: str | None = None) -> int:
    """The number of devices of a kind. Args, Raises: as of `list_devices`.

    Example:
        >>> get_device_count("cpu") == len(list_devices("cpu"))
        True
    Source: Keras 3. Differs: nothing.
    """
    return len(list_devices(device_type))


@register("keras.distribution.initialize")
def initialize(
    job_addresses: str | None = None, num_processes: int | None = None, process_id: int | None = None
) -> None:  # fmt: skip
    """Join the processes of a job, before anything is computed; of all, the first coordinates.

    Args:
        job_addresses: "host:port" of each process, comma-separated, or of the first alone; None: that of
            the variable KERAS_DISTRIBUTION_JOB_ADDRESSES, or what the cluster says.
        num_processes: how many; None: KERAS_DISTRIBUTION_NUM_PROCESSES.
        process_id: the number of this one, from 0; None: KERAS_DISTRIBUTION_PROCESS_ID.
    Raises: ValueError if there are not as many addresses as processes; RuntimeError if it is too late.
    Source: Keras 3. Differs: nothing.
    """
    job_addresses = job_addresses or os.environ.get(ADDRESSES)
    if num_processes is None:
        num_processes = _number(COUNT)
    if process_id is None:
        process_id = _number(NUMBER)
    addresses = job_addresses.split(",") if job_addresses else []
    if len(addresses) > 1 and num_processes is not None and num_processes != len(addresses):
        expected = f"one address, or {num_processes} of them"
        raise ValueError(bad("initialize", "job_addresses", expected, job_addresses, ""))
    coordinator: Any = addresses[0] if addresses else None
    jax.distributed.initialize(coordinator, num_processes, process_id)


def _number(name: str) -> int | None:
    text = os.environ.get(name)
    return int(text) if text else None
