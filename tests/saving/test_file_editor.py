"""The editor shows a file as it is, changes it as asked, and what it writes loads again."""

import io
import zipfile

import h5py
import numpy as np
import pytest
from support import saved_models as models
from support.oracle import keras

import keraunos as k
from keraunos.saving import KerasFileEditor


def two_layers(lib, units=3):
    return lib.Sequential(
        [lib.Input((4,)), lib.layers.Dense(units, name="a"), lib.layers.Dense(2, name="b")]
    )


def shapes(content):
    return {
        name: shapes(value) if isinstance(value, dict) else np.shape(value)
        for name, value in content.items()
    }


def arrays(content, path=""):
    for name, value in content.items():
        if isinstance(value, dict):
            yield from arrays(value, f"{path}/{name}")
        else:
            yield f"{path}/{name}", value


def stored(name):
    """The groups of arrays in a file, read by h5py alone."""
    if name.endswith(".keras"):
        with zipfile.ZipFile(name) as archive:
            name = io.BytesIO(archive.read("model.weights.h5"))
    found = []
    with h5py.File(name) as file:
        file.visititems(lambda path, x: found.append(list(x)) if path.endswith("vars") else None)
    return found


@pytest.fixture
def editor():
    model = two_layers(k)
    model.save_weights("m.weights.h5")
    return KerasFileEditor("m.weights.h5")


@pytest.mark.parametrize("name", ["m.keras", "m.weights.h5"])
@pytest.mark.parametrize("form", ["sequential", "branches", "nested", "recurrent", "attention"])
def test_it_sees_what_the_oracle_sees(form, name):
    model = models.FORMS[form][0](k)
    model.compile("sgd", "mse")
    model.save(name) if name.endswith(".keras") else model.save_weights(name)
    ours, theirs = KerasFileEditor(name), keras.saving.KerasFileEditor(name)
    flat = dict(arrays(ours.weights_dict))
    for path, array in arrays(theirs.weights_dict):  # it loses what lies below what has no arrays
        np.testing.assert_array_equal(flat[path], array)
    assert len(flat) == sum(len(list(group)) for group in stored(name))
    for path, attributes in theirs.object_metadata.items():
        assert ours.object_metadata[path] == attributes
    assert ours.metadata == theirs.metadata
    assert ours.config == theirs.config


@pytest.mark.parametrize("form", ["sequential", "branches", "nested", "recurrent", "attention"])
def test_a_file_of_the_oracle_fits_the_same_model(form):
    models.FORMS[form][0](keras).save("theirs.keras")
    found = KerasFileEditor("theirs.keras").compare(models.FORMS[form][0](k))
    assert found["status"] == "success"
    assert found["match_count"] > 0


def test_the_summary_is_a_tree(editor, capsys):
    editor.summary()
    assert capsys.readouterr().out.splitlines()[-7:] == [
        "  └─ layers",
        "      ├─ dense ('a')",
        "      │   ├─ 0: shape=(4, 3), dtype=float32",
        "      │   └─ 1: shape=(3,), dtype=float32",
        "      └─ dense_1 ('b')",
        "          ├─ 0: shape=(3, 2), dtype=float32",
        "          └─ 1: shape=(2,), dtype=float32",
    ]


def test_every_mismatch_counts_once(editor, capsys):
    assert editor.compare(two_layers(k)) == {
        "status": "success", "error_count": 0, "match_count": 4,
    }  # fmt: skip
    other = two_layers(k, units=5)
    other.add(k.layers.Dense(1))
    assert editor.compare(other) == {"status": "error", "error_count": 4, "match_count": 1}
    text = capsys.readouterr().out
    assert "Weight /layers/dense/0: in the reference model shape (4, 5), in the saved" in text
    assert "Object /layers/dense_2 is in the reference model and not in the saved file" in text
    assert "Found 4 errors" in text


def test_a_file_is_made_to_fit_another_model(editor):
    target = k.Sequential(
        [k.Input((4,)), k.layers.Dense(3), k.layers.Dense(2), k.layers.Dense(2, use_bias=False)]
    )
    kernel = np.full((2, 2), 7.0, "float32")
    editor.add_object("layers/dense_9", {"0": kernel, "1": np.zeros(2)})
    assert editor.compare(target)["error_count"] == 2
    editor.rename_object("dense_9", "dense_2")
    editor.delete_weight("layers/dense_2", "1")
    editor.add_weights("dense_2", {"0": kernel + 1})
    assert editor.compare(target)["status"] == "success"
    editor.resave_weights("new.weights.h5")
    target.load_weights("new.weights.h5")
    np.testing.assert_array_equal(target.layers[-1].kernel, kernel + 1)
    np.testing.assert_array_equal(
        target.layers[0].kernel, editor.weights_dict["layers"]["dense"]["0"]
    )
    again = keras.saving.KerasFileEditor("new.weights.h5")
    assert shapes(again.weights_dict) == shapes(editor.weights_dict)


def test_names_go_with_their_objects(editor):
    editor.rename_object("layers/dense", "first")
    editor.delete_object("dense_1")
    editor.save("new.weights.h5")
    again = KerasFileEditor("new.weights.h5")
    assert shapes(again.weights_dict) == {"layers": {"first": {"0": (4, 3), "1": (3,)}}}
    assert again.object_metadata == {"/layers/first": {"name": "a"}}


def test_dtypes_come_back():
    model = models.mixed(k)
    model.save_weights("m.weights.h5")
    KerasFileEditor("m.weights.h5").save("n.weights.h5")
    saved = KerasFileEditor("n.weights.h5").weights_dict["layers"]
    assert saved["dense"]["0"].dtype.name == "bfloat16"
    model.load_weights("n.weights.h5")


@pytest.mark.parametrize(
    ("call", "sentence"),
    [
        (lambda e: e.rename_object("layers/dense", "a/b"), "a name, not a path"),
        (lambda e: e.rename_object("denze", "x"), "unknown object 'denze'. Did you mean 'dense'"),
        (lambda e: e.delete_object("layers/nothing"), "unknown object 'layers/nothing'"),
        (lambda e: e.delete_object("layers/dense/0"), "unknown object"),
        (lambda e: e.add_object("x/y", {"0": 1}), "unknown object 'x'"),
        (lambda e: e.add_object("x", [1]), "a dict {name: array}"),
        (lambda e: e.add_weights("dense", 3), "a dict {name: array}"),
        (lambda e: e.delete_weight("dense", "9"), "weight of /layers/dense '9'"),
        (lambda e: e.save("m.keras"), "ends in .weights.h5"),
        (lambda e: KerasFileEditor("m.h5"), "ends in .keras or .weights.h5"),
    ],
)
def test_what_cannot_be_done_is_said(editor, call, sentence):
    before = shapes(editor.weights_dict)
    with pytest.raises(ValueError, match=sentence):
        call(editor)
    assert shapes(editor.weights_dict) == before


def test_a_name_at_two_places_needs_a_path(editor):
    editor.add_object("dense", {"0": np.zeros(1)})
    with pytest.raises(ValueError, match="at /layers/dense and /dense; pass one whole path"):
        editor.delete_object("dense")
    editor.delete_object("layers/dense")
    assert "dense" in editor.weights_dict


def test_a_file_that_would_not_be_loaded_is_refused():
    with h5py.File("m.weights.h5", "w") as file:
        file["layers"] = h5py.ExternalLink("/etc/passwd", "/")
    with pytest.raises(ValueError, match="ExternalLink"):
        KerasFileEditor("m.weights.h5")
    with pytest.raises(FileNotFoundError):
        KerasFileEditor("nothing.weights.h5")
