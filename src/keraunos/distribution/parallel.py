"""What is cut over the devices: the data, or the model too."""

import contextlib
from collections.abc import Iterator
from typing import Any

import jax

from keraunos.core.errors import bad
from keraunos.core.layouts import Current
from keraunos.core.registry import register
from keraunos.distribution.devices import list_devices
from keraunos.distribution.layout_map import LayoutMap
from keraunos.distribution.mesh import DeviceMesh, TensorLayout


class Distribution:
    """How variables and data lie on a mesh.

    Args:
        device_mesh: the mesh. batch_dim_name: the axis of the mesh over which rows are cut.
        auto_shard_dataset: whether each of several processes is to take its own part of a dataset.
    """

    def __init__(
        self, device_mesh: DeviceMesh, batch_dim_name: str | None, auto_shard_dataset: bool
    ) -> None:
        self._device_mesh = device_mesh
        self._batch_dim_name = batch_dim_name
        self._auto_shard_dataset = auto_shard_dataset

    @property
    def device_mesh(self) -> DeviceMesh:
        """The mesh."""
        return self._device_mesh

    @property
    def batch_dim_name(self) -> str | None:
        """The axis of the mesh over which rows are cut."""
        return self._batch_dim_name

    @property
    def auto_shard_dataset(self) -> bool:
        """Whether each of several processes is to take its own part of a dataset."""
        return self._auto_shard_dataset

    @auto_shard_dataset.setter
    def auto_shard_dataset(self, value: bool) -> None:
        self._auto_shard_dataset = value

    @contextlib.contextmanager
    def scope(self) -> Iterator[None]:
        """A context in which this is the distribution."""
        before = distribution()
        set_distribution(self)
        try:
            yield
        finally:
            set_distribution(before)

    def get_data_layout(self, data_shape: Any) -> TensorLayout:
        """The layout of data: rows cut, the other axes whole. Args: data_shape: sizes, rows first."""
        axes = [None] * len(data_shape)
        return TensorLayout([self._batch_dim_name, *axes[1:]] if axes else [], self._device_mesh)

    def get_variable_layout(self, variable: Any) -> TensorLayout:
        """The layout of a variable: its own if it has one, else whole on every device."""
        own = getattr(variable, "layout", None)
        return own or TensorLayout([None] * len(variable.shape), self._device_mesh)

    def get_tensor_layout(self, path: str) -> TensorLayout | None:
        """The layout of what a layer gives, by its path; None: jax chooses."""
        return None

    def distribute_dataset(self, dataset: Any) -> Any:
        """The part of a dataset that is for this process; with one process, all of it.

        Raises: ValueError with several, where they are to share: hand each its own rows.
        """
        if jax.process_count() == 1 or not self._auto_shard_dataset:
            return dataset
        fix = "Hand each process its own rows, and pass auto_shard_dataset=False."
        raise ValueError(bad("distribute_dataset", "auto_shard_dataset", "False", True, fix))

    def __repr__(self) -> str:
        return f"<{type(self).__name__} device_mesh={self._device_mesh}>"


@register("keras.distribution.DataParallel")
class DataParallel(Distribution):
    """Variables whole on every device, rows cut over them.

    Args:
        device_mesh: the mesh, whose first axis cuts the rows; None: one axis "batch" of `devices`.
        devices: names as of `list_devices`; None: all.
        auto_shard_dataset: whether each of several processes is to take its own part of a dataset.
    Raises: ValueError for a mesh that is none.
    Example:
        >>> data_parallel = DataParallel(devices=["cpu:0"])
        >>> data_parallel.get_data_layout((8, 3)).axes
        ('batch', None)
    Source: Keras 3.
    Differs: `fit`, `evaluate` and `predict` compute on one device, and put the variables back where they
        lay; calling a model, and what is jitted by hand, compute where variables and data lie.
    """

    def __init__(
        self, device_mesh: DeviceMesh | None = None, devices: Any = None,
        auto_shard_dataset: bool = True,
    ) -> None:  # fmt: skip
        if device_mesh is None:
            found = list(list_devices() if devices is None else devices)
            device_mesh = DeviceMesh((len(found),), ["batch"], found)
        elif not isinstance(device_mesh, DeviceMesh):
            expected = "a DeviceMesh"
            raise ValueError(bad("DataParallel", "device_mesh", expected, device_mesh, ""))
        super().__init__(device_mesh, device_mesh.axis_names[0], auto_shard_dataset)


@register("keras.distribution.ModelParallel")
class ModelParallel(Distribution):
    """Variables as a map of their paths says, rows cut over one axis of the mesh.

    Args:
        layout_map: a LayoutMap with a mesh; variables without a layout there are whole on every device.
        batch_dim_name: the mesh's axis that cuts rows; None: its first.
        auto_shard_dataset: whether each of several processes is to take its own part of a dataset.
        kwargs: device_mesh, which is taken; that of the map holds.
    Raises: ValueError without a map or for what is none.
    Example:
        >>> layouts = LayoutMap(DeviceMesh((1, 1), ("batch", "model"), ["cpu:0"]))
        >>> layouts[".*kernel"] = (None, "model")
        >>> with ModelParallel(layout_map=layouts).scope():
        ...     model = keraunos.Sequential([keraunos.Input((3,)), keraunos.layers.Dense(2)])
        >>> tuple(model.layers[0].kernel.value.sharding.spec)
        (None, 'model')
    Source: Keras 3.
    Differs: `fit`, `evaluate` and `predict` compute on one device, as under DataParallel; layouts for what
        layers give are told by `get_tensor_layout` and not applied.
    """

    def __init__(
        self, *, layout_map: LayoutMap | None = None, batch_dim_name: str | None = None,
        auto_shard_dataset: bool = True, **kwargs: Any,
    ) -> None:  # fmt: skip
        kwargs.pop("device_mesh", None)
        if kwargs:
            raise TypeError(f"ModelParallel: unknown arguments {sorted(kwargs)}.")
        mesh = layout_map.device_mesh if isinstance(layout_map, LayoutMap) else None
        if not isinstance(layout_map, LayoutMap) or mesh is None:
            expected = "a LayoutMap with a mesh"
            raise ValueError(bad("ModelParallel", "layout_map", expected, layout_map, ""))
        super().__init__(mesh, batch_dim_name or mesh.axis_names[0], auto_shard_dataset)
        self._layout_map = layout_map

    def get_variable_layout(self, variable: Any) -> TensorLayout:
        """The layout of a variable: its own, else that of its path, else whole on every device."""
        own = getattr(variable, "layout", None)
        found = own or self._layout_map[variable.path]
        return found or super().get_variable_layout(variable)

    def get_tensor_layout(self, path: str) -> TensorLayout | None:
        """The layout that the map has for a path, or None."""
        return self._layout_map[path]


@register("keras.distribution.distribution")
def distribution() -> Any:
    """The distribution in force, or None.

    Example:
        >>> distribution() is None
        True
    Source: Keras 3. Differs: nothing.
    """
    return Current.distribution


@register("keras.distribution.set_distribution")
def set_distribution(value: Any) -> None:
    """Let a distribution say where variables that are made from now on lie; None: on one device.

    Args: value: a DataParallel or ModelParallel, or None.
    Example:
        >>> set_distribution(DataParallel(devices=["cpu:0"]))
        >>> distribution()
        <DataParallel device_mesh=<DeviceMesh shape=(1,), axis_names=['batch']>>
        >>> set_distribution(None)
    Source: Keras 3. Differs: nothing.
    """
    Current.distribution = value
