"""The tables of names."""

import importlib

from keraunos.compat import names


def test_every_name_in_the_tables_is_well_formed(old):
    for path, target in (*names.NAMES.items(), *names.STRINGS.items()):
        assert path.startswith(("keras.", "tensorflow."))
        if ":" in target:
            module, name = target.split(":")
            assert hasattr(importlib.import_module(module), name), target
        else:
            assert target.startswith("keras."), target


def test_today_is_never_old():
    for old, today in names.NAMES.items():
        again = names.NAMES.get(today)
        assert again is None or again == today, f"{old} -> {today} -> {again}"
