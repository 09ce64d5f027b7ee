"""The colours and fonts of every picture."""

from typing import NamedTuple

INK, MUTED, LINE, FAINT, PAPER = "#1e293b", "#546276", "#cbd5e1", "#eef2f7", "#ffffff"
"""Text, lesser text, lines between things, quiet areas, and what lies behind all."""

EDGE = "#7c8aa0"
"""The arrows of a diagram."""

SERIES = (
    "#3b6fd4", "#e8833a", "#2f9e6e", "#8b5bd6", "#d64a6a", "#1f9fb4", "#b8912a", "#6b7a90", "#9a5b3c",
    "#4f8f2f",
)  # fmt: skip
"""The colours of classes and curves, in order."""

FONTS = (
    'system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, "DejaVu Sans", '
    '"PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", sans-serif'
)
"""What a page or an SVG may choose from; none is wider than DejaVu Sans, in which texts are measured."""

RASTER_FONTS = (
    "DejaVu Sans", "Noto Sans CJK SC", "Noto Sans CJK JP", "PingFang SC", "Hiragino Sans GB",
    "Microsoft YaHei", "WenQuanYi Micro Hei", "SimHei", "Arial Unicode MS",
)  # fmt: skip
"""The fonts of PNG and PDF; those after the first are for the characters that it lacks."""


class Tint(NamedTuple):
    """The three colours of a box: its ground, its border, its title."""

    ground: str
    border: str
    title: str


FAMILIES = {
    "input": Tint("#f1f5f9", "#94a3b8", "#334155"),
    "dense": Tint("#e9f0fe", "#7aa2f4", "#1d4ed8"),
    "convolution": Tint("#e3f6f3", "#4fb9a9", "#0f766e"),
    "recurrent": Tint("#f2ebfe", "#aa8cee", "#6d28d9"),
    "attention": Tint("#fdeaf4", "#e485b9", "#be185d"),
    "normalization": Tint("#fdf6dd", "#dcb64a", "#8a5a0b"),
    "regularization": Tint("#fdecec", "#ec9a9a", "#b42323"),
    "shape": Tint("#eff7e5", "#98c267", "#4d7c0f"),
    "activation": Tint("#fff1e5", "#f2aa6e", "#b84a0c"),
    "model": Tint("#f6f6fd", "#9599dd", "#3730a3"),
    "other": Tint("#f3f4f6", "#a3abb8", "#374151"),
}
"""Kind of layer -> its colours."""

_ROOMS = {
    "input_layer": "input", "dense": "dense", "einsum_dense": "dense", "embedding": "dense",
    "reversible_embedding": "dense",
    "convolution": "convolution", "pooling": "convolution", "spatial": "convolution",
    "recurrent": "recurrent", "attention": "attention", "normalization": "normalization",
    "regularization": "regularization", "reshaping": "shape", "merging": "shape",
    "activation": "activation", "activations": "activation", "models": "model",
}  # fmt: skip
"""Folder or module of a layer's class -> kind."""


def family_of(cls: type) -> str:
    """The kind of a layer's class, by where it, or the nearest class it comes from, is written.

    Example:
        >>> from keraunos import layers
        >>> family_of(layers.LSTM)
        'recurrent'
    """
    for base in cls.__mro__:
        parts = base.__module__.split(".")
        if parts[0] == "keraunos":
            found = [_ROOMS[part] for part in parts if part in _ROOMS]
            if found:
                return found[0]
    return "other"
