"""The one reader of HDF5 files: every link, type and size is looked at before it is followed or read.

An allow-list: hard links to groups and datasets; datasets stored in the file itself, unpacked, or packed by
the filters that HDF5 brings along; numbers and short text. Everything else is refused.
"""

import os
from collections.abc import Iterator
from typing import IO, Any

import numpy as np

from keraunos.core.errors import FileError, UnsafeError
from keraunos.core.forms import DTYPES
from keraunos.saving.heaps import Heaps
from keraunos.saving.limits import LIMITS, too_dense

_FILTERS = {1: "gzip", 2: "shuffle", 3: "fletcher32", 4: "szip", 6: "scaleoffset", 32000: "lzf"}
_MAGIC = b"\x89HDF\r\n\x1a\n"


def h5py() -> Any:
    """The package that reads HDF5; loaded when a file asks for it."""
    import h5py

    return h5py


def open_hdf5(source: Any, name: str, count: "Count | None" = None) -> "Group":
    """The root group of a file.

    Args:
        source: a path, or a binary file object. name: what messages call it.
        count: objects looked at in files before it that are one with it.
    Raises: FileError if it is no HDF5 file; OSError if it cannot be opened.
    """
    if not hasattr(source, "read") and os.path.exists(source) and not os.path.isfile(source):
        raise UnsafeError(f"{name}: it is a folder, a pipe or a device, not a file.")
    stream = source if hasattr(source, "read") else open(source, "rb")  # noqa: SIM115
    try:
        stream.seek(0)
        if stream.read(len(_MAGIC)) != _MAGIC:
            raise FileError(f"{name}: it is not an HDF5 file, or it is damaged. Save it again.")
        stream.seek(0)
        file = h5py().File(stream, "r")
    except (OSError, RuntimeError, ValueError) as error:
        stream.close()
        if isinstance(error, FileError):
            raise
        raise FileError(f"{name}: it is a damaged HDF5 file ({error}). Save it again.") from error
    return Group(file, name, "", count or Count(), Heaps(stream, name), (file, stream))


class Count:
    """How many objects of one file were looked at."""

    def __init__(self) -> None:
        self.seen = 0

    def step(self, name: str) -> None:
        """One more; raises UnsafeError beyond the bound."""
        self.seen += 1
        if self.seen > LIMITS.members:
            raise UnsafeError(f"{name}: it has more than {LIMITS.members:,} objects.")


class Group:
    """A group of a file, as a mapping of what it may hold: groups, and arrays read on demand.

    Args:
        group: the h5py group. name: of the file, for messages. path: of the group in the file.
        count: objects looked at so far. heaps: of the file's texts. handles: what `close` closes.
    """

    def __init__(
        self, group: Any, name: str, path: str, count: Count, heaps: Heaps,
        handles: tuple[Any, ...] = (),
    ) -> None:  # fmt: skip
        self._group, self._name, self.path, self._heaps = group, name, path, heaps
        self._count, self._handles = count, handles
        if path.count("/") > LIMITS.depth:
            raise UnsafeError(f"{name}: groups nested deeper than {LIMITS.depth}, at {path[:80]}…")

    def close(self) -> None:
        """Close the file, if this is its root."""
        for handle in self._handles:
            handle.close()

    def __enter__(self) -> "Group":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    # --- the mapping ----------------------------------------------------------------------------

    def __iter__(self) -> Iterator[str]:
        return iter(self.keys())

    def __len__(self) -> int:
        return len(self._group)

    def keys(self) -> list[str]:
        """The names of what it holds."""
        if len(self._group) > LIMITS.members:
            raise UnsafeError(f"{self._name}: {self.path}: more than {LIMITS.members:,} entries.")
        return list(self._group.keys())

    def __contains__(self, name: str) -> bool:
        try:
            return name in self._group.keys()  # noqa: SIM118  links are not followed this way
        except (TypeError, ValueError):
            return False

    def __getitem__(self, name: str) -> np.ndarray:
        """The array of that name.

        Raises: KeyError if there is none; FileError if it is not one.
        """
        return self.array(name).read()

    def get(self, name: str, default: Any = None) -> Any:
        """The array of that name, or the default."""
        found = name in self
        return self[name] if found else default

    def group(self, path: str) -> "Group | None":
        """The group at this path, or None."""
        here = self
        for part in path.split("/"):
            if part not in here:
                return None
            found = here._open(part)
            if not isinstance(found, h5py().Group):
                raise FileError(f"{here._where(part)}: expected a group; got an array.")
            here = Group(found, here._name, f"{here.path}/{part}", here._count, self._heaps)
        return here

    def array(self, name: str) -> "Stored":
        """The array of that name, not read yet: its shape and dtype are known."""
        here, _, last = name.rpartition("/")
        group = self.group(here) if here else self
        if group is None or last not in group:
            raise KeyError(f"{self._where(name)}: there is no such array.")
        found = group._open(last)
        if not isinstance(found, h5py().Dataset):
            raise FileError(f"{self._where(name)}: expected an array; got a group.")
        return Stored(found, group._where(last), self._heaps)

    def groups(self) -> Iterator[tuple[str, "Group"]]:
        """The groups in it with their names."""
        for name in self.keys():
            if isinstance(self._open(name), h5py().Group):
                found = self.group(name)
                assert found is not None  # it was there a line ago
                yield name, found

    def arrays(self) -> Iterator[tuple[str, "Stored"]]:
        """The arrays in it with their names, not read yet."""
        for name in self.keys():
            if isinstance(self._open(name), h5py().Dataset):
                yield name, self.array(name)

    def walk(self) -> Iterator[tuple[str, "Stored"]]:
        """Every array in it and below, with its path."""
        for name, stored in self.arrays():
            yield f"{self.path}/{name}".lstrip("/"), stored
        for _, group in self.groups():
            yield from group.walk()

    def _where(self, name: str) -> str:
        return f"{self._name}: {self.path}/{name}"

    def _open(self, name: str) -> Any:
        """The object behind a hard link; every other kind of link is refused."""
        self._count.step(self._name)
        link = self._group.get(name, getlink=True)
        if not isinstance(link, h5py().HardLink):
            kind = type(link).__name__
            raise UnsafeError(
                f"{self._where(name)}: it is a {kind}, which can point at other places and files. Only "
                "what is stored in the file itself is read."
            )
        found = self._group[name]
        if not isinstance(found, (h5py().Group, h5py().Dataset)):
            raise UnsafeError(f"{self._where(name)}: it is neither a group nor an array.")
        return found

    # --- attributes -----------------------------------------------------------------------------

    def attribute(self, name: str, default: Any = None) -> Any:
        """An attribute: a number, a text, or a list of them; the default if there is none."""
        return _attribute(self._group.attrs, name, self._where("@" + name), self._heaps, default)

    def attributes(self) -> list[str]:
        """The names of its attributes."""
        return list(self._group.attrs)


