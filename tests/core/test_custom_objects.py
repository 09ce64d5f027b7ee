"""Classes and functions of a user's by name: scopes from the inside out, then the process."""

import pytest

from keraunos.core import custom_objects as c


@pytest.fixture(autouse=True)
def clean(monkeypatch):
    monkeypatch.setattr(c, "_global_custom", {})
    monkeypatch.setattr(c, "_custom_name_of", {})


def test_inner_scopes_come_first_and_end():
    c.get_custom_objects()["x"] = "process"
    with c.custom_object_scope({"x": "outer", "y": 1}):
        with c.custom_object_scope({"x": "inner"}):
            assert c.custom("x") == "inner"
            assert c.custom("x", {"x": "given"}) == "given"
            assert c.custom("y") == 1
        assert c.custom("x") == "outer"
    assert c.custom("x") == "process"
    assert c.custom("y") is None


def test_a_scope_ends_with_an_error_too():
    with pytest.raises(RuntimeError), c.custom_object_scope({"x": 1}):
        raise RuntimeError
    assert c.custom("x") is None


def test_registered_things_have_a_package():
    @c.register_keras_serializable("pack", name="other")
    def function():
        return None

    assert c.get_registered_name(function) == "pack>other"
    assert c.get_registered_object("pack>other") is function
    assert c.get_registered_name(len) == "len"
    assert c.get_registered_object("len") is None
    assert c.get_registered_object("len", module_objects={"len": len}) is len
