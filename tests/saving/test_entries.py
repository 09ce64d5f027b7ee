"""Arrays by their paths, seen as groups."""

import numpy as np
import pytest

from keraunos.core.errors import FileError
from keraunos.saving.entries import Entries


class Held:
    def __init__(self, value):
        self.value, self.shape = np.full(2, value), (2,)

    def read(self):
        return self.value


def test_paths_become_groups():
    entries = Entries([("a/b/0", Held(1)), ("a/b/1", Held(2)), ("c", Held(3))], "f")
    assert entries.keys() == ["c", "a"] == list(entries)
    group = entries.group("a/b")
    assert (group.path, len(group), "1" in group, "2" in group) == ("/a/b", 2, True, False)
    assert [name for name, _ in group.arrays()] == ["0", "1"]
    assert group["1"].tolist() == [2, 2]
    assert [path for path, _ in entries.walk()] == ["c", "a/b/0", "a/b/1"]
    assert entries.group("a/no/more") is None


@pytest.mark.parametrize("paths", [["a/0", "a/0"], ["a", "a/0"]])
def test_a_path_that_is_taken_is_refused(paths):
    with pytest.raises(FileError, match="comes twice|an array and a group"):
        Entries([(path, Held(1)) for path in paths], "f")
