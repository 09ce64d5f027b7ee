"""The table of primitives."""

from keraunos.saving.export_onnx import convert, table


def test_the_rooms_fill_the_table():
    assert len(table.RULES) > 90
    for room in convert.ROOMS:
        assert any(rule.__module__ == room.__name__ for rule in table.RULES.values())
    assert not set(table.RULES) & set(table.INLINED)


def test_a_rule_is_entered_for_each_of_its_primitives(monkeypatch):
    monkeypatch.setattr(table, "RULES", {})

    @table.rule("one", "two")
    def both():
        pass

    assert {"one": both, "two": both} == table.RULES
