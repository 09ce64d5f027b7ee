import re

import pytest

from keraunos.cli.demo.page import page_of
from keraunos.cli.demo.stories import Picture, Story
from keraunos.draw import charts
from keraunos.draw.scene import Scene

SCENE = Scene(120.4, 50, "t")


@pytest.fixture
def story():
    pictures = [
        Picture("a", "Scene", "A scene.", 'with "quotes"', SCENE),
        Picture("b", "Chart", "A chart.", "curve", charts.curves({"loss": [2.0, 1.0]})),
    ]
    facts = {"parameters": "63", "to run": "0.10 s"}
    return Story(
        "one", "A <title>", "About & so on.", 0.9765, "new points", facts, SCENE, print, pictures
    )


def test_everything_is_on_the_page(story):
    page = page_of([story], [], 12.3)
    for text in ("A &lt;title&gt;", "About &amp; so on.", "97.7%", "right on new points", "63", "0.10 s",
                 "in 12 seconds", "<b>Chart.</b> A chart."):  # fmt: skip
        assert text in page


def test_pictures_are_in_it_with_text_for_those_who_do_not_see(story):
    tags = re.findall(r"<img [^>]*>", page_of([story], [], 1))
    assert len(tags) == 2
    assert 'alt="with &quot;quotes&quot;"' in tags[0]
    assert 'width="120" src="data:image/svg+xml;base64,' in tags[0]
    assert f'width="{round(4.6 * 96)}" src="data:image/png;base64,' in tags[1]


def test_it_asks_for_nothing_outside(story):
    page = re.sub(r"base64,[^\"]*", "", page_of([story], [], 1))
    assert "http" not in page
    assert not re.search(r"<(script|link rel=.stylesheet)", page)


def test_it_is_made_for_phones_too(story):
    page = page_of([story], [], 1)
    assert '<meta name="viewport" content="width=device-width, initial-scale=1">' in page
    assert '<html lang="en">' in page


def test_what_could_not_be_shown_is_said():
    page = page_of([], ["Install <this>."], 1)
    assert "Not shown" in page
    assert "Install &lt;this&gt;." in page
