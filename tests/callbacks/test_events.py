"""Event files, read back by a reader of the test's own."""

import struct

import numpy as np
import pytest
from support.event_files import fields, messages

from keraunos.callbacks.events import (
    EventWriter,
    crc32c,
    event,
    field,
    histogram,
    masked,
    record,
    scalar,
    varint,
)


@pytest.mark.parametrize(
    ("data", "wanted"),
    [(b"", 0), (b"123456789", 0xE3069283), (b"\0" * 32, 0x8A9136AA), (b"\xff" * 32, 0x62A8AB43),
     (bytes(range(32)), 0x46DD794E)],
)  # fmt: skip
def test_checksums_are_those_of_rfc_3720(data, wanted):
    assert crc32c(data) == wanted


def test_a_record_is_length_message_and_their_checksums():
    made = record(b"abc")
    assert made[:8] == struct.pack("<Q", 3)
    assert made[12:15] == b"abc"
    assert (made[8:12], made[15:]) == (masked(made[:8]), masked(b"abc"))


@pytest.mark.parametrize(("number", "wanted"), [(0, b"\0"), (127, b"\x7f"), (300, b"\xac\x02")])
def test_numbers_take_seven_bits_a_byte(number, wanted):
    assert varint(number) == wanted


def test_fields_carry_their_kind():
    assert fields(field(1, 300)) == {1: [300]}
    assert fields(field(2, 1.5)) == {2: [struct.pack("<d", 1.5)]}
    assert fields(field(3, "é") + field(3, b"x")) == {3: ["é".encode(), b"x"]}


def test_a_scalar_under_its_tag():
    (value,) = fields(scalar("loss", 0.5))[1]
    assert fields(value) == {1: [b"loss"], 2: [struct.pack("<f", 0.5)]}


def test_a_histogram_says_how_values_spread():
    values = np.array([0.0, 1.0, 1.0, 4.0, np.nan, np.inf])
    (value,) = fields(histogram("w", values, buckets=4))[1]
    (body,) = fields(value)[5]
    parts = fields(body)
    facts = [struct.unpack("<d", parts[i][0])[0] for i in range(1, 6)]
    assert facts == [0.0, 4.0, 4.0, 6.0, 18.0]
    limits, counts = (np.frombuffer(parts[i][0]) for i in (6, 7))
    assert limits.tolist() == [1.0, 2.0, 3.0, 4.0]
    assert counts.tolist() == [1.0, 2.0, 0.0, 1.0]
    assert histogram("w", np.array([np.nan])) == b""


def test_a_file_begins_with_its_version_and_goes_on_with_steps(tmp_path):
    writer = EventWriter(tmp_path / "a" / "b")
    writer.write(7, [scalar("loss", 1.0), scalar("mae", 2.0)])
    writer.write(8, [b""])
    head, only = messages(writer.path)
    assert fields(head)[3] == [b"brain.Event:2"]
    assert fields(only)[2] == [7]
    assert len(fields(fields(only)[5][0])[1]) == 2
    assert writer.path.name.startswith("events.out.tfevents.")
    assert EventWriter(tmp_path).path != EventWriter(tmp_path).path


def test_an_event_has_its_time():
    content = event(3, at=2.0)[12:-4]
    assert struct.unpack("<d", fields(content)[1][0])[0] == 2.0
