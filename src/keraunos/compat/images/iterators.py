"""Batches of images without end, out of arrays or files; to `fit` they are a dataset of batches."""

import builtins
import importlib
import threading
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from keraunos.core.errors import bad, unknown
from keraunos.data.py_dataset import PyDataset

ENDINGS = (".png", ".jpg", ".jpeg", ".bmp", ".ppm", ".tif", ".tiff")
MODES = {"rgb": "RGB", "rgba": "RGBA", "grayscale": "L"}
CLASS_MODES = ("categorical", "binary", "sparse", "input", "raw", "multi_output", "other", None)

Span = tuple[float, float]
Saving = tuple[str | None, str, str]


class Files(NamedTuple):
    """Image files with their classes or targets."""

    paths: list[str]
    names: list[str]
    targets: Any
    indices: dict[Any, int]
    weights: Any = None


class Iterator(PyDataset):
    """Batches of n rows, in order or shuffled anew each time round.

    Args:
        n: the number of rows. batch_size: rows a batch. shuffle: whether in random order.
        seed: of numpy's generator, with the count of batches added; None: as it stands.
    """

    def __init__(self, n: int, batch_size: int, shuffle: bool, seed: int | None) -> None:
        super().__init__()
        self.n, self.batch_size, self.shuffle, self.seed = n, batch_size, shuffle, seed
        self.batch_index = self.total_batches_seen = 0
        self.index_array: np.ndarray | None = None
        self.lock = threading.Lock()

    def __len__(self) -> int:
        return -(-self.n // self.batch_size)

    def __getitem__(self, idx: int) -> Any:
        if idx >= len(self):
            raise IndexError(f"Iterator: there are {len(self)} batches; got number {idx}.")
        with self.lock:
            self._seed()
            self.total_batches_seen += 1
            if self.index_array is None:
                self.on_epoch_end()
            rows = self.index_array[idx * self.batch_size : (idx + 1) * self.batch_size]  # type: ignore[index]
        return self._get_batches_of_transformed_samples(rows)

    def _seed(self) -> None:
        if self.seed is not None:
            np.random.seed(self.seed + self.total_batches_seen)

    def on_epoch_end(self) -> None:
        """A new order."""
        self.index_array = np.random.permutation(self.n) if self.shuffle else np.arange(self.n)

    def reset(self) -> None:
        """Begin again with the first batch."""
        self.batch_index = 0

    def __iter__(self) -> "Iterator":
        return self

    def __next__(self) -> Any:
        index = self.batch_index
        if index == 0:
            self._seed()
            self.on_epoch_end()
        self.batch_index = (index + 1) % len(self)
        return self[index]

    next = __next__

    def _get_batches_of_transformed_samples(self, index_array: Any) -> Any:
        raise NotImplementedError


class _ImageIterator(Iterator):
    """Rows that are images, altered by a generator."""

    def __init__(self, generator: Any, n: int, batch_size: int, shuffle: bool, seed: Any,
                 saving: Saving) -> None:  # fmt: skip
        super().__init__(n, batch_size, shuffle, seed)
        self.image_data_generator, self.data_format = generator, generator.data_format
        self.dtype, self._saving = generator.dtype, saving

    def _image(self, row: int) -> np.ndarray:
        raise NotImplementedError

    def _images(self, rows: Any) -> np.ndarray:
        made = []
        for row in rows:
            image = self._image(row)
            image = self.image_data_generator.random_transform(image.astype(self.dtype))
            made.append(self.image_data_generator.standardize(image))
        images = np.asarray(made, self.dtype)
        self._save(images, rows)
        return images

    def _save(self, images: np.ndarray, rows: Any) -> None:
        folder, prefix, ending = self._saving
        if not folder:
            return
        for image, row in zip(images, rows):
            image = image if self.data_format == "channels_last" else np.moveaxis(image, 0, -1)
            low, high = image.min(), image.max()
            pixels = ((image - low) / ((high - low) or 1) * 255).astype(np.uint8)
            number = np.random.randint(10**7)
            picture = _pil().fromarray(pixels[..., 0] if pixels.shape[-1] == 1 else pixels)
            picture.save(Path(folder) / f"{prefix}_{row}_{number}.{ending}")


class ArrayIterator(_ImageIterator):
    """Batches of images in an array: x, (x, y) or (x, y, weight); x may be a pair (images, more arrays).

    Raises: ValueError if the images are not 4-D or the numbers of rows differ.
    """

    def __init__(
        self, generator: Any, x: Any, y: Any, weights: Any, span: Span, batch_size: int,
        shuffle: bool, seed: Any, saving: Saving,
    ) -> None:  # fmt: skip
        more = []
        if isinstance(x, (tuple, list)) and np.ndim(x[0]) == 4:
            more = [np.asarray(a) for a in (x[1] if isinstance(x[1], list) else [x[1]])]
            x = x[0]
        x = np.asarray(x, dtype=generator.dtype)
        if x.ndim != 4:
            raise ValueError(bad("flow", "x", "4-D (rows, height, width, channels)", x, ""))
        if y is not None and len(y) != len(x):
            raise ValueError(bad("flow", "y", f"of {len(x)} rows, as x", np.asarray(y), ""))
        low, high = (int(len(x) * share) for share in span)
        self.x, self.x_misc = x[low:high], [a[low:high] for a in more]
        self.y = None if y is None else np.asarray(y)[low:high]
        self.sample_weight = None if weights is None else np.asarray(weights)[low:high]
        super().__init__(generator, len(self.x), batch_size, shuffle, seed, saving)

    def _image(self, row: int) -> np.ndarray:
        return self.x[row]

    def _get_batches_of_transformed_samples(self, index_array: Any) -> Any:
        images = self._images(index_array)
        x = (images, *(a[index_array] for a in self.x_misc)) if self.x_misc else images
        if self.y is None:
            return x
        rest = () if self.sample_weight is None else (self.sample_weight[index_array],)
        return (x, self.y[index_array], *rest)


class FileIterator(_ImageIterator):
    """Batches of images read from files.

    Args:
        files: which. class_mode: the form of the targets; None: images only; 'input': the images.
        reading: (height, width), the colour mode and the interpolation.
    Raises: ValueError for another class or colour mode.
    """

    def __init__(
        self, generator: Any, files: Files, class_mode: Any, reading: Any, batch_size: int,
        shuffle: bool, seed: Any, saving: Saving,
    ) -> None:  # fmt: skip
        if class_mode not in CLASS_MODES:
            raise ValueError(unknown("flow", "class_mode", str(class_mode), map(str, CLASS_MODES)))
        self.target_size, self.color_mode, self.interpolation = reading
        if self.color_mode not in MODES:
            raise ValueError(unknown("flow", "color_mode", self.color_mode, MODES))
        super().__init__(generator, len(files.paths), batch_size, shuffle, seed, saving)
        self.class_mode, self.class_indices = class_mode, files.indices
        self.filepaths, self.filenames = files.paths, files.names
        self.samples, self.num_classes = self.n, len(files.indices)
        self.classes = self.labels = files.targets
        self.sample_weight = files.weights
        depth = (len(MODES[self.color_mode]),)
        last = self.data_format == "channels_last"
        self.image_shape = self.target_size + depth if last else depth + self.target_size

    def _image(self, row: int) -> np.ndarray:
        module = _pil()
        with module.open(self.filepaths[row]) as opened:
            picture = opened.convert(MODES[self.color_mode])
        if picture.size != self.target_size[::-1]:
            how = getattr(module.Resampling, self.interpolation.upper())
            picture = picture.resize(self.target_size[::-1], how)
        pixels = np.asarray(picture, np.float32).reshape(*self.target_size, -1)
        return pixels if self.data_format == "channels_last" else np.moveaxis(pixels, -1, 0)

    def _get_batches_of_transformed_samples(self, index_array: Any) -> Any:
        images = self._images(index_array)
        if self.class_mode is None:
            return images
        if self.class_mode == "input":
            targets: Any = images.copy()
        elif self.class_mode == "categorical":
            targets = np.eye(self.num_classes, dtype=self.dtype)[self.classes[index_array]]
        elif self.class_mode == "multi_output":
            targets = tuple(column[index_array] for column in self.classes)
        else:
            targets = self.classes[index_array]
            targets = targets if self.class_mode in ("raw", "other") else targets.astype(self.dtype)
        rest = () if self.sample_weight is None else (self.sample_weight[index_array],)
        return (images, targets, *rest)


def listed(directory: str, classes: Any, class_mode: Any, follow: bool, span: Span) -> Files:
    """The images in a folder's folders, those in order of their names being the classes."""
    root = Path(directory)
    names = list(classes) if classes else sorted(p.name for p in root.iterdir() if p.is_dir())
    paths: list[Path] = []
    numbers: list[int] = []
    for number, name in enumerate(names):
        found = sorted(p for p in _walk(root / name, follow) if p.suffix.lower() in ENDINGS)
        low, high = (int(share * len(found)) for share in span)
        paths += found[low:high]
        numbers += [number] * len(found[low:high])
    builtins.print(f"Found {len(paths)} images belonging to {len(names)} classes.")
    relative = [str(p.relative_to(root)) for p in paths]
    indices = {name: i for i, name in enumerate(names)}
    return Files([str(p) for p in paths], relative, np.array(numbers, np.int32), indices)


def _walk(folder: Path, follow: bool) -> list[Path]:
    kept = []
    for path in folder.iterdir():
        if path.is_dir():
            kept += _walk(path, follow) if follow or not path.is_symlink() else []
        else:
            kept.append(path)
    return kept


def of_frame(
    frame: Any, directory: Any, columns: Any, classes: Any, class_mode: Any, span: Span
) -> Files:
    """The images that a table names."""
    x_col, y_col, weight_col = columns
    low, high = (int(share * len(frame)) for share in span)
    frame = frame.iloc[low:high]
    names = [str(name) for name in frame[x_col]]
    paths = [str(Path(directory) / n) if directory else n for n in names]
    weights = None if weight_col is None else np.asarray(frame[weight_col])
    if class_mode in ("raw", "other"):
        targets = np.asarray(frame[y_col])
        builtins.print(f"Found {len(paths)} validated image filenames.")
        return Files(paths, names, targets, {}, weights)
    if class_mode == "multi_output":
        return Files(paths, names, [np.asarray(frame[c]) for c in y_col], {}, weights)
    if class_mode in (None, "input"):
        builtins.print(f"Found {len(paths)} validated image filenames.")
        return Files(paths, names, np.zeros(len(paths), np.int32), {}, weights)
    indices = {name: i for i, name in enumerate(classes or sorted(set(frame[y_col])))}
    targets = np.array([indices[name] for name in frame[y_col]], np.int32)
    builtins.print(
        f"Found {len(paths)} validated image filenames belonging to {len(indices)} classes."
    )
    return Files(paths, names, targets, indices, weights)


def _pil() -> Any:
    """Pillow's Image module.

    Raises: ImportError with the command that installs it.
    """
    try:
        return importlib.import_module("PIL.Image")
    except ImportError as error:
        error.add_note("Reading images needs Pillow: pip install pillow")
        raise
