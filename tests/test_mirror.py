"""Every module has its tests: src/keraunos/<package>/<module>.py and tests/<package>/test_<module>.py."""

from pathlib import Path

TESTS = Path(__file__).resolve().parent
SOURCE = TESTS.parent / "src" / "keraunos"

FACADES = {"utils", "preprocessing", "legacy"}
"""Packages that only gather names."""

WITHOUT = {"core": "typing"}
"""Package -> its modules without a test file of their own; the lists may only get shorter."""

MISSING = {f"{package}/{name}" for package, names in WITHOUT.items() for name in names.split()}


def untested():
    """The modules whose test file is missing, as package/module."""
    found = set()
    for path in SOURCE.rglob("*.py"):
        place = path.relative_to(SOURCE)
        if len(place.parts) == 1 or path.name == "__init__.py" or place.parts[0] in FACADES:
            continue  # façades hold no logic; test_public_names.py looks at them
        name = f"test_{path.stem.lstrip('_')}.py"
        if not any((TESTS / p / name).exists() for p in (place.parent, place.parts[0])):
            found.add(place.with_suffix("").as_posix())
    return found


def test_every_module_has_its_tests():
    new = sorted(untested() - MISSING)
    assert not new, "write tests/<package>/test_<module>.py for:\n" + "\n".join(new)


def test_the_list_of_missing_tests_only_gets_shorter():
    done = sorted(MISSING - untested())
    assert not done, "these have tests now, take them off the list:\n" + "\n".join(done)
