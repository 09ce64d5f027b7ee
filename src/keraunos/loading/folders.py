"""A folder of files, a sub-folder a class: which files there are, their labels, and who validates."""

import os
from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np

from keraunos.core.errors import DataError, bad, unknown

LABEL_MODES = ("int", "categorical", "binary", None)


class Listing(NamedTuple):
    """Files, their labels (numbers of classes, or None) and the names of the classes."""

    paths: list[str]
    labels: list[int] | None
    class_names: list[str] | None

    def take(self, part: slice) -> "Listing":
        """The files of a part, and their labels."""
        labels = None if self.labels is None else self.labels[part]
        return Listing(self.paths[part], labels, self.class_names)


class Choice(NamedTuple):
    """What a caller asked for; the arguments of the functions that read folders, by their names."""

    owner: str
    directory: Any
    labels: Any
    label_mode: str | None
    class_names: Any
    shuffle: bool
    seed: int | None
    validation_split: float | None
    subset: str | None
    follow_links: bool
    verbose: bool


def check(choice: Choice) -> None:
    """Refuse arguments that do not go together.

    Raises: ValueError.
    """
    owner, labels = choice.owner, choice.labels
    if labels not in ("inferred", None) if isinstance(labels, str) else False:
        raise ValueError(bad(owner, "labels", "'inferred', None or a list of numbers", labels, ""))
    if not (labels is None or isinstance(labels, (str, list, tuple))):
        raise ValueError(bad(owner, "labels", "'inferred', None or a list of numbers", labels, ""))
    if isinstance(labels, (list, tuple)) and choice.class_names:
        fix = "Leave class_names out, or use labels='inferred'."
        raise ValueError(bad(owner, "class_names", "None beside a list of labels",
                             choice.class_names, fix))  # fmt: skip
    if choice.label_mode not in LABEL_MODES:
        names = [str(m) for m in LABEL_MODES]
        raise ValueError(unknown(owner, "label_mode", str(choice.label_mode), names))
    _check_split(choice)


def _check_split(choice: Choice) -> None:
    owner, split, subset = choice.owner, choice.validation_split, choice.subset
    if split and not 0 < split < 1:
        raise ValueError(bad(owner, "validation_split", "between 0 and 1", split, ""))
    if bool(split) != bool(subset):
        fix = "Give both validation_split and subset, or neither."
        raise ValueError(bad(owner, "subset", "given beside validation_split only", subset, fix))
    if subset not in ("training", "validation", "both", None):
        names = ("training", "validation", "both")
        raise ValueError(unknown(owner, "subset", str(subset), names))
    if split and choice.shuffle and choice.seed is None:
        fix = "Pass one, so that both parts are cut from the same order; or shuffle=False."
        raise ValueError(
            bad(owner, "seed", "an int, as the files are shuffled and split", None, fix)
        )


def listed(choice: Choice, formats: Sequence[str]) -> Listing:
    """The files of these endings below the folder, in the order of their paths, or mixed.

    Raises: ValueError if there are none, or labels or class names do not fit them.
    """
    if not os.path.isdir(choice.directory):
        raise NotADirectoryError(
            bad(choice.owner, "directory", "a folder that exists", str(choice.directory), "")
        )
    labels = None if choice.label_mode is None else choice.labels
    classes = _classes(choice) if labels == "inferred" else [""]
    found = [
        (path, number)
        for number, name in enumerate(classes)
        for path in _below(os.path.join(choice.directory, name), choice.follow_links, formats)
    ]
    if not found:
        raise DataError(
            f"{choice.owner}: `directory` must hold files ending in {', '.join(formats)}; "
            f"{choice.directory} holds none. With labels='inferred' they belong into a folder a class."
        )
    paths = [path for path, _ in found]
    if labels is None:
        listing = Listing(paths, None, None)
    elif labels == "inferred":
        listing = Listing(paths, [number for _, number in found], classes)
    else:
        listing = _numbered(choice, paths, labels)
    if choice.label_mode == "binary" and len(listing.class_names or ()) not in (0, 2):
        raise ValueError(
            bad(choice.owner, "label_mode", "'binary' with exactly 2 classes only",
                listing.class_names, "Use 'int' or 'categorical'.")
        )  # fmt: skip
    _say_found(choice, listing)
    return _mixed(listing, choice.seed) if choice.shuffle else listing


def _classes(choice: Choice) -> list[str]:
    with os.scandir(choice.directory) as entries:
        present = sorted(e.name for e in entries if e.is_dir() and not e.name.startswith("."))
    if not choice.class_names:
        return present
    names = list(choice.class_names)
    if set(names) != set(present):
        fix = f"The folders are {', '.join(present)}."
        raise ValueError(bad(choice.owner, "class_names", "the names of the folders", names, fix))
    return names


def _below(folder: str, follow_links: bool, formats: Sequence[str]) -> list[str]:
    """The files below a folder, folder by folder in the order of their names."""
    walked = sorted(os.walk(folder, followlinks=follow_links), key=lambda level: level[0])
    return [
        os.path.join(root, name)
        for root, _, names in walked
        for name in sorted(names)
        if name.lower().endswith(tuple(formats))
    ]


def _numbered(choice: Choice, paths: list[str], labels: Sequence[Any]) -> Listing:
    if len(labels) != len(paths):
        fix = f"There are {len(paths)} files; sort the labels as the paths are sorted."
        raise ValueError(bad(choice.owner, "labels", "a label for each file", len(labels), fix))
    return Listing(paths, [int(n) for n in labels], [str(n) for n in sorted(set(labels))])


def _say_found(choice: Choice, listing: Listing) -> None:
    if not choice.verbose:
        return
    named = f" belonging to {len(listing.class_names)} classes" if listing.class_names else ""
    print(f"Found {len(listing.paths)} files{named}.")


def _mixed(listing: Listing, seed: int | None) -> Listing:
    """The files in another order; one seed gives the same order always."""
    order = np.random.RandomState(np.random.randint(1_000_000) if seed is None else seed)
    rows = order.permutation(len(listing.paths)).tolist()
    labels = None if listing.labels is None else [listing.labels[i] for i in rows]
    return Listing([listing.paths[i] for i in rows], labels, listing.class_names)


def parts(choice: Choice, listing: Listing) -> list[Listing]:
    """What the caller asked for: all, the first rows for training, the last for validation, or both.

    Raises: ValueError if a part is empty.
    """
    if not choice.validation_split:
        return [listing]
    at = len(listing.paths) - int(choice.validation_split * len(listing.paths))
    both = {"training": listing.take(slice(at)), "validation": listing.take(slice(at, None))}
    chosen = [choice.subset] if choice.subset != "both" else list(both)
    for name in chosen:
        if not both[str(name)].paths:
            raise DataError(
                f"{choice.owner}: `validation_split` must leave files for {name}; got "
                f"{choice.validation_split} of {len(listing.paths)}. Use another share."
            )
        if choice.verbose:
            print(f"Using {len(both[str(name)].paths)} files for {name}.")
    return [both[str(name)] for name in chosen]