def _attribute(attributes: Any, name: str, where: str, heaps: Heaps, default: Any = None) -> Any:
    if name not in attributes:
        return default
    found = attributes.get_id(name)
    size = int(np.prod(found.shape or (), dtype=object)) * found.dtype.itemsize
    text = h5py().check_string_dtype(found.dtype) is not None
    if size > LIMITS.text or (found.dtype.kind not in "biufSU" and not text):
        raise UnsafeError(f"{where}: an attribute of {size:,} bytes and type {found.dtype}.")
    if text and h5py().check_string_dtype(found.dtype).length is None:
        heaps.check(name)
    return _plain(attributes[name])


def _plain(value: Any) -> Any:
    if isinstance(value, bytes):
        return value.decode("utf8", "replace")
    if isinstance(value, np.ndarray):
        return [_plain(item) for item in value.tolist()]
    return value.item() if isinstance(value, np.generic) else value


class Stored:
    """An array in a file: what it says of itself is checked, its numbers are read on demand.

    Args: dataset: the h5py dataset. where: file and path, for messages. heaps: of the file's texts.
    """

    def __init__(self, dataset: Any, where: str, heaps: Heaps) -> None:
        self._dataset, self.where, self._heaps = dataset, where, heaps
        self._refuse_other_places()
        self.dtype = self._known_dtype()
        self.shape: tuple[int, ...] = tuple(dataset.shape or ())
        self.size = int(np.prod(self.shape, dtype=object)) * np.dtype(dataset.dtype).itemsize
        stored = dataset.id.get_storage_size()
        if too_dense(self.size, stored, LIMITS.ratio_hdf5):
            raise UnsafeError(
                f"{where}: it says {self.size:,} bytes, but {stored:,} are stored. The file is damaged, or "
                "made to exhaust the memory."
            )

    def _refuse_other_places(self) -> None:
        layout = self._dataset.id.get_create_plist()
        if self._dataset.is_virtual or layout.get_external_count() > 0:
            raise UnsafeError(f"{self.where}: its numbers lie in other files, which are not read.")
        for i in range(layout.get_nfilters()):
            code = layout.get_filter(i)[0]
            if code not in _FILTERS:
                raise UnsafeError(
                    f"{self.where}: packed by filter {code}; known are {sorted(_FILTERS.values())}."
                )
        if self._dataset.shape is None:
            raise FileError(f"{self.where}: it has no shape. Save the file again.")
        chunk = self._dataset.chunks or ()
        larger = any(c > max(s, 1) for c, s in zip(chunk, self._dataset.shape))
        if (
            larger
            and int(np.prod(chunk, dtype=object)) * self._dataset.dtype.itemsize > LIMITS.floor
        ):
            raise UnsafeError(f"{self.where}: its chunks {chunk} are larger than itself.")

    def _known_dtype(self) -> str:
        raw = self._dataset.dtype
        name = raw.name
        if raw.kind == "V" and raw.names is None:
            name = self._label() or raw.name
            if name not in DTYPES or np.dtype(name).itemsize != raw.itemsize:
                name = raw.name
        if name not in DTYPES:
            raise UnsafeError(f"{self.where}: dtype {raw} is not one of {', '.join(DTYPES)}.")
        return name

    def _label(self) -> str | None:
        """The dtype that the file names beside numbers HDF5 has no type for."""
        label = _attribute(self._dataset.attrs, "dtype", self.where, self._heaps)
        return label if isinstance(label, str) else None

    def read(self) -> np.ndarray:
        """The numbers."""
        try:
            array = self._dataset[()]
        except OSError as error:
            raise FileError(f"{self.where}: damaged ({error}). Save the file again.") from error
        return np.asarray(array).view(self.dtype) if array.dtype.kind == "V" else np.asarray(array)


def writer(stream: IO[bytes]) -> Any:
    """A new HDF5 file in a stream that can be read and written."""
    return h5py().File(stream, "w")
