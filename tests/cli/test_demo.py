"""The whole demo, in a process of its own and without a network; its page is looked at in a browser."""

import os
import re
import subprocess
import sys
from html import escape

import pytest
from support import browser, pictured

from keraunos.draw import plot_model

pytestmark = pytest.mark.slow

LOOK = """
const box = e => { const r = e.getBoundingClientRect(); return [r.left, r.top, r.right, r.bottom] };
const all = (s, f) => Array.from(document.querySelectorAll(s)).map(f);
return {
  images: all("img", e => [e.naturalWidth, e.naturalHeight, e.alt, e.getBoundingClientRect().width]),
  wide: [document.documentElement.scrollWidth, document.documentElement.clientWidth],
  boxes: all("h1, h2, nav a, section > p, dl div, figure img, figcaption, footer", box),
};
"""

FITS = """
return Array.from(document.querySelectorAll("g")).filter(g => g.querySelector("title")).map(g => {
  const outer = g.querySelector("rect").getBBox();
  return Array.from(g.querySelectorAll("text")).map(t => {
    const b = t.getBBox();
    return Math.min(b.x - outer.x, outer.x + outer.width - b.x - b.width,
                    b.y - outer.y, outer.y + outer.height - b.y - b.height);
  });
});
"""


@pytest.fixture(scope="module")
def demo(tmp_path_factory):
    """The folder of the quick demo, and what it printed."""
    folder = tmp_path_factory.mktemp("demo")
    nowhere = "http://127.0.0.1:9"
    environment = {**os.environ, "KERAS_HOME": str(folder / "home"), "HTTPS_PROXY": nowhere,
                   "https_proxy": nowhere, "NO_PROXY": "", "no_proxy": ""}  # fmt: skip
    out = folder / "out"
    command = [sys.executable, "-m", "keraunos", "demo", "--quick", "--out", str(out)]
    poster = folder / "poster.png"
    done = subprocess.run(
        [*command, "--poster", str(poster)], env=environment, capture_output=True, text=True, timeout=300,
        check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert poster.read_bytes().startswith(b"\x89PNG")
    return out, done.stdout


def test_it_says_what_it_does_and_where_the_page_is(demo):
    out, said = demo
    for number in (1, 2, 3):
        assert f"{number}/3 Training a network on" in said
    assert "smaller digits are used" in said
    assert f"The page: {out / 'index.html'}" in said


def test_every_picture_is_a_file_too(demo):
    out, _ = demo
    pictures = {p.name for p in out.iterdir()} - {"index.html"}
    assert {p for p in pictures if p.endswith("network.svg")} == {
        f"{name}-network.svg" for name in ("spiral", "digits", "alphabet")}  # fmt: skip
    assert len([p for p in pictures if p.endswith(".png")]) == 13
    assert all((out / p).stat().st_size > 500 for p in pictures)


def test_the_page_is_small_and_whole(demo):
    page = (demo[0] / "index.html").read_text(encoding="utf8")
    assert len(page) < 1_500_000
    assert page.count("<figure>") == 13
    assert re.findall(r"\bsrc=\"(?!data:)", page) == []


@pytest.mark.browser
@browser.needed
@pytest.mark.parametrize("width", [360, 768, 1280])
def test_the_page_in_a_browser(demo, tmp_path, width):
    page = (demo[0] / "index.html").read_text(encoding="utf8")
    found = browser.measure(page, tmp_path, width, LOOK)
    assert len(found["images"]) == 13
    for natural, high, alt, shown in found["images"]:
        assert natural > 0
        assert high > 0
        assert len(alt) > 30
        assert shown > min(180, width / 2)
    assert found["wide"][0] <= found["wide"][1], "it can be scrolled sideways"
    for i, a in enumerate(found["boxes"]):
        assert 0 <= a[0] <= a[2] <= width
        for b in found["boxes"][i + 1 :]:
            apart = a[2] <= b[0] + 1 or b[2] <= a[0] + 1 or a[3] <= b[1] + 1 or b[3] <= a[1] + 1
            assert apart, f"{a} lies on {b}"


@pytest.mark.browser
@browser.needed
def test_the_page_is_not_empty_to_the_eye(demo, tmp_path):
    shot = browser.screenshot(demo[0] / "index.html", tmp_path, 1200, 1400)
    assert shot.shape == (1400, 1200, 3)
    strips = shot[100:1300].reshape(12, 100, 1200, 3)
    assert all(strip.std() > 10 for strip in strips)
    colored = (shot.max(axis=-1) - shot.min(axis=-1) > 60).mean()
    assert colored > 0.01


@pytest.mark.browser
@browser.needed
def test_texts_fit_into_their_boxes_in_the_browsers_own_font(tmp_path):
    for form in ("branches", "nested", "chain"):
        diagram = plot_model(
            pictured.FORMS[form](), None, show_shapes=True, show_layer_names=True, expand_nested=True,
            show_layer_activations=True, show_dtype=True, show_trainable=True,
        )  # fmt: skip
        page = f"<!doctype html><title>{escape(form)}</title>{diagram.svg}"
        rooms = browser.measure(page, tmp_path, 1200, FITS)
        assert len(rooms) == len([g for g in diagram.scene.groups if g.label])
        assert min(room for group in rooms for room in group) >= 0
