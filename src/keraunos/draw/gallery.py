"""Pictures side by side, with their labels, boxes and masks."""

from collections.abc import Mapping
from math import ceil, sqrt
from typing import Any

import numpy as np

from keraunos.core.errors import bad
from keraunos.draw.boxes import channels_last, draw_bounding_boxes
from keraunos.draw.masks import Colours, draw_segmentation_masks


def plot_image_gallery(
    images: Any, y_true: Any = None, y_pred: Any = None, label_map: Mapping[Any, str] | None = None,
    rows: int | None = None, cols: int | None = None, value_range: tuple[float, float] = (0, 255),
    scale: float = 2, path: Any = None, show: bool | None = None, transparent: bool = True,
    dpi: float = 60, legend_handles: Any = None, data_format: str | None = None,
) -> None:  # fmt: skip
    """Show pictures in rows and columns, or write them to a file.

    Args:
        images: a batch. y_true, y_pred: class numbers, written above; label_map: number -> name.
        rows, cols: ints >= 1; None: a square with room for all.
        value_range: the values of black and white.
        scale: the side of a picture, in inches. path: the file; None: the figure is shown.
        show: whether it is shown; None: if there is no path; False without a path: it stays pyplot's own.
        transparent: whether the file's ground is. dpi: dots to the inch.
        legend_handles: what matplotlib's legend takes, set below.
        data_format: "channels_last" or "channels_first"; None: the process's.
    Shapes: images (batch, height, width, 1, 3 or 4).
    Raises: ValueError for a path with show, labels without a map, or images that are no batch.
    Example:
        >>> plot_image_gallery(np.random.uniform(0, 255, (4, 8, 8, 3)), path="gallery.png")
    Differs: where the pictures do not fill a square all of them are shown.
    """
    owner = "plot_image_gallery"
    if path is not None and show:
        fix = "Leave one out, and call it twice if you want both."
        raise ValueError(bad(owner, "show", "False or None beside a path", show, fix))
    if (y_true is not None or y_pred is not None) and label_map is None:
        raise ValueError(bad(owner, "label_map", "a dict, as there are labels", None, ""))
    pictures = in_range(channels_last(images, data_format, owner), value_range)
    rows = rows or ceil(sqrt(len(pictures)))
    cols = cols or ceil(len(pictures) / rows)
    titles = _titles(len(pictures), y_true, y_pred, label_map or {})
    tall = pictures.shape[1] / pictures.shape[2] + 0.12 * any(titles)
    figure = _sheet(cols * scale, rows * scale * tall, own=path is not None)
    _place(figure, pictures, titles, rows, cols)
    if legend_handles is not None:
        figure.legend(handles=legend_handles, loc="outside lower center")
    if path is not None:
        figure.savefig(path, pad_inches=0.02, bbox_inches="tight", transparent=transparent, dpi=dpi)
    elif show is None or show:
        _show(figure)


def in_range(pictures: np.ndarray, value_range: tuple[float, float]) -> np.ndarray:
    """Pictures as uint8, black and white as the range says.

    Example:
        >>> in_range(np.array([-1.0, 0.0, 1.0]), (-1, 1)).tolist()
        [0, 127, 255]
    """
    low, high = value_range
    return np.clip((pictures.astype("float32") - low) / (high - low) * 255, 0, 255).astype("uint8")


def _titles(count: int, y_true: Any, y_pred: Any, names: Mapping[Any, str]) -> list[str]:
    """What is written above each picture."""
    titles = [[] for _ in range(count)]
    for word, labels in (("Label", y_true), ("Pred", y_pred)):
        for title, label in zip(titles, [] if labels is None else np.asarray(labels).tolist()):
            title.append(f"{word}: {names.get(label, 'Unknown')}")
    return ["  ".join(title) for title in titles]


def _sheet(width: float, height: float, own: bool) -> Any:
    """An empty figure of this size in inches, pyplot's unless it is for a file only."""
    size = {"figsize": (width, height), "frameon": False, "layout": "constrained"}
    if own:
        from matplotlib.figure import Figure

        return Figure(**size)
    from matplotlib import pyplot

    return pyplot.figure(**size)


def _place(figure: Any, pictures: np.ndarray, titles: list[str], rows: int, cols: int) -> None:
    for place, axes in enumerate(np.ravel(figure.subplots(rows, cols, squeeze=False))):
        axes.axis("off")
        if place < len(pictures):
            grey = pictures.shape[-1] == 1
            axes.imshow(
                pictures[place, ..., 0] if grey else pictures[place], cmap="gray", vmin=0, vmax=255
            )
            axes.set_title(titles[place], fontsize=8)


