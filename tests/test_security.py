"""The page on security: every attack that it must speak of is there, every test that it names exists."""

import re
from pathlib import Path

import pytest

TESTS = Path(__file__).resolve().parent
PAGE = (TESTS.parent / "docs" / "security.md").read_text(encoding="utf8")
ROWS = [row for row in PAGE.splitlines() if row.startswith("| ") and "test_" in row]

KNOWN = """CVE-2024-3660 CVE-2024-55459 CVE-2025-1550 CVE-2025-8747 CVE-2025-9906 CVE-2025-9905 CVE-2025-49655
    CVE-2025-12058 CVE-2025-12060 CVE-2025-12638 CVE-2026-0897 CVE-2026-1669 CVE-2026-1462 CVE-2026-12479
    CVE-2026-12480 CVE-2026-12481 CVE-2026-12570 GHSA-hqp4-2352-xf5r 22973 23015 23010 23101 23303 23016 23047
    23026 23034 23330 22974 22729 23004 22896 910 22466 22779 Orbax"""
"""Advisories, fixes without one, and what was open."""


@pytest.mark.parametrize("name", KNOWN.split())
def test_every_attack_that_is_known_has_a_line(name):
    assert len([row for row in ROWS if re.search(rf"(?<![\w-]){re.escape(name)}\b", row)]) == 1


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.split("|")[1].strip()[:50])
def test_every_test_that_a_line_names_is_there(row):
    named = re.findall(r"([\w/]+\.py): (\w+)", row)
    assert named
    for file, function in named:
        text = (TESTS / file).read_text(encoding="utf8")
        assert re.search(rf"^def test_{function}\(", text, re.MULTILINE), f"{file}: test_{function}"
