"""Files in the cache: fetched once, unknown ones named once."""

import hashlib
import warnings

import pytest
from support.server import serving

from keraunos.datasets.stored import stored, warn_if_unknown


def test_it_is_fetched_once(cache):
    with serving(b"content") as served:
        for _ in range(2):
            file = stored("folder/x.bin", served.url, hashlib.md5(b"content").hexdigest(), "test")
    assert file == cache / "folder" / "x.bin"
    assert file.read_bytes() == b"content" and len(served.asked) == 1


def test_a_full_path_stays(cache, tmp_path):
    other = tmp_path / "mine.bin"
    other.write_bytes(b"")
    assert stored(str(other), "http://127.0.0.1:9/", None, "test") == other


def test_an_unknown_file_is_named_once(cache):
    file = cache / "x"
    file.write_bytes(b"other")
    with pytest.warns(
        UserWarning, match=r"set\.load_data: .*x has the right arrays but an unknown"
    ):
        warn_if_unknown(file, "0" * 64, "set.load_data")
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        warn_if_unknown(file, "0" * 64, "set.load_data")
