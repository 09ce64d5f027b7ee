"""Texts in folders, as data to train on."""

from pathlib import Path
from typing import Any

import numpy as np

from keraunos.core.errors import unknown
from keraunos.loading.folder_data import from_folder
from keraunos.loading.folders import Choice

_OWNER = "text_dataset_from_directory"


def text_dataset_from_directory(
    directory: Any, labels: Any = "inferred", label_mode: str | None = "int",
    class_names: Any = None, batch_size: int | None = 32, max_length: int | None = None,
    shuffle: bool = True, seed: int | None = None, validation_split: float | None = None,
    subset: str | None = None, follow_links: bool = False, format: str = "tf", verbose: bool = True,
) -> Any:  # fmt: skip
    """Batches of texts and labels from a folder with a sub-folder of .txt files a class.

    Args:
        directory, labels, label_mode, class_names, shuffle, seed, validation_split, subset, follow_links,
            format, verbose: as of `image_dataset_from_directory`.
        batch_size: texts a batch; None: single ones.
        max_length: characters that are kept of each text, an int >= 1; None: all.
    Shapes: x (batch,) texts; y (batch,), (batch, 1) or (batch, classes).
    Returns: a Dataset with `class_names` and `file_paths`; two of them for subset="both".
    Raises: ValueError for arguments that do not fit, or a folder without texts.
    Example:
        >>> for name, text in (("good", "Fine."), ("bad", "Dull.")):
        ...     Path(f"reviews/{name}").mkdir(parents=True)
        ...     size = Path(f"reviews/{name}/1.txt").write_text(text)
        >>> data = text_dataset_from_directory("reviews", shuffle=False)
        Found 2 files belonging to 2 classes.
        >>> x, y = next(iter(data))
        >>> x.tolist(), y.tolist()
        (['Dull.', 'Fine.'], [0, 1])
    Differs: gives a Dataset of Keraunos, not TensorFlow's; texts are Python's str, read as UTF-8, and cut by
        characters, not bytes; all files are mixed, not those of a buffer.
    """
    choice = Choice(_OWNER, directory, labels, label_mode, class_names, shuffle, seed, validation_split,
                    subset, follow_links, verbose)  # fmt: skip
    if format not in ("tf", "grain"):
        raise ValueError(unknown(_OWNER, "format", str(format), ("tf", "grain")))

    def read(path: str) -> np.ndarray:
        text = Path(path).read_text(encoding="utf8", errors="replace")
        return np.array(text if max_length is None else text[:max_length], dtype=object)

    def batched(rows: Any) -> Any:
        return rows if batch_size is None else rows.batch(batch_size)

    return from_folder(choice, (".txt",), read, batched)
