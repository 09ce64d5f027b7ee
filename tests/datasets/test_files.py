"""get_file, against the installed Keras with files of this machine; checked, unpacked, refused."""

import hashlib
import tarfile
import zipfile
from pathlib import Path

import pytest
from support.oracle import keras
from support.server import serving

from keraunos.core.errors import UnsafeError
from keraunos.utils import get_file

TEXT = b"hello"
SHA, MD5 = hashlib.sha256(TEXT).hexdigest(), hashlib.md5(TEXT).hexdigest()


@pytest.fixture(scope="module")
def served(tmp_path_factory):
    """A folder of files to get, by URL."""
    folder = tmp_path_factory.mktemp("served")
    (folder / "a.txt").write_bytes(TEXT)
    with tarfile.open(folder / "t.tar.gz", "w:gz") as archive:
        archive.add(folder / "a.txt", "d/a.txt")
    with zipfile.ZipFile(folder / "z.zip", "w") as archive:
        archive.write(folder / "a.txt", "d/a.txt")
    return folder.as_uri()


CALLS = {
    "a name": lambda u: ("a.txt", f"{u}/a.txt"),
    "a path's name": lambda u: (Path("x.txt"), f"{u}/a.txt"),
    "the URL's name": lambda u: (None, f"{u}/a.txt"),
    "another folder": lambda u: ("a.txt", f"{u}/a.txt", {"cache_subdir": "sub/deep"}),
    "sha256": lambda u: ("a.txt", f"{u}/a.txt", {"file_hash": SHA}),
    "md5": lambda u: ("a.txt", f"{u}/a.txt", {"file_hash": MD5}),
    "md5 said": lambda u: ("a.txt", f"{u}/a.txt", {"md5_hash": MD5}),
    "md5 named": lambda u: ("a.txt", f"{u}/a.txt", {"file_hash": MD5, "hash_algorithm": "md5"}),
    "untar": lambda u: ("t", f"{u}/t.tar.gz", {"untar": True}),
    "tar": lambda u: ("t", f"{u}/t.tar.gz", {"extract": True}),
    "tar with an ending": lambda u: ("t.tar.gz", f"{u}/t.tar.gz", {"extract": True}),
    "tar by its URL": lambda u: (None, f"{u}/t.tar.gz", {"extract": True}),
    "zip": lambda u: ("z.zip", f"{u}/z.zip", {"extract": True, "archive_format": ["tar", "zip"]}),
    "zip named": lambda u: ("z", f"{u}/z.zip", {"extract": True, "archive_format": "zip"}),
}  # fmt: skip


def tree(folder):
    """The files below a folder, without locks and settings."""
    return {
        p.relative_to(folder).as_posix(): p.read_bytes()
        for p in folder.rglob("*")
        if p.is_file() and not p.name.endswith(".lock")
    }


def got(function, call, folder):
    name, origin, *settings = call
    folder.mkdir()
    path = function(name, origin, cache_dir=str(folder), **(settings[0] if settings else {}))
    assert isinstance(path, str)
    return Path(path).relative_to(folder).as_posix(), tree(folder)


@pytest.mark.parametrize("name", CALLS)
def test_it_is_keras(name, served, tmp_path, capsys):
    call = CALLS[name](served)
    assert got(get_file, call, tmp_path / "ours") == got(
        keras.utils.get_file, call, tmp_path / "theirs"
    )


def test_the_cache_is_keras_home_and_is_asked_first(cache, tmp_path):
    source = tmp_path / "s.txt"
    source.write_text("one")
    path = get_file("x.txt", source.as_uri())
    assert path == str(cache / "x.txt")
    source.write_text("two")
    assert Path(get_file("x.txt", source.as_uri())).read_text() == "one"
    assert Path(get_file("x.txt", source.as_uri(), force_download=True)).read_text() == "two"
    source.unlink()
    with pytest.raises(ConnectionError, match="put it there as"):
        get_file("x.txt", source.as_uri(), force_download=True)
    assert Path(path).read_text() == "two"


def test_from_a_server(cache):
    with serving(TEXT) as server:
        assert Path(get_file("x.txt", server.url, file_hash=SHA.upper())).read_bytes() == TEXT
        assert Path(get_file("y.txt", server.url)).read_bytes() == TEXT
        server.status = 404
        with pytest.raises(ConnectionError, match="404"):
            get_file("z.txt", server.url)
    assert not (cache / "z.txt").exists()


def test_a_break_without_a_digest_starts_over(cache):
    with serving(bytes(200_000)) as server:
        server.break_after = 100_000
        with pytest.raises(ConnectionError):
            get_file("x.bin", server.url)
        server.body = bytes(range(256)) * 1000
        assert Path(get_file("x.bin", server.url)).read_bytes() == server.body


def test_another_digest(cache, served, capsys):
    with pytest.raises(ValueError, match=f"checksum must be sha256 {'0' * 64}; got {SHA}"):
        get_file("x.txt", f"{served}/a.txt", file_hash="0" * 64)
    assert not (cache / "x.txt").exists()
    (cache / "x.txt").write_text("stale")
    assert Path(get_file("x.txt", f"{served}/a.txt", file_hash=SHA)).read_bytes() == TEXT
    assert "is not the file of this digest; it is downloaded again" in capsys.readouterr().out


def test_what_is_no_archive_is_said(cache, served):
    with pytest.warns(UserWarning, match=r"a\.txt is no tar or zip archive; it is not unpacked"):
        path = get_file("a.txt", f"{served}/a.txt", extract=True)
    assert path == str(cache / "a_extracted")
    with pytest.warns(UserWarning, match="is no known archive"):
        get_file("z.zip", f"{served}/z.zip", extract=True, archive_format=None)


def test_an_archive_that_leads_elsewhere_is_refused(cache, tmp_path):
    with zipfile.ZipFile(tmp_path / "x.zip", "w") as archive:
        archive.writestr("../harm.txt", "harm")
    with pytest.raises(UnsafeError, match="lies outside of the folder"):
        get_file("x", (tmp_path / "x.zip").as_uri(), extract=True)
    assert not list(tmp_path.rglob("harm.txt"))


def test_a_cache_that_cannot_be_written_to(cache, served, tmp_path, monkeypatch):
    (tmp_path / "file").write_text("")
    monkeypatch.setattr("tempfile.gettempdir", lambda: str(tmp_path / "temporary"))
    (tmp_path / "temporary" / ".keras").mkdir(parents=True)
    with pytest.warns(UserWarning, match="cannot be written to; .* is used"):
        path = get_file("a.txt", f"{served}/a.txt", cache_dir=tmp_path / "file" / "below")
    assert path == str(tmp_path / "temporary" / ".keras" / "datasets" / "a.txt")


@pytest.mark.parametrize(
    ("name", "origin", "message"),
    [
        ("a.txt", None, "`origin` must be the URL"),
        ("a.txt", "ftp://x/a.txt", "`origin` must be a URL of http, https, file"),
        ("a.txt", "/a.txt", "`origin` must be a URL of"),
        ("d/a.txt", "http://x/a.txt", "`fname` must be a name without folders"),
        ("..", "http://x/a.txt", "`fname` must be a name without folders"),
        (None, "http://x/..", "`fname` must be a name without folders"),
        (None, "http://x/", "`fname` must be given"),
    ],
)
def test_names_that_lead_nowhere(cache, name, origin, message):
    with pytest.raises(ValueError, match=message):
        get_file(name, origin)
    with pytest.raises(ValueError, match="unknown archive_format 'rar'"):
        get_file("a", "http://x/a", extract=True, archive_format="rar")