def _show(figure: Any) -> None:
    from matplotlib import pyplot

    pyplot.show()
    pyplot.close(figure)


def plot_bounding_box_gallery(
    images: Any, bounding_box_format: str, y_true: Any = None, y_pred: Any = None,
    value_range: tuple[float, float] = (0, 255), true_color: Any = (0, 188, 212),
    pred_color: Any = (255, 235, 59), line_thickness: int = 2, font_scale: float = 1.0,
    text_thickness: int | None = None, class_mapping: Mapping[int, str] | None = None,
    ground_truth_mapping: Mapping[int, str] | None = None,
    prediction_mapping: Mapping[int, str] | None = None, legend: bool = False,
    legend_handles: Any = None, rows: int | None = None, cols: int | None = None,
    data_format: str | None = None, **kwargs: Any,
) -> None:  # fmt: skip
    """Show pictures with the true boxes and those found.

    Args:
        images, value_range, rows, cols, data_format, kwargs: as of `plot_image_gallery`.
        bounding_box_format, line_thickness, font_scale, text_thickness: as of `draw_bounding_boxes`.
        y_true, y_pred: dicts of boxes and labels. true_color, pred_color: their colours.
        class_mapping: class number -> name; ground_truth_mapping, prediction_mapping: that of one of them.
        legend: whether the colours are explained below. legend_handles: what else is, without legend.
    Raises: ValueError for both legend and legend_handles; else as the two functions.
    Example:
        >>> boxes = {"boxes": [[[10, 10, 40, 30]]], "labels": [[0]]}
        >>> pictures = np.full((1, 64, 64, 3), 90.0)
        >>> plot_bounding_box_gallery(pictures, "xyxy", boxes, legend=True, path="boxes.png")
    """
    owner = "plot_bounding_box_gallery"
    if legend and legend_handles:
        raise ValueError(
            bad(owner, "legend_handles", "None beside legend=True", legend_handles, "")
        )
    pictures = in_range(channels_last(images, data_format, owner), value_range)
    parts = (
        (y_true, true_color, ground_truth_mapping, "Ground Truth"),
        (y_pred, pred_color, prediction_mapping, "Prediction"),
    )
    for boxes, color, mapping, _ in parts:
        if boxes is not None:
            pictures = draw_bounding_boxes(
                pictures, boxes, bounding_box_format, mapping or class_mapping, color,
                line_thickness, text_thickness, font_scale, "channels_last",
            )  # fmt: skip
    if legend:
        from matplotlib.patches import Patch

        legend_handles = [Patch(color=np.divide(c, 255.0), label=label) for _, c, _, label in parts]
    plot_image_gallery(
        pictures,
        rows=rows,
        cols=cols,
        legend_handles=legend_handles,
        data_format="channels_last",
        **kwargs,
    )


def plot_segmentation_mask_gallery(
    images: Any, num_classes: int, value_range: tuple[float, float] = (0, 255), y_true: Any = None,
    y_pred: Any = None, color_mapping: Colours | None = None, blend: bool = True, alpha: float = 0.8,
    ignore_index: int = -1, data_format: str | None = None, **kwargs: Any,
) -> None:  # fmt: skip
    """Show each picture in a row with its true mask and the one found.

    Args:
        images, value_range, data_format, kwargs: as of `plot_image_gallery`.
        num_classes, color_mapping, blend, alpha, ignore_index: as of `draw_segmentation_masks`.
        y_true, y_pred: masks, (batch, height, width, 1), numbers of classes.
    Raises: as the two functions.
    Example:
        >>> pictures, masks = np.full((2, 8, 8, 3), 90.0), np.ones((2, 8, 8, 1))
        >>> plot_segmentation_mask_gallery(pictures, 2, y_true=masks, path="masks.png")
    """
    owner = "plot_segmentation_mask_gallery"
    pictures = in_range(channels_last(images, data_format, owner), value_range)
    columns = [pictures]
    for masks in (y_true, y_pred):
        if masks is not None:
            numbers = channels_last(masks, data_format, owner).astype("int32")
            columns.append(
                draw_segmentation_masks(
                    pictures, numbers, num_classes, color_mapping, alpha, blend, ignore_index,
                    "channels_last",
                )
            )  # fmt: skip
    mixed = np.stack(columns, 1).reshape(-1, *pictures.shape[1:])
    plot_image_gallery(
        mixed, rows=len(pictures), cols=len(columns), data_format="channels_last", **kwargs
    )
