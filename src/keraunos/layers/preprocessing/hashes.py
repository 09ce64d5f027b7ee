"""Stable 64-bit hashes of texts, many at a time: FarmHash's fingerprint, and SipHash with a key."""

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

Words = np.ndarray
"""Unsigned 64-bit numbers, one a text; their arithmetic wraps round."""

_K0, _K1, _K2 = (np.uint64(k) for k in (0xC3A5C85C97CB3127, 0xB492B66FBE98F273, 0x9AE16A3B2F90404F))
_CROSS = np.uint64(0xC6A4A7935BD1E995)


def farm_hash(texts: Sequence[bytes]) -> Words:
    """FarmHash's Fingerprint64 of each text.

    Example:
        >>> (farm_hash([b"A", b"B", b"E"]) % np.uint64(3)).tolist()
        [1, 0, 2]
    Source: Pike, FarmHash, github.com/google/farmhash (farmhashna::Hash64).
    """
    return _by_length(texts, _farm)


def sip_hash(texts: Sequence[bytes], key: Sequence[int]) -> Words:
    """SipHash-2-4 of each text under a key of two numbers.

    Example:
        >>> (sip_hash([b"A", b"B", b"E"], (133, 137)) % np.uint64(3)).tolist()
        [1, 2, 2]
    Source: Aumasson and Bernstein 2012, SipHash: a fast short-input PRF.
    """
    return _by_length(texts, lambda rows: _sip(rows, [np.uint64(int(k) % 2**64) for k in key]))


def bucket(texts: Sequence[bytes], count: int, salt: Sequence[int] | None) -> np.ndarray:
    """A number in [0, count) for each text: its hash modulo count; SipHash where there is a salt."""
    found = farm_hash(texts) if salt is None else sip_hash(texts, salt)
    return (found % np.uint64(count)).astype("int64")


def cross(first: Words, second: Words) -> Words:
    """One hash of pairs of hashes, as TensorFlow joins fingerprints."""
    mixed = first ^ _CROSS ^ (_mix(second * _CROSS) * _CROSS)
    return _mix(_mix(mixed * _CROSS) * _CROSS)


def _by_length(texts: Sequence[bytes], function: Callable[[np.ndarray], Words]) -> Words:
    """The function of all texts of one length at a time, as rows of bytes."""
    lengths = np.array([len(t) for t in texts], "int64")
    found = np.zeros(len(texts), "uint64")
    for length in np.unique(lengths):
        where = np.flatnonzero(lengths == length)
        joined = b"".join(texts[int(i)] for i in where)
        found[where] = function(np.frombuffer(joined, "uint8").reshape(len(where), length))
    return found


# --- words --------------------------------------------------------------------------------------


def _word(rows: np.ndarray, at: int, size: int = 8) -> Words:
    """The little-endian number of `size` bytes at a place of each row; a place below 0 is from the end."""
    at = at if at >= 0 else rows.shape[1] + at
    piece = np.ascontiguousarray(rows[:, at : at + size])
    return piece.view(f"<u{size}")[:, 0].astype("uint64")


def _right(x: Words, bits: int) -> Words:
    return (x >> np.uint64(bits)) | (x << np.uint64(64 - bits))


def _left(x: Words, bits: int) -> Words:
    return _right(x, 64 - bits)


def _mix(x: Words) -> Words:
    return x ^ (x >> np.uint64(47))


# --- FarmHash -----------------------------------------------------------------------------------


def _farm(rows: np.ndarray) -> Words:
    length = rows.shape[1]
    if length > 64:
        return _farm_long(rows)
    if length > 32:
        return _farm_64(rows)
    if length > 16:
        mul, _, y, z = _farm_ends(rows, _K1)
        return _pair(y, z, mul)
    return _farm_16(rows)


def _scalar(number: int) -> np.uint64:
    return np.uint64(number % 2**64)


def _of_length(length: int) -> np.uint64:
    return _scalar(int(_K2) + 2 * length)


def _pair(u: Words, v: Words, mul: Any) -> Words:
    a = _mix((u ^ v) * mul)
    return _mix((v ^ a) * mul) * mul


def _farm_16(rows: np.ndarray) -> Words:
    length = rows.shape[1]
    mul = _of_length(length)
    if length >= 8:
        a, b = _word(rows, 0) + _K2, _word(rows, -8)
        return _pair(_right(b, 37) * mul + a, (_right(a, 25) + b) * mul, mul)
    if length >= 4:
        first, last = _word(rows, 0, 4), _word(rows, -4, 4)
        return _pair(np.uint64(length) + (first << np.uint64(3)), last, mul)
    if length:
        first, middle, last = (rows[:, i].astype("uint64") for i in (0, length >> 1, length - 1))
        y, z = first + (middle << np.uint64(8)), np.uint64(length) + (last << np.uint64(2))
        return _mix(y * _K2 ^ z * _K0) * _K2
    return np.full(len(rows), _K2)


