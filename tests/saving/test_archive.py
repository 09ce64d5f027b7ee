"""The reader of zip archives: names, kinds and sizes are looked at before anything is unpacked."""

import stat
import struct
import zipfile

import pytest

from keraunos.core.errors import FileError, UnsafeError
from keraunos.saving.archive import Archive, ArchiveWriter, depth, read_json


def written(members, name="a.keras", kind=zipfile.ZIP_DEFLATED):
    with zipfile.ZipFile(name, "w", kind) as archive:
        for member, content in members:
            archive.writestr(member, content)
    return name


def test_what_is_written_is_read():
    with open("a.keras", "wb") as stream, ArchiveWriter(stream) as archive:
        archive.write("config.json", '{"a": [1]}')
        archive.write("assets/words.txt", b"one")
    with Archive("a.keras", "a.keras") as archive:
        assert archive.json("config.json") == {"a": [1]}
        assert archive.read("assets/words.txt") == b"one"
        assert "config.json" in archive
        with pytest.raises(FileError, match="it has no metadata.json"):
            archive.read("metadata.json")


@pytest.mark.parametrize(
    "name",
    ["../out", "a/../../out", "/etc/passwd", "..\\out", "C:\\out", "C:out", "a/..", "\\\\host\\x"],
)
def test_names_that_leave_the_archive_are_refused(name):
    with pytest.raises(UnsafeError, match="is refused"):
        Archive(written([(name, "x")]), "a.keras")


def test_links_and_devices_are_refused():
    for kind in (stat.S_IFLNK, stat.S_IFCHR, stat.S_IFIFO):
        info = zipfile.ZipInfo("assets/words.txt")
        info.external_attr = (kind | 0o777) << 16
        with pytest.raises(UnsafeError, match="a link or a device"):
            Archive(written([(info, "/etc/passwd")]), "a.keras")


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_a_member_that_comes_twice_is_refused():
    with pytest.raises(UnsafeError, match="it comes twice"):
        Archive(written([("config.json", "{}"), ("config.json", "[]")]), "a.keras")


@pytest.mark.parametrize("kind", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_unusual_packing_is_refused(kind):
    with pytest.raises(UnsafeError, match="unusual"):
        Archive(written([("config.json", "{}")], kind=kind), "a.keras")


def test_a_bomb_is_refused_before_it_is_unpacked():
    name = written([("config.json", b"0" * 2**27)])
    with (
        Archive(name, name) as archive,
        pytest.raises(UnsafeError, match="unpacks to 134,217,728 bytes"),
    ):
        archive.read("config.json")


def test_a_size_that_lies_is_said():
    name = written([("config.json", b"0" * 1000)])
    with open(name, "rb") as file:
        content = bytearray(file.read())
    at = content.rindex(b"PK\x01\x02") + 24  # the unpacked size in the directory
    content[at : at + 4] = struct.pack("<I", 10)
    with open(name, "wb") as file:
        file.write(content)
    with Archive(name, name) as archive, pytest.raises(FileError, match="damaged|the size it says"):
        archive.read("config.json")


def test_flipped_bits_are_said():
    name = written([("config.json", b'{"a": "' + b"b" * 500 + b'"}')], kind=zipfile.ZIP_STORED)
    with open(name, "rb") as file:
        content = bytearray(file.read())
    content[200] ^= 1
    with open(name, "wb") as file:
        file.write(content)
    with Archive(name, name) as archive, pytest.raises(FileError, match="damaged"):
        archive.read("config.json")


def test_what_is_no_archive_is_said():
    with open("a.keras", "wb") as file:
        file.write(b"PK\x03\x04 and then nothing")
    with pytest.raises(FileError, match="not a .keras archive"):
        Archive("a.keras", "a.keras")


def test_json_is_bounded():
    assert depth('{"a": [1, {"b": "[[[[\\"["}]}') == 3
    assert read_json(b"[1, NaN]", "x")[0] == 1
    with pytest.raises(UnsafeError, match="nested deeper"):
        read_json("[" * 10**6, "x")
    with pytest.raises(FileError, match="not JSON"):
        read_json(b"\xff{", "x")
    with pytest.raises(FileError, match="not JSON"):
        read_json("{", "x")
