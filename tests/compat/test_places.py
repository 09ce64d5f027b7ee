"""The tables of modules and names."""

import importlib

from keraunos.compat import lookup, places


def test_every_name_in_the_tables_is_well_formed(old):
    for path, target in (*places.NAMES.items(), *places.STRINGS.items()):
        assert path.startswith(("keras.", "tensorflow."))
        if ":" in target:
            module, name = target.split(":")
            assert hasattr(importlib.import_module(module), name), target
        else:
            assert target.startswith("keras."), target
    for path, today in places.MODULES.items():
        for place in today:
            known = place in lookup.modules() or "/" in place or place.startswith("keraunos.")
            assert known, f"{path} -> {place}"


def test_today_is_never_old():
    for old, today in places.NAMES.items():
        again = places.NAMES.get(today)
        assert again is None or again == today, f"{old} -> {today} -> {again}"


def test_the_longest_alias_comes_first():
    for names in (places.SAME_AS_KERAS, places.SAME_AS_TENSORFLOW):
        for i, name in enumerate(names):
            assert not any(later.startswith(f"{name}.") for later in names[i + 1 :]), name
