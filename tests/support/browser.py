"""Looks at pages in headless Chromium, and measures what it shows."""

import html
import json
import re
import shutil
import subprocess

import pytest

CHROMIUM = next(
    (found for name in ("chromium", "chromium-browser", "google-chrome") if (found := shutil.which(name))),
    None,
)  # fmt: skip

needed = pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not installed")


def run(folder, *arguments):
    """Start Chromium once, with a profile of its own; what it prints."""
    command = [
        CHROMIUM, "--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars",
        f"--user-data-dir={folder / 'profile'}", *arguments,
    ]  # fmt: skip
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=True)
    return done.stdout


def measure(page, folder, width, script):
    """Show a page in a frame of this width; what the script returns, given the page's `document`."""
    outer = folder / f"outer{width}.html"
    outer.write_text(
        f'<!doctype html><meta charset="utf-8"><iframe style="width:{width}px;height:900px;border:0" '
        f'srcdoc="{html.escape(page)}"></iframe><pre id="found"></pre><script>'
        "window.onload = () => { const document = window.frames[0].document;"
        f"window.document.getElementById('found').textContent = JSON.stringify((() => {{ {script} }})()) }}"
        "</script>",
        encoding="utf8",
    )
    text = run(folder, "--virtual-time-budget=8000", "--dump-dom", outer.as_uri())
    found = re.search(r'<pre id="found">(.*?)</pre>', text, re.DOTALL)
    assert found, "the page did not load"
    return json.loads(html.unescape(found[1]))


def screenshot(path, folder, width, height):
    """A picture of the page at this path as an array (height, width, 3) of bytes."""
    import numpy as np
    from matplotlib.image import imread

    shot = folder / "shot.png"
    run(folder, f"--window-size={width},{height}", f"--screenshot={shot}", path.as_uri())
    return np.round(imread(shot)[..., :3] * 255).astype(int)
