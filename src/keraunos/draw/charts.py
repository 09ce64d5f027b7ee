"""Charts of data and results; each draws on a matplotlib figure, or on a part of one, and returns it."""

import io
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np

from keraunos.core.errors import bad
from keraunos.draw import palette, raster

RIGHT, WRONG = "#1b7f4d", "#c2362f"
"""The colours of right and wrong answers."""


def sheet(width: float, height: float) -> Any:
    """An empty matplotlib Figure that makes room for its titles and labels by itself.

    Args: width, height: in inches, > 0.
    """
    from matplotlib.figure import Figure

    return Figure(figsize=(width, height), layout="constrained", facecolor=palette.PAPER)


def encode(figure: Any, dpi: float = 144) -> bytes:
    """A figure as the content of a PNG file.

    Args: dpi: dots to the inch, > 0.
    """
    file = io.BytesIO()
    figure.savefig(file, format="png", dpi=dpi, pil_kwargs={"optimize": True})
    return file.getvalue()


def curves(history: Mapping[str, Sequence[float]], on: Any = None, stacked: bool = True) -> Any:
    """How each number of the history went over the epochs; a panel a number, with its validation.

    Args:
        history: name -> a value an epoch, as `History.history`. on: a figure; None: a new one.
        stacked: whether the panels stand under one another.
    Raises: ValueError if the history is empty.
    Example:
        >>> len(curves({"loss": [3.0, 2.0, 1.5]}).axes)
        1
    """
    names = [name for name in history if not name.startswith("val_") and len(history[name])]
    if not names:
        raise ValueError(
            bad("curves", "history", "a dict with a value an epoch", dict(history), "Fit first.")
        )
    rows, columns = (len(names), 1) if stacked else (1, len(names))
    figure = on if on is not None else sheet(4.6 * columns, 2.5 * rows)
    for axes, name in zip(figure.subplots(rows, columns, squeeze=False).flat, names):
        _frame(axes, _words(name), "epoch", _words(name))
        both = [(name, "training", palette.SERIES[0])]
        both += (
            [(f"val_{name}", "validation", palette.SERIES[1])] if f"val_{name}" in history else []
        )
        for key, label, color in both:
            values = np.asarray(history[key], dtype=float)
            marker = "o" if len(values) <= 12 else None
            epochs = np.arange(1, len(values) + 1)
            axes.plot(epochs, values, color=color, label=label, linewidth=1.8, marker=marker, ms=4)
        if len(both) > 1:
            axes.legend(frameon=False, fontsize=9)
        if len(history[name]) <= 12:
            axes.set_xticks(range(1, len(history[name]) + 1))
    return figure


def points(
    x: Any, y: Any, on: Any = None, title: str = "The data", axes_names: Sequence[str] = ("x", "y")
) -> Any:
    """Points of the plane, coloured by class.

    Args:
        x: (n, 2) places. y: (n,) classes as ints, or (n, classes) one-hot.
        on: a figure; None: a new one. title: over it. axes_names: of the two axes.
    """
    figure = on if on is not None else sheet(4.6, 4.4)
    axes = figure.subplots()
    _frame(axes, title, *axes_names)
    axes.set_aspect("equal")
    _scatter(axes, np.asarray(x), classes_of(y))
    axes.legend(title="class", frameon=False, fontsize=9, title_fontsize=9, loc="best")
    return figure


def regions(
    predict: Callable[[Any], Any], x: Any, y: Any, on: Any = None,
    title: str = "What the network answers", axes_names: Sequence[str] = ("x", "y"), steps: int = 220,
) -> Any:  # fmt: skip
    """Which class a model gives each place of the plane; the paler, the less sure. The points lie on it.

    Args:
        predict: from (n, 2) places to (n, classes) probabilities. x, y: as of `points`.
        on: a figure; None: a new one. title: over it. axes_names: of the two axes.
        steps: places asked along each axis, an int >= 2.
    """
    places, truth = np.asarray(x), classes_of(y)
    figure = on if on is not None else sheet(4.6, 4.4)
    axes = figure.subplots()
    _frame(axes, title, *axes_names)
    axes.grid(visible=False)
    margin = 0.08 * np.ptp(places, axis=0).max()
    (left, low), (right, high) = places.min(axis=0) - margin, places.max(axis=0) + margin
    across, up = np.linspace(left, right, steps), np.linspace(low, high, steps)
    asked = np.stack(np.meshgrid(across, up), axis=-1).reshape(-1, 2).astype("float32")
    shares = np.asarray(predict(asked)).reshape(steps, steps, -1)
    colors = np.array(
        [_rgb(palette.SERIES[k % len(palette.SERIES)]) for k in range(shares.shape[-1])]
    )
    paper = np.clip(0.42 * shares @ colors + (1 - 0.42 * shares.sum(-1, keepdims=True)), 0, 1)
    axes.imshow(paper, extent=(left, right, low, high), origin="lower", interpolation="bilinear")
    winner = shares.argmax(-1)
    for k in range(shares.shape[-1]):
        if 0 < (winner == k).mean() < 1:
            axes.contour(across, up, winner == k, levels=[0.5], colors="white", linewidths=1.1)
    _scatter(axes, places, truth)
    return figure