def _farm_ends(rows: np.ndarray, factor: np.uint64) -> tuple[Any, ...]:
    """What the first and the last 16 bytes give."""
    mul = _of_length(rows.shape[1])
    a, b = _word(rows, 0) * factor, _word(rows, 8)
    c, d = _word(rows, -8) * mul, _word(rows, -16) * _K2
    return mul, a, _right(a + b, 43) + _right(c, 30) + d, a + _right(b + _K2, 18) + c


def _farm_64(rows: np.ndarray) -> Words:
    mul, a, y, z = _farm_ends(rows, _K2)
    z = _pair(y, z, mul)
    e, f = _word(rows, 16) * mul, _word(rows, 24)
    g, h = (y + _word(rows, -32)) * mul, (z + _word(rows, -24)) * mul
    return _pair(_right(e + f, 43) + _right(g, 30) + h, e + _right(f + a, 18) + g, mul)


class _State:
    """What FarmHash carries from one block of 64 bytes to the next."""

    def __init__(self, rows: np.ndarray) -> None:
        y = 81 * int(_K1) + 113
        z = int(_mix(np.array([_scalar(y * int(_K2) + 113)]))[0]) * int(_K2)
        self.x = np.full(len(rows), _scalar(81 * int(_K2))) + _word(rows, 0)
        self.y, self.z = np.full(len(rows), _scalar(y)), np.full(len(rows), _scalar(z))
        self.v, self.w = ([np.zeros(len(rows), "uint64") for _ in range(2)] for _ in range(2))

    def take(self, block: np.ndarray, mul: Any, ninth: Any) -> None:
        """A block more; `mul` and `ninth` are other numbers for the last one."""
        v, w = self.v, self.w
        x = _right(self.x + self.y + v[0] + _word(block, 8), 37) * mul
        y = _right(self.y + v[1] + _word(block, 48), 42) * mul
        x, y = x ^ w[1] * ninth, y + v[0] * ninth + _word(block, 40)
        z = _right(self.z + w[0], 33) * mul
        self.v = _weak(block[:, :32], v[1] * mul, x + w[0])
        self.w = _weak(block[:, 32:], z + w[1], y + _word(block, 16))
        self.x, self.y, self.z = z, y, x


def _weak(block: np.ndarray, a: Words, b: Words) -> list[Words]:
    w, x, y, z = (_word(block, at) for at in (0, 8, 16, 24))
    a = a + w
    b = _right(b + a + z, 21)
    c, a = a, a + x + y
    return [a + z, b + _right(a, 44) + c]


def _farm_long(rows: np.ndarray) -> Words:
    state, rest = _State(rows), (rows.shape[1] - 1) % 64
    for at in range(0, rows.shape[1] - 1 - rest, 64):
        state.take(rows[:, at : at + 64], _K1, np.uint64(1))
    mul = _K1 + ((state.z & np.uint64(0xFF)) << np.uint64(1))
    state.w[0] = state.w[0] + np.uint64(rest)
    state.v[0] = state.v[0] + state.w[0]
    state.w[0] = state.w[0] + state.v[0]
    state.take(rows[:, -64:], mul, np.uint64(9))
    (v, v2), (w, w2) = state.v, state.w
    first = _pair(v, w, mul) + _mix(state.y) * _K0 + state.z
    return _pair(first, _pair(v2, w2, mul) + state.x, mul)


# --- SipHash ------------------------------------------------------------------------------------


def _sip(rows: np.ndarray, key: list[np.uint64]) -> Words:
    count, length = rows.shape
    padded = np.zeros((count, length // 8 * 8 + 8), "uint8")
    padded[:, :length] = rows
    padded[:, -1] = length % 256
    names = (b"somepseu", b"dorandom", b"lygenera", b"tedbytes")
    v: list[Words] = [
        np.full(count, np.uint64(int.from_bytes(n, "big")) ^ key[i % 2])
        for i, n in enumerate(names)
    ]
    for at in range(0, padded.shape[1], 8):
        word = _word(padded, at)
        v[3] = v[3] ^ word
        v = _sip_round(_sip_round(v))
        v[0] = v[0] ^ word
    v[2] = v[2] ^ np.uint64(0xFF)
    for _ in range(4):
        v = _sip_round(v)
    return v[0] ^ v[1] ^ v[2] ^ v[3]


def _sip_round(v: list[Words]) -> list[Words]:
    a, b, c, d = v
    a, c = a + b, c + d
    b, d, a = _left(b, 13) ^ a, _left(d, 16) ^ c, _left(a, 32)
    a, c = a + d, c + b
    return [a, _left(b, 17) ^ c, _left(c, 32), _left(d, 21) ^ a]
