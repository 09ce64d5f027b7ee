"""`tf.train.Example` and its parts: named lists of bytes, floats and whole numbers, as protocol buffers."""

import struct
from collections.abc import Iterator
from typing import Any

import numpy as np

from keraunos.callbacks.events import field, varint
from keraunos.core.errors import bad
from keraunos.data.texts import Content


class _List:
    """Values of one kind. Args: value: a list or an array of them."""

    _kind = ""

    def __init__(self, value: Any = ()) -> None:
        self.value = [self._one(v) for v in value]

    @staticmethod
    def _one(value: Any) -> Any:
        return value

    def __eq__(self, other: object) -> bool:
        return type(other) is type(self) and other.value == self.value  # type: ignore[attr-defined]

    __hash__ = None  # type: ignore[assignment]


class BytesList(_List):
    """Strings of bytes."""

    _kind = "bytes_list"

    @staticmethod
    def _one(value: Any) -> bytes:
        if not isinstance(value, bytes):
            fix = "Use text.encode()."
            raise TypeError(bad("tf.train.BytesList", "value", "a list of bytes", value, fix))
        return Content(value)

    def _content(self) -> bytes:
        return b"".join(field(1, bytes(v)) for v in self.value)

    def _read(self, value: Any) -> None:
        self.value.append(Content(value))


class FloatList(_List):
    """Numbers of 32 bits."""

    _kind = "float_list"

    @staticmethod
    def _one(value: Any) -> float:
        return float(np.float32(value))

    def _content(self) -> bytes:
        return field(1, np.asarray(self.value, "<f4").tobytes()) if self.value else b""

    def _read(self, value: Any) -> None:
        packed = value if isinstance(value, bytes) else struct.pack("<I", value)
        self.value.extend(np.frombuffer(packed, "<f4").tolist())


class Int64List(_List):
    """Whole numbers of 64 bits."""

    _kind = "int64_list"

    @staticmethod
    def _one(value: Any) -> int:
        if int(value) != value:
            fix = "Use FloatList, or int(x)."
            raise TypeError(bad("tf.train.Int64List", "value", "whole numbers", value, fix))
        return int(value)

    def _content(self) -> bytes:
        whole = b"".join(varint(v & (1 << 64) - 1) for v in self.value)
        return field(1, whole) if self.value else b""

    def _read(self, value: Any) -> None:
        numbers = [value] if isinstance(value, int) else list(_varints(value))
        self.value.extend(n - (1 << 64) if n >> 63 else n for n in numbers)


class _Message:
    """What can be written to bytes and read from them."""

    def SerializeToString(self, **_unused: Any) -> bytes:
        """Its bytes."""
        return self._content()

    def _content(self) -> bytes:
        raise NotImplementedError

    @classmethod
    def FromString(cls, serialized: Any) -> Any:
        """What such bytes say.

        Raises: ValueError if they are no such message.
        """
        found = cls()
        found.ParseFromString(serialized)
        return found

    def ParseFromString(self, serialized: Any) -> int:
        """Add what such bytes say; gives how many they were."""
        content = serialized.numpy() if hasattr(serialized, "numpy") else bytes(serialized)
        try:
            for number, value in fields(content):
                self._read(number, value)
        except (IndexError, struct.error, UnicodeDecodeError, TypeError) as error:
            fix = "Is it a record of another kind?"
            raise ValueError(
                bad(f"tf.train.{type(self).__name__}", "serialized", "whole", content[:20], fix)
            ) from error
        return len(content)

    def _read(self, number: int, value: Any) -> None:
        raise NotImplementedError

    def __eq__(self, other: object) -> bool:
        return type(other) is type(self) and other.__dict__ == self.__dict__

    __hash__ = None  # type: ignore[assignment]