def confusion(
    truth: Any, predicted: Any, names: Sequence[Any] | None = None, on: Any = None,
    title: str = "True classes and answers",
) -> Any:  # fmt: skip
    """A table of how often each class was given each answer; right ones blue, wrong ones red.

    Args:
        truth, predicted: (n,) classes as ints, or (n, classes) one-hot or probabilities.
        names: of the classes; None: their numbers. on: a figure; None: a new one. title: over it.
    """
    true, given = classes_of(truth), classes_of(predicted)
    count = max(len(names or ()), int(max(true.max(), given.max())) + 1)
    table = np.zeros((count, count), dtype=int)
    np.add.at(table, (true, given), 1)
    figure = (
        on if on is not None else sheet(max(3.8, 0.36 * count + 1.0), max(3.6, 0.36 * count + 0.9))
    )
    axes = figure.subplots()
    _frame(axes, title, "answer of the network", "true class")
    axes.grid(visible=False)
    share = table / np.maximum(table.sum(axis=1, keepdims=True), 1)
    axes.imshow(_shades(share))
    for row, column in np.ndindex(count, count):
        if table[row, column]:
            dark = row == column and share[row, column] > 0.5
            axes.text(column, row, f"{table[row, column]}", ha="center", va="center", fontsize=7.5,
                      color="white" if dark else palette.INK)  # fmt: skip
    labels = [str(name) for name in (names if names is not None else range(count))]
    axes.set_xticks(range(count), labels)
    axes.set_yticks(range(count), labels)
    return figure


def images(
    pictures: Any, truth: Any, predicted: Any = None, on: Any = None, title: str = "Examples",
    columns: int = 6,
) -> Any:  # fmt: skip
    """A grid of pictures, each with its class over it or, if given, the answer: green if right.

    Args:
        pictures: (n, height, width) or (n, height, width, 3). truth: their classes.
        predicted: the answers for them. on: a figure; None: a new one. title: over it.
        columns: pictures in a row, an int >= 1.
    """
    true = classes_of(truth)
    given = None if predicted is None else classes_of(predicted)
    rows = -(-len(true) // columns)
    figure = on if on is not None else sheet(0.77 * columns, 0.95 * rows + 0.5)
    figure.suptitle(
        title, fontsize=11, color=palette.INK, fontweight="bold", fontfamily=raster.fonts()
    )
    grid = figure.subplots(rows, columns, squeeze=False)
    for i, axes in enumerate(grid.flat):
        axes.set_axis_off()
        if i >= len(true):
            continue
        axes.imshow(pictures[i], cmap="gray_r")
        text, color = str(true[i]), palette.INK
        if given is not None:
            right = given[i] == true[i]
            text = f"{given[i]}" if right else f"{given[i]} (is {true[i]})"
            color = RIGHT if right else WRONG
        axes.set_title(text, fontsize=8.5, color=color, pad=2)
    return figure


def classes_of(y: Any) -> np.ndarray:
    """Classes as ints, (n,), from ints or from one-hot or probabilities (n, classes).

    Example:
        >>> classes_of([[0.1, 0.9], [0.8, 0.2]]).tolist()
        [1, 0]
    """
    array = np.asarray(y)
    if array.ndim == 2 and array.shape[1] > 1:
        return array.argmax(axis=1)
    return array.reshape(-1).astype(int)


# --- the look -----------------------------------------------------------------------------------


def _frame(axes: Any, title: str, across: str, up: str) -> None:
    """Title, names and a quiet grid for a pair of axes."""
    fonts = raster.fonts()
    axes.set_title(
        title, fontsize=11, color=palette.INK, fontweight="bold", fontfamily=fonts, pad=8
    )
    axes.set_xlabel(across, fontsize=9.5, color=palette.INK, fontfamily=fonts)
    axes.set_ylabel(up, fontsize=9.5, color=palette.INK, fontfamily=fonts)
    axes.tick_params(labelsize=8.5, colors=palette.MUTED, length=3)
    axes.grid(color=palette.FAINT, linewidth=1)
    axes.set_axisbelow(True)
    for spine in axes.spines.values():
        spine.set_color(palette.LINE)


def _scatter(axes: Any, places: np.ndarray, classes: np.ndarray) -> None:
    for k in np.unique(classes):
        color = palette.SERIES[k % len(palette.SERIES)]
        axes.scatter(*places[classes == k].T, s=20, color=color, edgecolor="white", linewidth=0.6,
                     label=str(k))  # fmt: skip


def _shades(share: np.ndarray) -> np.ndarray:
    """A colour for each cell: blue on the diagonal, red beside it, the stronger the more."""
    right = np.eye(len(share), dtype=bool)[..., None]
    strength = np.where(right[..., 0], 0.85 * share, np.minimum(1.0, np.sqrt(share)))[..., None]
    full = np.where(right, _rgb(palette.SERIES[0]), _rgb("#e2685f"))
    return 1 - strength * (1 - full)


def _rgb(color: str) -> np.ndarray:
    return np.array([int(color[i : i + 2], 16) for i in (1, 3, 5)]) / 255


def _words(name: str) -> str:
    return name.replace("_", " ")
