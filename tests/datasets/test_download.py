"""Downloads: whole, resumed, refused, interrupted, from two processes."""

import hashlib
import os
import subprocess
import sys

import numpy as np
import pytest
from support.server import serving

from keraunos.datasets import download
from keraunos.datasets.download import ChecksumError, fetch

BODY = np.random.default_rng(0).bytes(300_000)
SHA = hashlib.sha256(BODY).hexdigest()


@pytest.fixture(autouse=True)
def direct(monkeypatch):
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")


@pytest.fixture
def target(tmp_path):
    return tmp_path / "datasets" / "mnist.npz"


@pytest.fixture
def served():
    with serving(BODY) as server:
        yield server


def part_of(target):
    return target.with_name("mnist.npz.part")


def test_downloads_whole_and_leaves_no_part(served, target):
    fetch(served.url, SHA, target, "test")
    assert target.read_bytes() == BODY
    assert not part_of(target).exists()
    fetch(served.url, SHA, target, "test")
    assert len(served.asked) == 1  # what is there is not fetched again


def test_a_break_keeps_the_part_and_the_next_call_goes_on_there(served, target):
    served.break_after = 100_000
    with pytest.raises(ConnectionError, match="cannot be downloaded"):
        fetch(served.url, SHA, target, "mnist.load_data")
    assert not target.exists()
    have = part_of(target).stat().st_size
    assert 0 < have <= 100_000
    fetch(served.url, SHA, target, "mnist.load_data")
    assert target.read_bytes() == BODY
    assert served.asked[-1] == f"bytes={have}-"


def test_a_server_without_ranges_starts_over(served, target):
    served.ranges = False
    part_of(target).parent.mkdir()
    part_of(target).write_bytes(BODY[:1000])
    fetch(served.url, SHA, target, "test")
    assert target.read_bytes() == BODY
    assert len(served.asked) == 1


@pytest.mark.parametrize("left", [b"something else", BODY + b"more", bytes(len(BODY))])
def test_a_part_of_another_file_is_dropped(served, target, left):
    part_of(target).parent.mkdir()
    part_of(target).write_bytes(left)
    fetch(served.url, SHA, target, "test")
    assert target.read_bytes() == BODY


def test_a_part_that_is_whole_is_only_moved(served, target):
    part_of(target).parent.mkdir()
    part_of(target).write_bytes(BODY)
    fetch(served.url, SHA, target, "test")
    assert target.read_bytes() == BODY
    assert served.asked == [f"bytes={len(BODY)}-"]


def test_a_wrong_checksum_is_refused_and_nothing_is_left(served, target):
    with pytest.raises(ConnectionError, match=f"checksum must be sha256 {'0' * 64}; got {SHA}"):
        fetch(served.url, "0" * 64, target, "test")
    assert not target.exists()
    assert not part_of(target).exists()


def test_without_a_network_it_says_what_to_put_where(target):
    with serving(b"") as gone:
        url = gone.url
    with pytest.raises(ConnectionError) as caught:
        fetch(url, SHA, target, "mnist.load_data")
    said = str(caught.value)
    assert said.startswith(f"mnist.load_data: {target} is not there")
    assert f"get {url} elsewhere and put it there as {target}." in said


def test_a_page_that_is_gone_is_no_file(served, target):
    served.status = 404
    with pytest.raises(ConnectionError, match="404"):
        fetch(served.url, SHA, target, "test")
    assert not target.exists()


def test_an_interrupted_move_leaves_the_part_to_be_moved_next_time(served, target, monkeypatch):
    def interrupted(*_paths):
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(download.os, "replace", interrupted)
        with pytest.raises(KeyboardInterrupt):
            fetch(served.url, SHA, target, "test")
    assert not target.exists()
    assert part_of(target).read_bytes() == BODY
    fetch(served.url, SHA, target, "test")
    assert target.read_bytes() == BODY


def test_of_two_processes_one_downloads(served, target):
    code = (
        "import sys; from pathlib import Path; from keraunos.datasets.download import fetch;"
        f"fetch({served.url!r}, {SHA!r}, Path({str(target)!r}), 'test')"
    )
    env = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    both = [subprocess.Popen([sys.executable, "-c", code], env=env) for _ in range(2)]
    assert [process.wait(timeout=120) for process in both] == [0, 0]
    assert target.read_bytes() == BODY
    assert len(served.asked) == 1


def test_a_pipe_gets_plain_lines(served, target, capfd):
    fetch(served.url, SHA, target, "test")
    assert capfd.readouterr().err == "Downloading mnist.npz (0.3 MB)\nDownloaded mnist.npz\n"


def test_other_digests_and_none(served, target):
    md5 = hashlib.md5(BODY).hexdigest()
    for digest in (md5, md5.upper(), None):
        fetch(served.url, digest, target, "test", again=True)
        assert target.read_bytes() == BODY
    fetch(served.url, "0" * 32, target, "test")  # what is there is not asked for its digest
    with pytest.raises(ChecksumError, match="checksum must be md5 0000"):
        fetch(served.url, "0" * 32, target, "test", again=True)
    assert issubclass(ChecksumError, ValueError)
    assert target.read_bytes() == BODY


def test_files_of_this_machine(tmp_path, target):
    source = tmp_path / "a file.bin"
    source.write_bytes(BODY)
    fetch(source.as_uri(), SHA, target, "test")
    assert target.read_bytes() == BODY
    source.unlink()
    with pytest.raises(ConnectionError, match="a file.bin"):
        fetch(source.as_uri(), SHA, target, "test", again=True)
