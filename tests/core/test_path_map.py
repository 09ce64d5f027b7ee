"""Patterns of paths."""

import pytest

from keraunos.core.path_map import PathMap


class Numbers(PathMap):
    """Numbers by path, 0 for the rest."""

    def default(self):
        return 0

    def accepted(self, key, value):
        if not isinstance(value, int):
            raise ValueError(f"{key}: expected a number; got {value!r}.")
        return value


def test_equal_keys_come_before_patterns_and_the_default_last():
    table = Numbers({"a/.*": 1, "a/b": 2})
    assert [table[p] for p in ("a/b", "a/c", "x/a/c", "b")] == [2, 1, 0, 0]


def test_it_is_a_dict_of_what_was_set():
    table = Numbers({"a": 1, "b": 2})
    assert (list(table), len(table), dict(table.items())) == (["a", "b"], 2, {"a": 1, "b": 2})
    assert "a" in table
    assert "c" not in table
    del table["a"]
    assert table.pop("b") == 2
    assert len(table) == 0


def test_what_does_not_fit_is_refused():
    table = Numbers({"a.*": 1, ".*b": 2})
    with pytest.raises(ValueError, match=r"one key that matches 'ab'; got a.\*, .\*b"):
        _ = table["ab"]
    with pytest.raises(ValueError, match="`key` must be new; got 'a.*'"):
        table["a.*"] = 3
    with pytest.raises(ValueError, match="expected a number; got 'x'"):
        table["c"] = "x"
    with pytest.raises(KeyError):
        del table["c"]
    assert PathMap()["anything"] is None
