"""Event files as TensorBoard reads them: records with checksums, each a small protocol buffer.

A record is: length (uint64), checksum of these 8 bytes, the message, checksum of the message. Numbers are
little-endian; a checksum is CRC-32C, rotated and shifted by a constant.
"""

import os
import socket
import struct
import time
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import numpy as np

_POLYNOMIAL, _MASK = 0x82F63B78, 0xA282EAD8


def _table() -> list[int]:
    rows = []
    for row in range(256):
        for _ in range(8):
            row = row >> 1 ^ (_POLYNOMIAL if row & 1 else 0)
        rows.append(row)
    return rows


_TABLE = _table()


def crc32c(data: bytes) -> int:
    """The CRC-32C (Castagnoli) of some bytes.

    Example:
        >>> hex(crc32c(b"123456789"))
        '0xe3069283'
    """
    value = 0xFFFFFFFF
    for byte in data:
        value = _TABLE[(value ^ byte) & 0xFF] ^ value >> 8
    return value ^ 0xFFFFFFFF


def masked(data: bytes) -> bytes:
    """The checksum as a record holds it."""
    crc = crc32c(data)
    return struct.pack("<I", ((crc >> 15 | crc << 17) + _MASK) & 0xFFFFFFFF)


def record(message: bytes) -> bytes:
    """A message between its length and its checksums."""
    length = struct.pack("<Q", len(message))
    return length + masked(length) + message + masked(message)


# --- protocol buffers ---------------------------------------------------------------------------


def varint(number: int) -> bytes:
    """A number >= 0, seven bits a byte."""
    out = bytearray()
    while number > 0x7F:
        out.append(number & 0x7F | 0x80)
        number >>= 7
    return bytes([*out, number])


def field(number: int, value: Any) -> bytes:
    """One field: an int as varint, a float as double, text and bytes with their length."""
    if isinstance(value, int):
        return varint(number << 3) + varint(value)
    if isinstance(value, float):
        return varint(number << 3 | 1) + struct.pack("<d", value)
    data = value.encode() if isinstance(value, str) else value
    return varint(number << 3 | 2) + varint(len(data)) + data


def scalar(tag: str, value: float) -> bytes:
    """A number under a tag, as a summary's value."""
    return field(1, field(1, tag) + varint(2 << 3 | 5) + struct.pack("<f", value))


def histogram(tag: str, values: np.ndarray, buckets: int = 30) -> bytes:
    """How often values fall into equal spans, as a summary's value.

    Args: values: those that are not finite do not count. buckets: how many spans, an int >= 1.
    """
    flat = np.asarray(values, np.float64).ravel()
    flat = flat[np.isfinite(flat)]
    if not flat.size:
        return b""
    counts, edges = np.histogram(flat, buckets)
    facts = (flat.min(), flat.max(), float(flat.size), flat.sum(), np.sum(flat**2))
    body = b"".join(field(i, float(fact)) for i, fact in enumerate(facts, 1))
    body += field(6, edges[1:].astype("<f8").tobytes()) + field(7, counts.astype("<f8").tobytes())
    return field(1, field(1, tag) + field(5, body))


def event(step: int | None, *content: bytes, at: float) -> bytes:
    """A record of what was at a step.

    Args: step: an int >= 0, or None for the file's head. content: fields. at: seconds since 1970.
    """
    start = field(1, at) + (b"" if step is None else field(2, step))
    return record(start + b"".join(content))


class EventWriter:
    """One event file in a folder; nothing stays open between two steps, so readers see all of it.

    Args: folder: where to; it is made.
    """

    _made = 0

    def __init__(self, folder: str | os.PathLike[str]) -> None:
        Path(folder).mkdir(parents=True, exist_ok=True)
        place = f"{time.time():.0f}.{socket.gethostname()}.{os.getpid()}.{EventWriter._made}"
        EventWriter._made += 1
        self.path = Path(folder) / f"events.out.tfevents.{place}.v2"
        self.path.write_bytes(event(None, field(3, "brain.Event:2"), at=time.time()))

    def write(self, step: int, summary: Iterable[bytes]) -> None:
        """Write summaries of one step, as `scalar` and `histogram` give them."""
        content = b"".join(summary)
        if content:
            with self.path.open("ab") as file:
                file.write(event(step, field(5, content), at=time.time()))
