"""The benchmarks' own parts that do not measure: tables, verdicts, and where the READMEs take them."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture
def benchmarks(monkeypatch):
    """The folder of benchmarks as a place to import from, as when one of them is run."""
    monkeypatch.syspath_prepend(str(ROOT / "benchmarks"))
    import reporting
    import table

    return reporting, table


def test_a_table_is_padded_markdown(benchmarks):
    reporting, _ = benchmarks
    assert reporting.markdown(["a", "bcd"], [[1, 2], ["long", ""]]).split("\n") == [
        "| a    | bcd |",
        "|------|-----|",
        "| 1    | 2   |",
        "| long |     |",
    ]


def test_a_figure_that_falls_short_is_called_so(benchmarks):
    reporting, _ = benchmarks
    assert reporting.verdict(3.4, 3.5, at_least=True) == "MISSED"
    assert reporting.verdict(3.5, 3.5, at_least=True) == "holds"
    assert reporting.verdict(1.3, 1.25, at_least=False) == "MISSED"


def test_results_go_between_the_marks_and_nowhere_else(benchmarks, tmp_path, monkeypatch):
    reporting, table = benchmarks
    monkeypatch.setattr(reporting, "RESULTS", tmp_path)
    monkeypatch.setattr(table, "RESULTS", tmp_path)
    found = {"machine": reporting.machine(), "columns": ["median"], "rows": [["0.95"]]}
    reporting.save("seed_cases", found)
    page = tmp_path / "page.md"
    page.write_text(f"before\n{table.BEGIN}\nold\n{table.END}\nafter\n", encoding="utf8")
    table.write(page, chinese=False)
    once = page.read_text(encoding="utf8")
    assert once.startswith("before\n")
    assert once.endswith("after\n")
    assert "old" not in once
    assert "| 0.95   |" in once
    table.write(page, chinese=False)
    assert page.read_text(encoding="utf8") == once
    table.write(page, chinese=True)
    assert "中位数" in page.read_text(encoding="utf8")


def test_a_page_without_marks_is_an_error(benchmarks, tmp_path):
    _, table = benchmarks
    page = tmp_path / "page.md"
    page.write_text("no marks", encoding="utf8")
    with pytest.raises(ValueError, match="expected the lines <!-- benchmarks"):
        table.write(page, chinese=False)


@pytest.mark.parametrize("page", ["README.md", "README.zh-CN.md"])
def test_the_readmes_have_the_marks_once(benchmarks, page):
    _, table = benchmarks
    text = (ROOT / page).read_text(encoding="utf8")
    assert text.count(table.BEGIN) == text.count(table.END) == 1


@pytest.mark.slow
@pytest.mark.parametrize("program", ["alphabet", "spiral"])
def test_the_program_by_hand_learns_what_the_library_learns(program):
    """Otherwise the two would not be compared fairly."""
    command = [sys.executable, "-m", f"handwritten.{program}"]
    done = subprocess.run(
        command, cwd=ROOT / "benchmarks", capture_output=True, text=True, check=True, timeout=300
    )
    accuracy = float(done.stdout.split("test_acc: ")[1].split()[0])
    assert accuracy >= {"alphabet": 0.95, "spiral": 0.8}[program]
