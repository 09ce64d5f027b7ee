"""Paints a scene as SVG text; nothing but the standard library."""

from html import escape

from keraunos.draw import palette
from keraunos.draw.scene import Curve, Point, Polygon, Rect, Scene, Shape, Text


def paint(scene: Scene) -> str:
    """The scene as an SVG document.

    Example:
        >>> paint(Scene(10, 10, "nothing"))[:4]
        '<svg'
    """
    w, h = _number(scene.width), _number(scene.height)
    title = escape(scene.title)
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{w}" height="{h}" viewBox="0 0 {w} {h}" '
        f'role="img" aria-label="{title}" font-family="{escape(palette.FONTS)}">',
        f"<title>{title}</title>",
        f'<rect width="{w}" height="{h}" fill="{palette.PAPER}"/>',
    ]
    for group in scene.groups:
        label = f"<title>{escape(group.label)}</title>" if group.label else ""
        lines += [f"<g>{label}", *map(_element, group.shapes), "</g>"]
    return "\n".join([*lines, "</svg>"]) + "\n"


def page(scene: Scene) -> str:
    """An HTML page with the scene in it, no wider than the window."""
    return (
        '<!doctype html>\n<html lang="en"><head><meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{escape(scene.title)}</title>\n<style>body{{margin:0;background:{palette.PAPER};"
        "text-align:center}svg{max-width:100%;height:auto}</style></head>\n"
        f"<body>\n{paint(scene)}</body></html>\n"
    )


def _element(shape: Shape) -> str:
    if isinstance(shape, Rect):
        return _rect(shape)
    if isinstance(shape, Text):
        return _text(shape)
    if isinstance(shape, Polygon):
        points = " ".join(f"{_number(p.x)},{_number(p.y)}" for p in shape.points)
        return f'<polygon points="{points}" fill="{shape.fill}"/>'
    return _curve(shape)


def _rect(r: Rect) -> str:
    where = f'x="{_number(r.x)}" y="{_number(r.y)}" width="{_number(r.width)}" height="{_number(r.height)}"'
    corners = f' rx="{_number(r.radius)}"' if r.radius else ""
    line = f' stroke="{r.stroke}" stroke-width="{_number(r.line)}"' if r.stroke != "none" else ""
    dashes = ' stroke-dasharray="5 4"' if r.dashed else ""
    return f'<rect {where}{corners} fill="{r.fill}"{line}{dashes}/>'


def _text(t: Text) -> str:
    weight = ' font-weight="700"' if t.bold else ""
    anchor = "" if t.anchor == "start" else f' text-anchor="{t.anchor}"'
    where = f'x="{_number(t.x)}" y="{_number(t.y)}" font-size="{_number(t.size)}"'
    return f'<text {where}{weight}{anchor} fill="{t.fill}">{escape(t.string)}</text>'


def _curve(c: Curve) -> str:
    path = "M" + _point(c.start)
    for piece in c.pieces:
        path += ("C" if len(piece) == 3 else "L") + " ".join(map(_point, piece))
    return f'<path d="{path}" fill="none" stroke="{c.stroke}" stroke-width="{_number(c.line)}"/>'


def _point(p: Point) -> str:
    return f"{_number(p.x)} {_number(p.y)}"


def _number(value: float) -> str:
    return f"{value:.2f}".rstrip("0").rstrip(".")
