"""A chart in the DOT language, for those who have graphviz or another reader of it."""

from pathlib import Path

from keraunos.draw import palette
from keraunos.draw.chart import Card, Chart


class Dot:
    """The text of a graph in the DOT language.

    Args: text: the text.
    """

    def __init__(self, text: str) -> None:
        self.text = text

    def to_string(self) -> str:
        """The text."""
        return self.text

    def write(self, path: str | Path) -> None:
        """Write the text to a file."""
        Path(path).write_text(self.text, encoding="utf8")

    def __str__(self) -> str:
        return self.text


def dot_of(chart: Chart, rankdir: str, dpi: float, subgraph: bool, splines: str) -> Dot:
    """The chart as DOT.

    Args:
        rankdir: TB, BT, LR or RL. dpi: dots to the inch. splines: how graphviz shall draw edges.
        subgraph: as a cluster to put into another graph.
    """
    head = f"subgraph {_quoted('cluster_' + chart.name)}" if subgraph else "digraph G"
    lines = [
        f"{head} {{",
        f"  rankdir={rankdir}; dpi={dpi:g}; splines={_quoted(splines)}; concentrate=true;",
        '  node [shape=box, style="rounded,filled", fontname="Helvetica"];',
        *_body(chart, "n"),
    ]
    return Dot("\n".join([*lines, "}"]) + "\n")


def _body(chart: Chart, prefix: str) -> list[str]:
    """Nodes and edges of a chart; an edge to a model inside ends at the border of its cluster."""
    lines = []
    for i, card in enumerate(chart.cards):
        if i in chart.inner:
            lines += [f"  subgraph {_quoted(f'cluster_{prefix}{i}')} {{", "  compound=true;",
                      f"  label={_quoted(card.title)};",
                      *_body(chart.inner[i], f"{prefix}{i}_"), "  }"]  # fmt: skip
        else:
            tint = palette.FAMILIES[card.family]
            lines.append(
                f"  {prefix}{i} [label={_quoted(_label(card))}, fillcolor={_quoted(tint.ground)}, "
                f"color={_quoted(tint.border)}];"
            )
    for a, b in chart.edges:
        lines.append(
            f"  {_end(chart, a, prefix, last=True)} -> {_end(chart, b, prefix, last=False)};"
        )
    return lines


def _end(chart: Chart, i: int, prefix: str, last: bool) -> str:
    """The node that stands for a card in an edge: of a model inside its last or first one."""
    if i not in chart.inner:
        return f"{prefix}{i}"
    inside = chart.inner[i]
    return _end(inside, len(inside.cards) - 1 if last else 0, f"{prefix}{i}_", last)


def _label(card: Card) -> str:
    cells = [f"{label}: {', '.join(lines)}" for label, lines in card.cells]
    return "\n".join(line for line in [card.title, card.subtitle, *card.notes, *cells] if line)


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return f'"{escaped}"'
