"""The hashes are those of FarmHash and SipHash; expected numbers come from their own programs."""

import numpy as np
import pytest

from keraunos.layers.preprocessing import hashes

FARM = {
    3: 4237981211716197537, 5: 152846294917866054, 12: 1831297367746412067, 24: 956894928539892106,
    48: 7207990053180200805, 64: 11995910726823181394, 65: 11411872738557501808,
    128: 8750054398560823225, 129: 7635460496707031550, 200: 13068212940162470929,
}  # fmt: skip
"""Length of the text below -> its Fingerprint64 by pyfarmhash 0.5.1."""

SIP_KEY = [int.from_bytes(bytes(range(i, i + 8)), "little") for i in (0, 8)]
SIP = {0: 0x726FDB47DD0E0E31, 15: 0xA129CA6149BE45E5}
"""Length of the text 0, 1, 2, … -> its hash under the key 0 … 15, from the paper's program."""


def text(length):
    return bytes(33 + (i * 7 + length) % 90 for i in range(length))


def test_farm_hash_of_every_length():
    found = hashes.farm_hash([text(n) for n in FARM])
    assert [int(x) for x in found] == list(FARM.values())


def test_farm_hash_of_nothing():
    assert len(hashes.farm_hash([])) == 0
    assert int(hashes.farm_hash([b""])[0]) == 0x9AE16A3B2F90404F


@pytest.mark.parametrize("length", SIP)
def test_sip_hash_is_that_of_the_paper(length):
    found = hashes.sip_hash([bytes(range(length))], SIP_KEY)
    assert int(found[0]) == SIP[length]


def test_texts_of_many_lengths_keep_their_places():
    texts = [text(n % 70) for n in range(200)]
    together = hashes.farm_hash(texts)
    alone = [int(hashes.farm_hash([t])[0]) for t in texts]
    assert [int(x) for x in together] == alone


@pytest.mark.parametrize(
    ("salt", "expected"),
    [(None, [1, 0, 1, 1, 2]), ([133, 137], [1, 2, 1, 0, 2]), ([133, 133], [0, 0, 2, 1, 0])],
)
def test_buckets_are_those_of_keras_documents(salt, expected):
    assert hashes.bucket([b"A", b"B", b"C", b"D", b"E"], 3, salt).tolist() == expected


def test_crosses_depend_on_the_order():
    a, b = hashes.farm_hash([b"a"]), hashes.farm_hash([b"b"])
    assert hashes.cross(a, b) != hashes.cross(b, a)
    assert hashes.cross(a, b).dtype == np.uint64
