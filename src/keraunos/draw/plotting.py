"""`plot_model` and `model_to_dot`: the flow diagram of a model, as an object that shows itself."""

import base64
from html import escape
from inspect import signature
from pathlib import Path
from typing import Any

from keraunos.core.errors import bad, unknown
from keraunos.draw import raster, svg
from keraunos.draw.chart import Chart, Show, chart_of
from keraunos.draw.compose import DIRECTIONS, compose
from keraunos.draw.dot import Dot, dot_of

_TEXTS = ("svg", "html", "dot")
_RASTERS = ("png", "pdf", "jpg", "jpeg", "webp")


class Diagram:
    """A flow diagram; a notebook shows it, `save` writes it.

    Args: chart: what it says. rankdir: where it flows. dpi: dots to the inch of its PNG.
    """

    def __init__(self, chart: Chart, rankdir: str = "TB", dpi: float = 200) -> None:
        self.chart, self.rankdir, self.dpi = chart, rankdir, dpi
        self.scene = compose(chart, rankdir)

    @property
    def svg(self) -> str:
        """The diagram as an SVG document."""
        return svg.paint(self.scene)

    def save(self, to_file: str | Path) -> None:
        """Write it in the format that the file's ending names, png if it has none.

        Raises: ValueError for an ending that is not known.
        """
        path = Path(to_file)
        form = path.suffix.lower().removeprefix(".") or "png"
        if form not in (*_TEXTS, *_RASTERS):
            raise ValueError(unknown("plot_model", "format", form, (*_TEXTS, *_RASTERS)))
        path = path if path.suffix else path.with_name(f"{path.name}.{form}")
        if form in _RASTERS:
            path.write_bytes(raster.encode(self.scene, form, self.dpi))
            return
        texts = {"svg": svg.paint, "html": svg.page}
        text = texts[form](self.scene) if form in texts else self.dot().to_string()
        path.write_text(text, encoding="utf8")

    def dot(self, subgraph: bool = False, splines: str = "ortho") -> Dot:
        """The diagram in the DOT language."""
        return dot_of(self.chart, self.rankdir, self.dpi, subgraph, splines)

    def _repr_svg_(self) -> str:
        return self.svg

    def _repr_png_(self) -> bytes:
        return raster.encode(self.scene, "png", self.dpi)

    def _repr_html_(self) -> str:
        data = base64.b64encode(self.svg.encode()).decode()
        return (
            f'<img alt="{escape(self.scene.title)}" style="max-width:100%;height:auto" '
            f'src="data:image/svg+xml;base64,{data}">'
        )


def plot_model(
    model: Any, to_file: Any = "model.png", show_shapes: bool = False, show_dtype: bool = False,
    show_layer_names: bool = False, rankdir: str = "TB", expand_nested: bool = False, dpi: int = 200,
    show_layer_activations: bool = False, show_trainable: bool = False, splines: str = "ortho",
    **kwargs: Any,
) -> Diagram:  # fmt: skip
    """Draw the flow diagram of a model and write it to a file.

    Args:
        model: a Model that is built. to_file: a path; its ending is svg, html, dot, png, pdf, jpg or
            webp; None: nothing is written.
        show_shapes: what goes in and comes out of each layer. show_dtype: in which types.
        show_layer_names: the layers' own names.
        rankdir: where it flows: TB down, BT up, LR to the right, RL to the left.
        expand_nested: models inside are drawn with their layers, in a frame.
        dpi: dots to the inch of 96 pixels, a number > 0; for pictures made of dots.
        show_layer_activations: the activation functions. show_trainable: what is trained.
        splines: taken; only `model_to_dot` hands it on.
    Returns: a Diagram, which a notebook shows.
    Raises: ValueError for a model that is not built, or arguments that are not known.
    Example:
        >>> from keraunos import Sequential, layers
        >>> model = Sequential([layers.Input((2,)), layers.Dense(3)])
        >>> plot_model(model, to_file=None).svg[:4]
        '<svg'
    Differs: needs no other program; the main settings and the number of parameters are always there; a
        layer that is called more than once has a box for each call; a subclass of Model is drawn with
        its layers where its `call` takes symbolic tensors.
    """
    show = Show(show_shapes, show_dtype, show_layer_names, expand_nested, show_layer_activations,
                show_trainable)  # fmt: skip
    diagram = _diagram("plot_model", model, show, rankdir, dpi, kwargs)
    if to_file is not None:
        diagram.save(to_file)
    return diagram


def model_to_dot(
    model: Any, show_shapes: bool = False, show_dtype: bool = False, show_layer_names: bool = True,
    rankdir: str = "TB", expand_nested: bool = False, dpi: int = 200, subgraph: bool = False,
    show_layer_activations: bool = False, show_trainable: bool = False, splines: str = "ortho",
    **kwargs: Any,
) -> Dot:  # fmt: skip
    """The flow diagram of a model as text in the DOT language.

    Args: as of `plot_model`; subgraph: as a cluster to put into another graph. splines: how graphviz
        shall draw edges.
    Returns: a Dot: `to_string()` gives its text, `write(path)` writes it.
    Raises: as of `plot_model`.
    Example:
        >>> from keraunos import Sequential, layers
        >>> model = Sequential([layers.Input((2,)), layers.Dense(3)])
        >>> str(model_to_dot(model)).splitlines()[0]
        'digraph G {'
    Differs: the text alone, not an object of pydot.
    """
    show = Show(show_shapes, show_dtype, show_layer_names, expand_nested, show_layer_activations,
                show_trainable)  # fmt: skip
    return _diagram("model_to_dot", model, show, rankdir, dpi, kwargs).dot(subgraph, splines)


def _diagram(
    owner: str, model: Any, show: Show, rankdir: str, dpi: Any, kwargs: dict[str, Any]
) -> Diagram:
    """The diagram, once the arguments are checked."""
    if kwargs.pop("layer_range", None) is not None:
        raise ValueError(
            f"{owner}: `layer_range` is not taken. Draw Model(first.input, last.output) instead."
        )
    if kwargs:
        known = [name for name in signature(plot_model).parameters if name != "kwargs"]
        raise ValueError(unknown(owner, "argument", next(iter(kwargs)), known))
    if rankdir not in DIRECTIONS:
        raise ValueError(bad(owner, "rankdir", f"one of {', '.join(DIRECTIONS)}", rankdir, ""))
    if isinstance(dpi, bool) or not isinstance(dpi, (int, float)) or not dpi > 0:
        raise ValueError(bad(owner, "dpi", "a number > 0", dpi, "200 is usual."))
    return Diagram(chart_of(model, show), rankdir, dpi)
