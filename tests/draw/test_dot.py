import re

import pytest
from support import pictured

from keraunos.draw.chart import Card, Chart, Show, chart_of
from keraunos.draw.dot import dot_of


def text_of(chart, subgraph=False):
    return dot_of(chart, "LR", 96, subgraph, "ortho").to_string()


@pytest.mark.parametrize("form", pictured.FORMS)
def test_every_edge_joins_nodes_that_are_there(form):
    text = text_of(chart_of(pictured.FORMS[form](), Show(nested=True)))
    nodes = set(re.findall(r"^\s*(n[\d_n]*) \[label=", text, re.MULTILINE))
    ends = {end for pair in re.findall(r"(\S+) -> (\S+);", text) for end in pair}
    assert ends <= nodes
    assert text.count("{") == text.count("}")


def test_labels_hold_what_the_box_holds():
    text = text_of(chart_of(pictured.chain(), Show(True, False, True)))
    assert r"Dense\nhidden\n12 units\n588 parameters\ninput: (None, 48)\noutput: (None, 12)" in text
    assert "rankdir=LR; dpi=96" in text


def test_quotes_and_backslashes_stay_in_the_label():
    text = text_of(Chart("c", [Card('a"b\\', "n", "dense")]))
    assert r'label="a\"b\\"' in text


def test_a_subgraph_is_a_cluster():
    assert text_of(Chart("c", []), subgraph=True).startswith('subgraph "cluster_c" {')


def test_it_is_written_as_it_is(tmp_path):
    dot = dot_of(Chart("c", [Card("a", "a", "dense")]), "TB", 96, False, "ortho")
    dot.write(tmp_path / "a.dot")
    assert (tmp_path / "a.dot").read_text(encoding="utf8") == str(dot) == dot.to_string()
