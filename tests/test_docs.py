"""Every example runs: those of docstrings, and the Python blocks of the README and of docs/."""

import doctest
import importlib
import inspect
import os
import re
from pathlib import Path

import jax.numpy as jnp
import numpy as np
import pytest

import keraunos
from keraunos import ops

ROOT = Path(__file__).resolve().parents[1]
SOURCE = ROOT / "src" / "keraunos"
PAGES = [ROOT / "README.md", ROOT / "README.zh-CN.md", *sorted((ROOT / "docs").glob("*.md"))]
FLAGS = doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE


class Parser(doctest.DocTestParser):
    """A line that is indented less than the example before it ends what the example prints."""

    def parse(self, string, name="<string>"):
        lines, depth = [], None
        for line in string.split("\n"):
            indent = len(line) - len(line.lstrip())
            if depth is not None and line.strip() and indent < depth:
                lines.append("")
                depth = None
            if line.lstrip().startswith(">>>"):
                depth = indent
            lines.append(line)
        return super().parse("\n".join(lines), name)


class Finder(doctest.DocTestFinder):
    """Finds a decorated function where it is written, not where its decorator is."""

    def _from_module(self, module, object):
        plain = inspect.unwrap(object) if inspect.isroutine(object) else object
        return super()._from_module(module, plain)


def modules():
    """The names of the modules that have examples; found in the text, so that nothing is imported."""
    found = []
    for path in sorted(SOURCE.rglob("*.py")):
        if ">>>" in path.read_text(encoding="utf8"):
            parts = path.relative_to(SOURCE.parent).with_suffix("").parts
            found.append(".".join(parts[:-1] if parts[-1] == "__init__" else parts))
    return found


@pytest.mark.filterwarnings("ignore::keraunos.compat.wording.OldSpellingWarning")
@pytest.mark.parametrize("name", modules())
def test_docstrings(name, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    module = importlib.import_module(name)
    examples = [t for t in Finder(parser=Parser()).find(module) if t.examples]
    assert examples, f"{name}: the examples were not found"
    said = []
    for example in examples:
        example.globs = {"np": np, "jnp": jnp, "ops": ops, "keraunos": keraunos, **example.globs}
        doctest.DocTestRunner(optionflags=FLAGS).run(example, out=said.append)
    assert not said, "".join(said)


def blocks(page):
    """The Python blocks of a page, in order."""
    return re.findall(
        r"^```python\n(.*?)^```", page.read_text(encoding="utf8"), re.DOTALL | re.MULTILINE
    )


@pytest.mark.parametrize("page", PAGES, ids=lambda p: p.name)
def test_page(page, tmp_path, monkeypatch):
    """The blocks of a page run one after the other, as a reader would paste them."""
    monkeypatch.chdir(tmp_path)
    names = {"__name__": page.stem}
    for number, block in enumerate(blocks(page), 1):
        exec(compile(block, f"{page.name} block {number}", "exec"), names)
    assert "keraunos" in page.read_text(encoding="utf8").lower()


@pytest.mark.parametrize("page", PAGES, ids=lambda p: p.name)
def test_links_lead_somewhere(page):
    text = page.read_text(encoding="utf8")
    links = re.findall(r"\]\(([^)#\s]+)", text) + re.findall(r'(?:src|href)="([^"#]+)"', text)
    files = [link for link in links if not re.match(r"[a-z]+:", link)]
    assert [f for f in files if not os.path.exists(page.parent / f)] == []
