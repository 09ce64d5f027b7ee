"""The tables of modules."""

from keraunos.compat import lookup, places


def test_every_module_leads_to_one_that_exists(old):
    for path, today in places.MODULES.items():
        for place in today:
            known = place in lookup.modules() or "/" in place or place.startswith("keraunos.")
            assert known, f"{path} -> {place}"


def test_the_longest_alias_comes_first():
    for names in (places.SAME_AS_KERAS, places.SAME_AS_TENSORFLOW):
        for i, name in enumerate(names):
            assert not any(later.startswith(f"{name}.") for later in names[i + 1 :]), name
