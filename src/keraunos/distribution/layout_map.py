"""Layouts by the paths of variables and tensors."""

import re
from collections.abc import Iterator, MutableMapping
from typing import Any

from keraunos.core.errors import bad
from keraunos.core.registry import register
from keraunos.distribution.mesh import DeviceMesh, TensorLayout


@register("keras.distribution.LayoutMap")
class LayoutMap(MutableMapping[str, Any]):
    """Layouts by paths, of which a key is the whole or a regular expression that matches the whole.

    Args: device_mesh: that of layouts which bring none.
    Raises: ValueError, where a layout is set, for a key that is there or what is no layout; where one is
        asked for, if several keys match.
    Example:
        >>> layouts = LayoutMap(DeviceMesh((1, 1), ("batch", "model"), ["cpu:0"]))
        >>> layouts[".*dense.*kernel"] = (None, "model")
        >>> layouts["net/dense_1/kernel"].axes, layouts["net/dense_1/bias"]
        ((None, 'model'), None)
    Source: Keras 3. Differs: `in` is true only for paths that have a layout.
    """

    def __init__(self, device_mesh: DeviceMesh | None) -> None:
        if device_mesh is not None and not isinstance(device_mesh, DeviceMesh):
            raise ValueError(bad("LayoutMap", "device_mesh", "a DeviceMesh", device_mesh, ""))
        self._device_mesh = device_mesh
        self._layouts: dict[str, TensorLayout] = {}

    @property
    def device_mesh(self) -> DeviceMesh | None:
        """The mesh of layouts that bring none."""
        return self._device_mesh

    def __getitem__(self, key: str) -> TensorLayout | None:
        """The layout of a path, or None."""
        if key in self._layouts:
            return self._layouts[key]
        found = [pattern for pattern in self._layouts if re.fullmatch(pattern, key)]
        if len(found) > 1:
            fix = "Make the patterns narrower."
            raise ValueError(bad("LayoutMap", "key", f"matched by one of {found}", key, fix))
        return self._layouts[found[0]] if found else None

    def __contains__(self, key: object) -> bool:
        return isinstance(key, str) and self[key] is not None

    def __setitem__(self, key: str, layout: Any) -> None:
        if key in self._layouts:
            raise ValueError(bad("LayoutMap", "key", "new", key, "Delete it first."))
        if isinstance(layout, tuple):
            layout = TensorLayout(layout)
        if not isinstance(layout, TensorLayout):
            raise ValueError(bad("LayoutMap", key, "a TensorLayout or a tuple", layout, ""))
        if layout.device_mesh is None:
            layout.device_mesh = self._device_mesh
        self._layouts[key] = layout

    def __delitem__(self, key: str) -> None:
        del self._layouts[key]

    def __len__(self) -> int:
        return len(self._layouts)

    def __iter__(self) -> Iterator[str]:
        return iter(self._layouts)
