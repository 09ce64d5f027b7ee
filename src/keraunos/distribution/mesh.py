"""Devices in a grid with named axes, and how the axes of a tensor lie on it."""

from collections.abc import Sequence
from typing import Any

import jax
import numpy as np
from jax.core import Tracer
from jax.sharding import Mesh, NamedSharding, PartitionSpec

from keraunos.core.errors import bad
from keraunos.core.registry import register
from keraunos.core.typing import Array
from keraunos.distribution.devices import list_devices


@register("keras.distribution.DeviceMesh")
class DeviceMesh:
    """Devices in a grid.

    Args:
        shape: sizes of the grid. axis_names: a name for each axis.
        devices: names as of `list_devices`, or jax devices, as many as the grid has; None: all.
    Raises: ValueError if sizes, names and devices do not fit.
    Example:
        >>> DeviceMesh((1, 1), ("batch", "model"), ["cpu:0"])
        <DeviceMesh shape=(1, 1), axis_names=('batch', 'model')>
    Source: Keras 3. Differs: nothing.
    """

    def __init__(
        self, shape: Sequence[int], axis_names: Sequence[str], devices: Any = None
    ) -> None:
        if not shape or not axis_names:
            given = (shape, axis_names)
            raise ValueError(bad("DeviceMesh", "shape and axis_names", "given", given, ""))
        if len(shape) != len(axis_names):
            expected = f"{len(shape)} names, one for each size"
            raise ValueError(bad("DeviceMesh", "axis_names", expected, axis_names, ""))
        found = np.array(list_devices() if devices is None else devices).reshape(-1)
        if int(np.prod(shape)) != len(found):
            expected = f"sizes whose product is the number of devices, {len(found)}"
            raise ValueError(bad("DeviceMesh", "shape", expected, shape, "Or pass devices."))
        self._shape, self._axis_names = shape, axis_names
        self._devices = found.reshape(shape)

    @property
    def shape(self) -> Any:
        """Its sizes."""
        return self._shape

    @property
    def axis_names(self) -> Any:
        """Its axes' names."""
        return self._axis_names

    @property
    def devices(self) -> np.ndarray:
        """The devices as an array of this shape."""
        return self._devices

    @property
    def backend_mesh(self) -> Mesh:
        """It as jax has it.

        Raises: ValueError for the name of a device that is not there.
        """
        there = {f"{d.platform}:{d.id}": d for d in jax.devices()}
        flat = [_device(d, there) for d in self._devices.reshape(-1)]
        return Mesh(np.array(flat).reshape(self._shape), tuple(self._axis_names))

    def __repr__(self) -> str:
        return f"<DeviceMesh shape={self.shape}, axis_names={self.axis_names}>"


def _device(device: Any, there: dict[str, Any]) -> Any:
    if isinstance(device, jax.Device):
        return device
    if device not in there:  # of another kind than what computes by default
        kind, _, number = str(device).partition(":")
        others = {f"{d.platform}:{d.id}": d for d in jax.devices(kind)} if number else {}
        if device not in others:
            expected = f"one of {', '.join(there)}"
            raise ValueError(bad("DeviceMesh", "devices", expected, str(device), ""))
        return others[device]
    return there[device]


@register("keras.distribution.TensorLayout")
class TensorLayout:
    """For each axis of a tensor the axis of the mesh over which it is cut; None: it is whole everywhere.

    Args: axes: a name of the mesh's axes or None for each axis. device_mesh: a DeviceMesh; may be set later.
    Raises: ValueError for a name that the mesh does not have.
    Example:
        >>> mesh = DeviceMesh((1,), ("batch",), ["cpu:0"])
        >>> tuple(TensorLayout(("batch", None), mesh).backend_layout.spec)
        ('batch', None)
    Source: Keras 3. Differs: nothing.
    """

    def __init__(self, axes: Sequence[str | None], device_mesh: DeviceMesh | None = None) -> None:
        self._axes = tuple(axes)
        self._device_mesh = device_mesh
        self._check()

    @property
    def axes(self) -> tuple[str | None, ...]:
        """The mesh's axis for each of the tensor's."""
        return self._axes

    @property
    def device_mesh(self) -> DeviceMesh | None:
        """The mesh; it is set once."""
        return self._device_mesh

    @device_mesh.setter
    def device_mesh(self, value: DeviceMesh | None) -> None:
        if self._device_mesh is not None:
            fix = "Make another TensorLayout."
            raise ValueError(bad("TensorLayout", "device_mesh", "not set yet", value, fix))
        self._device_mesh = value
        self._check()

    @property
    def backend_layout(self) -> NamedSharding:
        """It as jax has it. Raises: ValueError if it has no mesh yet."""
        if self._device_mesh is None:
            fix = "Set it, or pass device_mesh=."
            raise ValueError(bad("TensorLayout", "device_mesh", "a DeviceMesh", None, fix))
        return NamedSharding(self._device_mesh.backend_mesh, PartitionSpec(*self._axes))

    def _check(self) -> None:
        if self._device_mesh is None:
            return
        names = tuple(self._device_mesh.axis_names)
        wrong = [axis for axis in self._axes if axis is not None and axis not in names]
        if wrong:
            raise ValueError(bad("TensorLayout", "axes", f"of {names} or None", self._axes, ""))

    def __repr__(self) -> str:
        return f"<TensorLayout axes={self.axes}, device_mesh={self.device_mesh}>"


@register("keras.distribution.distribute_tensor")
def distribute_tensor(tensor: Any, layout: Any) -> Array:
    """The tensor, lying on the devices as the layout says; in a compiled function a request to do so.

    Args: tensor: an array. layout: a TensorLayout, a jax sharding, or None: as it is.
    Raises: ValueError if an axis cannot be cut evenly, or the layout has no mesh.
    Example:
        >>> layout = TensorLayout(("batch",), DeviceMesh((1,), ("batch",), ["cpu:0"]))
        >>> tuple(distribute_tensor(jnp.ones(2), layout).sharding.spec)
        ('batch',)
    Source: Keras 3. Differs: nothing.
    """
    sharding = layout.backend_layout if isinstance(layout, TensorLayout) else layout
    if isinstance(tensor, Tracer):
        return tensor if sharding is None else jax.lax.with_sharding_constraint(tensor, sharding)
    return jax.numpy.asarray(tensor) if sharding is None else jax.device_put(tensor, sharding)