class Feature(_Message):
    """One list, of bytes, floats or whole numbers."""

    def __init__(
        self, bytes_list: Any = None, float_list: Any = None, int64_list: Any = None
    ) -> None:
        self.bytes_list = bytes_list or BytesList()
        self.float_list = float_list or FloatList()
        self.int64_list = int64_list or Int64List()

    def _lists(self) -> tuple[Any, ...]:
        return self.bytes_list, self.float_list, self.int64_list

    def WhichOneof(self, oneof: str = "kind") -> str | None:
        """The name of the list that holds something."""
        return next((x._kind for x in self._lists() if x.value), None)

    def _content(self) -> bytes:
        return b"".join(field(i, x._content()) for i, x in enumerate(self._lists(), 1) if x.value)

    def _read(self, number: int, value: Any) -> None:
        for _, inner in fields(value):
            self._lists()[number - 1]._read(inner)


class _Mapping(dict[str, Any]):
    """Entries that are made when they are asked for."""

    def __init__(self, kind: type, given: Any) -> None:
        super().__init__(given or {})
        self.kind = kind

    def __missing__(self, key: str) -> Any:
        self[key] = self.kind()
        return self[key]


class _Named(_Message):
    """Messages of one kind by name: the mapping is its only attribute."""

    def _content(self) -> bytes:
        (mapping,) = vars(self).values()
        return b"".join(
            field(1, field(1, name) + field(2, mapping[name]._content()))
            for name in sorted(mapping)
        )

    def _read(self, number: int, value: Any) -> None:
        (mapping,) = vars(self).values()
        parts = dict(fields(value))
        mapping[parts.get(1, b"").decode()] = mapping.kind.FromString(parts.get(2, b""))


class Features(_Named):
    """Features by name."""

    def __init__(self, feature: Any = None) -> None:
        self.feature = _Mapping(Feature, feature)


class FeatureList(_Message):
    """Features in order."""

    def __init__(self, feature: Any = ()) -> None:
        self.feature = list(feature)

    def _content(self) -> bytes:
        return b"".join(field(1, f._content()) for f in self.feature)

    def _read(self, number: int, value: Any) -> None:
        self.feature.append(Feature.FromString(value))


class FeatureLists(_Named):
    """Lists of features by name."""

    def __init__(self, feature_list: Any = None) -> None:
        self.feature_list = _Mapping(FeatureList, feature_list)


class Example(_Message):
    """One sample.

    Example:
        >>> sample = Example(features=Features(feature={"a": Feature(int64_list=Int64List(value=[7]))}))
        >>> Example.FromString(sample.SerializeToString()).features.feature["a"].int64_list.value
        [7]
    """

    def __init__(self, features: Features | None = None) -> None:
        self.features = features or Features()

    def _content(self) -> bytes:
        return field(1, self.features._content())

    def _read(self, number: int, value: Any) -> None:
        self.features.ParseFromString(value)


class SequenceExample(_Message):
    """One sample: features of the whole, and lists of features, one a step."""

    def __init__(
        self, context: Features | None = None, feature_lists: FeatureLists | None = None
    ) -> None:
        self.context, self.feature_lists = context or Features(), feature_lists or FeatureLists()

    def _content(self) -> bytes:
        return field(1, self.context._content()) + field(2, self.feature_lists._content())

    def _read(self, number: int, value: Any) -> None:
        (self.context if number == 1 else self.feature_lists).ParseFromString(value)


# --- bytes --------------------------------------------------------------------------------------


def fields(content: bytes) -> Iterator[tuple[int, Any]]:
    """The fields of a message: (number, bytes, or an int of what is no bytes)."""
    at = 0
    while at < len(content):
        key, at = _varint(content, at)
        number, wire = key >> 3, key & 7
        if wire == 0:
            value, at = _varint(content, at)
        elif wire == 2:
            size, at = _varint(content, at)
            value, at = content[at : at + size], at + size
            if at > len(content):
                raise IndexError(at)
        else:
            form = {1: "<Q", 5: "<I"}[wire] if wire in (1, 5) else ""
            (value,) = struct.unpack_from(form or "<Q", content, at)
            at += struct.calcsize(form or "<Q")
        yield number, value


def _varint(content: bytes, at: int) -> tuple[int, int]:
    number = shift = 0
    while True:
        byte = content[at]
        number |= (byte & 0x7F) << shift
        at, shift = at + 1, shift + 7
        if byte < 0x80:
            return number, at


def _varints(content: bytes) -> Iterator[int]:
    at = 0
    while at < len(content):
        number, at = _varint(content, at)
        yield number
