"""Automatic names and name scopes."""

import keraunos as k
from keraunos.core import naming


def test_automatic_names_count_up_and_go_back():
    assert [naming.auto_name("Dense") for _ in range(3)] == ["dense", "dense_1", "dense_2"]
    counts = naming.snapshot()
    naming.auto_name("Dense")
    naming.restore(counts)
    assert naming.auto_name("Dense") == "dense_3"


def test_name_scopes_make_paths():
    with k.name_scope("outer"), k.name_scope("inner"):
        assert k.Variable(0.0, name="v").path == "outer/inner/v"
    owner = object()
    with naming.name_scope("a", owner), naming.name_scope("a", owner):
        assert naming.current_path() == "a"
