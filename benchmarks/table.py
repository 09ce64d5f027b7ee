"""Writes the tables of results/*.json into the READMEs, between their marks.

python benchmarks/table.py
"""

import json
from pathlib import Path
from typing import Any

from reporting import RESULTS, markdown

ROOT = Path(__file__).resolve().parent.parent
BEGIN, END = "<!-- benchmarks: written by `make bench` -->", "<!-- /benchmarks -->"
SHOWN = ("seed_cases", "spiral_seeds")
"""The results that the READMEs show, in this order; the others stand in results/ only."""

CHINESE = {
    "whole process, seconds": "整个进程,秒",
    "Keraunos, first run": "Keraunos 首次运行",
    "Keraunos, later runs": "Keraunos 再次运行",
    "by hand in JAX": "手写 JAX",
    "by hand, later runs": "手写 JAX,再次运行",
    "median": "中位数", "least": "最低", "most": "最高",
    "keras": "Keras", "keraunos": "Keraunos",
    "keraunos, its own first weights, ": "Keraunos(自己的初始权重),随机种子数:",
    "spiral, accuracy over ": "螺旋,准确率,随机种子数:", " seeds": "",
    "spiral (Keras:": "螺旋(Keras:", "alphabet (Keras:": "字母表(Keras:", "digits (Keras:": "手写数字(Keras:",
    "Measured on": "测于", "cores": "核", "load before": "测前负载",
}  # fmt: skip


def section(chinese: bool) -> str:
    """The tables as Markdown, each with where it was measured."""
    parts = []
    for name in SHOWN:
        path = RESULTS / f"{name}.json"
        if path.exists():
            results = json.loads(path.read_text(encoding="utf8"))
            text = (
                f"{markdown(results['columns'], results['rows'])}\n\n{_where(results['machine'])}"
            )
            parts.append(_translated(text) if chinese else text)
    return "\n\n".join(parts)


def _where(machine: dict[str, Any]) -> str:
    versions = machine["versions"]
    return (
        f"Measured on {machine['date']}: {machine['processor']}, {machine['cores']} cores, load before "
        f"{machine['load'][0]}, Python {machine['python']}, jax {versions['jax']}, "
        f"Keras {versions['keras']}."
    )


def _translated(text: str) -> str:
    for english in sorted(CHINESE, key=len, reverse=True):
        text = text.replace(english, CHINESE[english])
    return text


def write(path: Path, chinese: bool) -> None:
    """Replace what stands between the marks.

    Raises: ValueError if the file has no marks.
    """
    text = path.read_text(encoding="utf8")
    if BEGIN not in text or END not in text:
        raise ValueError(f"{path.name}: expected the lines {BEGIN} and {END}; add them.")
    head, rest = text.split(BEGIN, 1)
    tail = rest.split(END, 1)[1]
    path.write_text(f"{head}{BEGIN}\n\n{section(chinese)}\n\n{END}{tail}", encoding="utf8")


if __name__ == "__main__":
    write(ROOT / "README.md", chinese=False)
    write(ROOT / "README.zh-CN.md", chinese=True)
