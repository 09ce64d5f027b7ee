"""Archives: what is in them comes out into the folder; what leads elsewhere does not."""

import io
import tarfile
import zipfile

import pytest

from keraunos.core.errors import FileError, UnsafeError
from keraunos.datasets.extraction import extract, safe_name

FILES = {"a/b.txt": b"b", "c.txt": b"c" * 1000, "empty/": None}


def tar(path, files=FILES, mode="w:gz", odd=()):
    with tarfile.open(path, mode) as archive:
        for name, content in files.items():
            info = tarfile.TarInfo(name.rstrip("/"))
            info.type = tarfile.DIRTYPE if content is None else tarfile.REGTYPE
            info.size = len(content or b"")
            archive.addfile(info, io.BytesIO(content or b""))
        for info in odd:
            archive.addfile(info)
    return path


def zipped(path, files=FILES):
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content or b"")
    return path


def found(folder):
    return {
        p.relative_to(folder).as_posix(): p.read_bytes() for p in folder.rglob("*") if p.is_file()
    }


def link(kind, name, target):
    info = tarfile.TarInfo(name)
    info.type, info.linkname = kind, target
    return info


@pytest.mark.parametrize("kind", ["zip", "w", "w:gz", "w:bz2", "w:xz"])
def test_files_come_out(tmp_path, kind):
    archive = zipped(tmp_path / "x") if kind == "zip" else tar(tmp_path / "x", mode=kind)
    assert extract(archive, tmp_path / "to" / "folder", ("tar", "zip"), "test")
    assert found(tmp_path / "to" / "folder") == {"a/b.txt": b"b", "c.txt": b"c" * 1000}
    assert (tmp_path / "to" / "folder" / "empty").is_dir()
    assert [p.name for p in (tmp_path / "to").iterdir()] == ["folder"]


def test_what_is_there_stays_or_is_replaced(tmp_path):
    folder = tmp_path / "folder"
    (folder / "a").mkdir(parents=True)
    (folder / "a" / "b.txt").write_text("old")
    (folder / "mine.txt").write_text("mine")
    extract(tar(tmp_path / "x"), folder, ("tar",), "test")
    assert found(folder) == {"a/b.txt": b"b", "c.txt": b"c" * 1000, "mine.txt": b"mine"}


def test_other_kinds_are_none_of_its_business(tmp_path):
    (tmp_path / "x").write_text("text")
    assert not extract(tmp_path / "x", tmp_path / "to", ("tar", "zip"), "test")
    assert not extract(zipped(tmp_path / "y"), tmp_path / "to", ("tar",), "test")
    assert not extract(zipped(tmp_path / "y"), tmp_path / "to", (), "test")
    assert not (tmp_path / "to").exists()


NAMES = [
    "../out.txt",
    "a/../../out.txt",
    "/tmp/keraunos_out.txt",
    "..",
    "a\\..\\..\\out.txt",
    "C:out.txt",
]


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("kind", ["tar", "zip"])
def test_members_outside_of_the_folder_are_refused(tmp_path, name, kind):
    files = {"good.txt": b"good", name: b"harm"}
    archive = (tar if kind == "tar" else zipped)(tmp_path / "x", files)
    with pytest.raises(
        UnsafeError, match=r"get_file: .* is not unpacked: .* lies outside of the folder"
    ):
        extract(archive, tmp_path / "in" / "to", ("tar", "zip"), "get_file")
    assert not (tmp_path / "in" / "to").exists()
    assert not list(tmp_path.rglob("out.txt"))
    with pytest.raises(UnsafeError):
        safe_name(name)


@pytest.mark.parametrize(
    "odd",
    [
        [link(tarfile.SYMTYPE, "l", "/etc")],
        [link(tarfile.SYMTYPE, "l", ".."), tarfile.TarInfo("l/x")],
        [link(tarfile.LNKTYPE, "l", "../../etc/passwd")],
        [link(tarfile.LNKTYPE, "../l", "c.txt")],
        [link(tarfile.FIFOTYPE, "pipe", "")],
        [link(tarfile.CHRTYPE, "device", "")],
    ],
)
def test_links_and_devices_are_refused(tmp_path, odd):
    with pytest.raises(UnsafeError, match="is a link or a device"):
        extract(tar(tmp_path / "x", odd=odd), tmp_path / "to", ("tar",), "test")
    assert not (tmp_path / "to").exists()


def test_links_in_zips_are_refused(tmp_path):
    info = zipfile.ZipInfo("l")
    info.external_attr = 0o120777 << 16
    with zipfile.ZipFile(tmp_path / "x", "w") as archive:
        archive.writestr(info, "/etc")
    with pytest.raises(UnsafeError, match="'l' is a link"):
        extract(tmp_path / "x", tmp_path / "to", ("zip",), "test")


def test_archives_that_grow_beyond_measure_are_refused(tmp_path):
    archive = zipped(tmp_path / "x", {f"{i}": bytes(2**20) for i in range(40)})
    assert archive.stat().st_size < 50_000
    with pytest.raises(UnsafeError, match="more than 300 times its size"):
        extract(archive, tmp_path / "to", ("zip",), "test")


@pytest.mark.parametrize("kind", ["tar", "zip"])
def test_damage_leaves_nothing(tmp_path, kind):
    archive = tar(tmp_path / "x", mode="w") if kind == "tar" else zipped(tmp_path / "x")
    content = bytearray(archive.read_bytes())
    if kind == "tar":
        del content[2100:]
    else:
        content[60:70] = bytes(10)
    archive.write_bytes(content)
    with pytest.raises(FileError, match="cannot be unpacked: .*Delete it to download it again"):
        extract(archive, tmp_path / "to", ("tar", "zip"), "test")
    assert not (tmp_path / "to").exists()
