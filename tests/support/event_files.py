"""Reads event files: records whose checksums are right, and the fields of their messages."""

import struct

from keraunos.callbacks.events import masked


def messages(path):
    """The messages of a file; fails if a checksum is wrong or bytes are left."""
    data, found = path.read_bytes(), []
    while data:
        (length,) = struct.unpack("<Q", data[:8])
        message, data_sum = data[12 : 12 + length], data[12 + length : 16 + length]
        assert (data[8:12], data_sum) == (masked(data[:8]), masked(message))
        found.append(message)
        data = data[16 + length :]
    return found


def fields(message):
    """Field number -> its values: ints, or bytes of what has a length or a fixed size."""
    found, at = {}, 0

    def varint():
        nonlocal at
        number, shift = 0, 0
        while True:
            byte = message[at]
            at += 1
            number |= (byte & 0x7F) << shift
            shift += 7
            if byte < 0x80:
                return number

    while at < len(message):
        key = varint()
        kind = key & 7
        if kind == 0:
            value = varint()
        else:
            size = {1: 8, 5: 4}.get(kind) or varint()
            value, at = message[at : at + size], at + size
        found.setdefault(key >> 3, []).append(value)
    return found


def curves(folder):
    """tag -> [(step, value)] of all files under a folder; histograms have the value None."""
    found = {}
    for path in sorted(folder.glob("events*")):
        for message in messages(path):
            parts = fields(message)
            for summary in parts.get(5, []):
                for value in fields(summary)[1]:
                    inner = fields(value)
                    number = struct.unpack("<f", inner[2][0])[0] if 2 in inner else None
                    found.setdefault(inner[1][0].decode(), []).append((parts[2][0], number))
    return found
