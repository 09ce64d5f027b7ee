"""The page of the demo: one HTML file with everything in it."""

import base64
from collections.abc import Sequence
from html import escape

from keraunos import __version__
from keraunos.cli.demo.stories import Picture, Story

_KINDS = {"svg": "image/svg+xml", "png": "image/png"}

STYLE = """
:root{color-scheme:light}
*{box-sizing:border-box}
body{margin:0;background:#f4f6fa;color:#1e293b;line-height:1.55;
font-family:system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",Arial,sans-serif}
main,header,footer{max-width:1060px;margin:0 auto;padding:0 16px}
header{padding-top:36px}
h1{font-size:clamp(26px,5vw,36px);line-height:1.2;margin:0 0 8px}
header p,footer{color:#516074}
header p{max-width:720px;margin:0}
nav{display:flex;flex-wrap:wrap;gap:8px;margin:18px 0 0}
nav a{background:#fff;border:1px solid #d5dce6;border-radius:999px;padding:4px 14px;color:#1d4ed8;
text-decoration:none;font-size:15px}
section{background:#fff;border:1px solid #dfe5ee;border-radius:16px;padding:24px;margin:24px 0}
h2{margin:0 0 6px;font-size:24px}
section>p{max-width:760px;margin:0}
dl{display:flex;flex-wrap:wrap;gap:10px;margin:18px 0 8px}
dl div{background:#f4f6fa;border-radius:10px;padding:8px 14px}
dl div:first-child{background:#e3ecfd}
dt{font-size:12.5px;color:#516074}
dd{margin:0;font-weight:650;font-size:17px}
.pictures{display:flex;flex-wrap:wrap;gap:28px;justify-content:space-evenly;align-items:center;
margin-top:14px}
figure{margin:0;max-width:100%}
figcaption{font-size:14px;color:#516074;max-width:400px;margin:8px auto 0;line-height:1.45}
figcaption b{color:#1e293b}
figure img{display:block;max-width:100%;height:auto;margin:0 auto}
.note{background:#fff7e6;border-color:#f0d9a8}
footer{padding-bottom:40px;font-size:14px}
code{background:#eef2f7;border-radius:4px;padding:1px 5px}
@media(max-width:520px){section{padding:18px 14px}}
"""


def page_of(stories: Sequence[Story], notes: Sequence[str], seconds: float) -> str:
    """The whole page.

    Args: stories: in order. notes: what could not be shown, and what to do. seconds: the demo took.
    """
    links = "".join(f'<a href="#{s.name}">{escape(s.title)}</a>' for s in stories)
    body = "".join(map(_section, stories))
    body += "".join(
        f'<section class="note"><h2>Not shown</h2><p>{escape(n)}</p></section>' for n in notes
    )
    return f"""<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Keraunos demo</title>
<link rel="icon" href="data:,">
<style>{STYLE}</style>
</head>
<body>
<header>
<h1>Small networks, and what they learnt</h1>
<p>Each was built layer by layer and trained just now on this computer. A whole training run, with
all its epochs, was compiled into one program: “to compile” says how long that took, “to run” how long
training did.</p>
<nav>{links}</nav>
</header>
<main>{body}</main>
<footer>Made by <code>keraunos demo</code>, Keraunos {escape(__version__)}, in {seconds:.0f} seconds. The
pictures lie beside this page as files; the page needs none of them.</footer>
</body>
</html>
"""


def _section(story: Story) -> str:
    facts = {f"right on {story.measured_on}": f"{story.accuracy:.1%}", **story.facts}
    items = "".join(
        f"<div><dt>{escape(name)}</dt><dd>{escape(value)}</dd></div>"
        for name, value in facts.items()
    )
    pictures = "".join(map(_figure, story.pictures))
    return (
        f'<section id="{story.name}"><h2>{escape(story.title)}</h2>\n<p>{escape(story.about)}</p>\n'
        f'<dl>{items}</dl>\n<div class="pictures">{pictures}</div></section>\n'
    )


def _figure(picture: Picture) -> str:
    form, content = next(iter(picture.files.items()))
    source = f"data:{_KINDS[form]};base64,{base64.b64encode(content).decode()}"
    return (
        f'<figure><img alt="{escape(picture.alt)}" width="{_width(picture)}" src="{source}">\n'
        f"<figcaption><b>{escape(picture.title)}.</b> {escape(picture.caption)}</figcaption></figure>\n"
    )


def _width(picture: Picture) -> int:
    """The picture's natural width on a page, in pixels."""
    inches = getattr(picture.drawn, "get_figwidth", None)
    return round(inches() * 96 if inches else picture.drawn.width)
