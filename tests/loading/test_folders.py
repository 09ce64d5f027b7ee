"""Files of a folder, in order, with labels, in parts; against the installed Keras where it says so."""

import importlib

import pytest
from support.oracle import keras

from keraunos.loading.folders import Choice, check, listed, parts

DEFAULTS = {
    "owner": "reader", "labels": "inferred", "label_mode": "int", "class_names": None, "shuffle": False,
    "seed": None, "validation_split": None, "subset": None, "follow_links": False, "verbose": False,
}  # fmt: skip


@pytest.fixture
def folder(tmp_path):
    for name in (
        "b/2.txt",
        "b/10.txt",
        "a/x.txt",
        "a/deep/0.txt",
        "a/no.png",
        "c/Z.TXT",
        "top.txt",
        ".h/y.txt",
    ):
        path = tmp_path / "files" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(name)
    return tmp_path / "files"


def choice(folder, **settings):
    return Choice(**{**DEFAULTS, "directory": folder, **settings})


def names(listing, folder):
    return [str(p).removeprefix(f"{folder}/") for p in listing.paths]


@pytest.mark.parametrize(
    "settings",
    [
        {},
        {"class_names": ["c", "a", "b"]},
        {"labels": None},
        {"labels": [2, 0, 1, 0, 2, 1, 1]},
        {"shuffle": True, "seed": 3},
    ],
)
def test_the_order_and_labels_are_keras(folder, settings):
    asked = choice(folder, **settings)
    found = listed(asked, (".txt",))
    oracle = importlib.import_module(f"{keras.__name__}.src.utils.dataset_utils")
    paths, labels, classes = oracle.index_directory(
        str(folder), asked.labels, formats=(".txt",), class_names=asked.class_names,
        shuffle=asked.shuffle, seed=asked.seed, verbose=False,
    )  # fmt: skip
    assert [str(p) for p in found.paths] == [str(p) for p in paths]
    assert found.labels == (None if labels is None else [int(n) for n in labels])
    assert found.class_names == (None if asked.labels is None else list(classes))


def test_parts(folder, capsys):
    asked = choice(folder, validation_split=0.4, subset="both", verbose=True)
    listing = listed(asked, (".txt",))
    train, validation = parts(asked, listing)
    assert names(train, folder) == ["a/x.txt", "a/deep/0.txt", "b/10.txt"]
    assert names(validation, folder) == ["b/2.txt", "c/Z.TXT"]
    assert (train.labels, validation.labels) == ([0, 0, 1], [1, 2])
    assert capsys.readouterr().out.splitlines() == [
        "Found 5 files belonging to 3 classes.", "Using 3 files for training.",
        "Using 2 files for validation.",
    ]  # fmt: skip
    (only,) = parts(choice(folder, validation_split=0.4, subset="validation"), listing)
    assert only == validation


def test_links_are_followed_on_demand(folder, tmp_path):
    other = tmp_path / "elsewhere"
    other.mkdir()
    other.joinpath("far.txt").write_text("far")
    (folder / "a" / "link").symlink_to(other, target_is_directory=True)
    assert len(listed(choice(folder), (".txt",)).paths) == 5
    assert len(listed(choice(folder, follow_links=True), (".txt",)).paths) == 6


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ({"labels": "given"}, "`labels` must be 'inferred', None or a list"),
        ({"labels": 3}, "`labels` must be 'inferred', None or a list"),
        ({"labels": [0], "class_names": ["a"]}, "`class_names` must be None beside a list"),
        ({"label_mode": "ints"}, "unknown label_mode 'ints'. Did you mean 'int'"),
        ({"validation_split": 2, "subset": "both"}, "`validation_split` must be between 0 and 1"),
        ({"validation_split": 0.2}, "Give both validation_split and subset"),
        ({"subset": "training"}, "Give both validation_split and subset"),
        ({"validation_split": 0.2, "subset": "all"}, "unknown subset 'all'"),
        ({"validation_split": 0.2, "subset": "both", "shuffle": True}, "`seed` must be an int"),
    ],
)
def test_arguments_that_do_not_fit(folder, settings, message):
    with pytest.raises(ValueError, match=f"reader: .*{message}|reader: {message}|{message}"):
        check(choice(folder, **settings))


def test_folders_that_do_not_fit(folder, tmp_path):
    with pytest.raises(ValueError, match=r"must hold files ending in \.wav"):
        listed(choice(folder), (".wav",))
    with pytest.raises(ValueError, match="The folders are a, b, c"):
        listed(choice(folder, class_names=["a"]), (".txt",))
    with pytest.raises(ValueError, match="There are 7 files"):
        listed(choice(folder, labels=[1]), (".txt",))
    with pytest.raises(ValueError, match="exactly 2 classes"):
        listed(choice(folder, label_mode="binary"), (".txt",))
    with pytest.raises(NotADirectoryError, match="a folder that exists"):
        listed(choice(tmp_path / "none"), (".txt",))
    asked = choice(folder, validation_split=0.1, subset="both")
    with pytest.raises(ValueError, match="must leave files for validation"):
        parts(asked, listed(asked, (".txt",)))
