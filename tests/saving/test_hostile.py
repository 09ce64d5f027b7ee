"""Whole files of attackers, by every way in: each is refused, no code runs, nothing outside is touched."""

import io
import json
import os
import zipfile
from functools import cache
from pathlib import Path

import h5py
import numpy as np
import pytest
from support.attacks import ATTACKS, CANARY, WAYS_OUT, model_of
from support.guarded import watched

import keraunos as k
from keraunos.cli import inspect
from keraunos.core import trust
from keraunos.core.errors import FileError, UnsafeError
from keraunos.saving import backup
from keraunos.saving.limits import LIMITS


@cache
def net():
    """One for all: what is refused changes nothing."""
    model = k.Sequential([k.Input((2,)), k.layers.Dense(2, name="d")])
    model.compile("adam", "mse")
    model.fit(np.zeros((2, 2)), np.zeros((2, 2)), verbose=0)
    return model


@pytest.fixture(autouse=True)
def _secret():
    Path("secret.bin").write_bytes(b"a secret")
    with h5py.File("other.h5", "w") as file:
        file["y"] = np.arange(2.0)


def refused(read, error=(ValueError, TypeError)):
    """A reader raises, and does nothing that reading a file does not need."""
    before = {p: p.read_bytes() for p in Path().rglob("*") if p.is_file()}
    with watched() as seen, pytest.raises(error):
        read()
    assert not seen, seen
    assert not os.path.exists(CANARY)
    assert not trust.trusted()
    assert {p: p.read_bytes() for p in Path().rglob("*") if p.is_file()} == before


# --- configs ------------------------------------------------------------------------------------


def keras_file(config, weights=None):
    stream = io.BytesIO()
    with h5py.File(stream, "w") as file:
        (weights or (lambda file: None))(file)
    with zipfile.ZipFile("m.keras", "w") as archive:
        archive.writestr("metadata.json", "{}")
        archive.writestr("config.json", json.dumps(config))
        archive.writestr("model.weights.h5", stream.getvalue())
    return "m.keras"


def legacy_file(config, training=None):
    with h5py.File("m.h5", "w") as file:
        file.attrs["keras_version"] = "3.0.0" if "module" in config else "2.2.4"
        file.attrs["model_config"] = json.dumps(config)
        file.create_group("model_weights").attrs["layer_names"] = np.array([], "S1")
        if training:
            file.attrs["training_config"] = json.dumps(training)
    return "m.h5"


def old(layer):
    """The same layer as Keras 2 wrote models."""
    plain = {key: layer[key] for key in ("class_name", "config") if key in layer}
    return {"class_name": "Sequential", "config": {"layers": [plain]}}


HONEST = model_of({"module": "keras.layers", "class_name": "Activation",
                   "config": {"activation": "relu", "name": "a"}})  # fmt: skip
PLACES = ("loss", "optimizer", "metrics", "weighted_metrics")


def loading(name, **how):
    return lambda: k.saving.load_model(name, **how)


def compiled_with(place):
    def make(attack):
        said = {"optimizer": "sgd", "loss": "mse", place: attack}
        return loading(keras_file({**HONEST, "compile_config": said}))

    return make


def trained_with(attack):
    said = {"optimizer_config": {"class_name": "SGD", "config": {}}, "loss": attack}
    return loading(legacy_file(HONEST, said))


ENTRIES = {
    "keras": lambda attack: loading(keras_file(model_of(attack))),
    "keras, unset": lambda attack: loading(keras_file(model_of(attack)), safe_mode=None),
    "h5": lambda attack: loading(legacy_file(model_of(attack))),
    "h5 of old": lambda attack: loading(legacy_file(old(attack))),
    "JSON of old": lambda attack: lambda: k.models.model_from_json(json.dumps(old(attack))),
    "config of old": lambda attack: lambda: k.models.model_from_config(old(attack)),
    **{f"compiled, {place}": compiled_with(place) for place in PLACES},
    "training of old": trained_with,
}


@pytest.mark.parametrize("entry", ENTRIES)
@pytest.mark.parametrize("attack", ATTACKS)
def test_no_config_runs_code(attack, entry):
    refused(ENTRIES[entry](ATTACKS[attack]))


# --- objects ------------------------------------------------------------------------------------


def in_weights(fill):
    def put(file):
        group = file.require_group("layers/dense/vars")
        for name in list(group):
            del group[name]
        fill(group)
        if "x" in group:
            group.move("x", "0")

    return put


def rewritten(name, place, fill):
    """Put a way out in the place of a group of an honest file."""
    with h5py.File(name, "r+") as file:
        group = file[place]
        for old in list(group):
            del group[old]
        fill(group)
        if "real" in group:
            del group["real"]
        group.move("x", "0")
    return name


def honest(kind):
    model = net()
    if kind == "weights":
        model.save_weights("w.weights.h5")
    elif kind == "shards":
        model.save_weights("w.weights.json", max_shard_size=1)
    else:
        model.save("m.h5")
    return model


def by_weights(fill):
    model = honest("weights")
    name = rewritten("w.weights.h5", "layers/dense/vars", fill)
    return lambda: model.load_weights(name)


def by_optimizer(fill):
    model = honest("weights")
    name = rewritten("w.weights.h5", "optimizer/vars", fill)
    return lambda: model.load_weights(name)


def by_shards(fill):
    model = honest("shards")
    rewritten("w_00000.weights.h5", "layers/dense/vars", fill)
    index = json.loads(Path("w.weights.json").read_text())
    index["metadata"].pop("sha256")
    Path("w.weights.json").write_text(json.dumps(index))
    return lambda: model.load_weights("w.weights.json")


def by_archive(fill):
    model = net()
    model.save("m.keras")
    with zipfile.ZipFile("m.keras") as archive:
        members = {n: archive.read(n) for n in archive.namelist()}
    Path("inner.h5").write_bytes(members["model.weights.h5"])
    rewritten("inner.h5", "layers/dense/vars", fill)
    with zipfile.ZipFile("m.keras", "w") as archive:
        for name, data in {**members, "model.weights.h5": Path("inner.h5").read_bytes()}.items():
            archive.writestr(name, data)
    return lambda: k.saving.load_model("m.keras")


def of_old(place):
    def make(fill):
        honest("old")
        with h5py.File("m.h5", "r+") as file:
            group = file["model_weights/d"] if place == "layer" else file["optimizer_weights"]
            named = list(group.attrs["weight_names"])
            for name in list(group):
                del group[name]
            fill(group)
            if "real" in group:
                del group["real"]
            group.attrs["weight_names"] = [b"x"] * len(named)
        return lambda: k.saving.load_model("m.h5")

    return make


def by_link_of_old(fill):
    honest("old")
    with h5py.File("m.h5", "r+") as file:
        del file["model_weights"]
        fill(file)
        if "x" in file:
            file.move("x", "model_weights")
    return lambda: k.saving.load_model("m.h5")


def by_inspection(make):
    def read(fill):
        make(fill)
        name = next(
            n for n in ("m.keras", "w.weights.h5", "m.h5", "w.weights.json") if Path(n).exists()
        )
        return lambda: list(inspect.lines(Path(name)))

    return read


def by_backup(fill):
    model = net()
    backup.write(model, "b.h5", 0)
    rewritten("b.h5", "model", fill)
    return lambda: backup.read(model, "b.h5")


def by_editor(fill):
    by_weights(fill)
    return lambda: k.saving.KerasFileEditor("w.weights.h5")


WAYS_IN = {
    "weights": by_weights, "optimizer": by_optimizer, "shards": by_shards, "keras": by_archive,
    "h5": of_old("layer"), "h5, optimizer": of_old("optimizer"), "h5, group": by_link_of_old,
    "editor": by_editor, "backup": by_backup, "inspect weights": by_inspection(by_weights),
    "inspect keras": by_inspection(by_archive), "inspect h5": by_inspection(of_old("layer")),
    "inspect shards": by_inspection(by_shards),
}  # fmt: skip


@pytest.mark.parametrize("way", WAYS_IN)
@pytest.mark.parametrize("fill", WAYS_OUT, ids=lambda f: f.__name__)
def test_no_object_leads_out_of_the_file(fill, way):
    refused(WAYS_IN[way](fill), FileError)


# --- archives -----------------------------------------------------------------------------------


def archive_with(**members):
    net().save("honest.keras")
    with zipfile.ZipFile("honest.keras") as archive:
        held = {n: archive.read(n) for n in archive.namelist()}
    with zipfile.ZipFile("m.keras", "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in {**held, **members}.items():
            archive.writestr(name, data)
    return "m.keras"


def linked():
    info = zipfile.ZipInfo("assets/link")
    info.external_attr = 0o120777 << 16
    archive_with()
    with zipfile.ZipFile("m.keras", "a") as archive:
        archive.writestr(info, "/etc")
    return "m.keras"


def twice():
    archive_with()
    with zipfile.ZipFile("m.keras", "a") as archive, pytest.warns(UserWarning, match="Duplicate"):
        archive.writestr("config.json", "{}")
    return "m.keras"


LONG = 2 * LIMITS.floor

ARCHIVES = {
    "a way up": lambda: archive_with(**{"../out": b"x"}),
    "an absolute path": lambda: archive_with(**{"/etc/x": b"x"}),
    "a drive": lambda: archive_with(**{"C:/x": b"x"}),
    "a backslash": lambda: archive_with(**{"a\\..\\x": b"x"}),
    "a way up in assets": lambda: archive_with(**{"assets/../../x": b"x"}),
    "a link": linked, "a member twice": twice,
    "a bomb for weights": lambda: archive_with(**{"model.weights.h5": b"\x89HDF\r\n\x1a\n" + bytes(LONG)}),
    "a bomb for a config": lambda: archive_with(**{"config.json": b" " * LONG}),
    "deep nesting": lambda: archive_with(**{"config.json": b"[" * 10**6}),
    "no config": lambda: archive_with(**{"config.json": b""}),
    "a config that is a list": lambda: archive_with(**{"config.json": b"[]"}),
    "bytes that are no text": lambda: archive_with(**{"config.json": b"\xff\xfe"}),
    "weights that are none": lambda: archive_with(**{"model.weights.h5": b"nothing"}),
    "weights of torch": lambda: archive_with(**{"archive/data.pkl": b"\x80\x04."}),
}  # fmt: skip


@pytest.mark.parametrize("attack", ARCHIVES)
@pytest.mark.parametrize("way", ["load_model", "load_weights", "inspect", "editor"])
def test_no_archive_leads_out_of_itself(attack, way):
    name, model = ARCHIVES[attack](), net()
    if (way == "load_weights" and "config" in attack) or attack in (
        "deep nesting",
        "bytes that are no text",
    ):
        way = "load_model"  # only the whole model has a config to read
    if (way == "editor" and attack == "a config that is a list") or (
        way == "inspect" and "list" in attack
    ):
        way = "load_model"
    readers = {
        "load_model": lambda: k.saving.load_model(name),
        "load_weights": lambda: model.load_weights(name),
        "inspect": lambda: list(inspect.lines(Path(name))),
        "editor": lambda: k.saving.KerasFileEditor(name),
    }
    refused(readers[way], FileError)


def test_a_link_in_a_folder_is_not_followed():
    model = net()
    os.mkdir("folder")
    os.symlink(os.path.abspath("secret.bin"), "folder/vocabulary.txt")
    refused(lambda: k.saving.load_model("folder"), FileError)
    refused(lambda: model.load_weights("folder"), FileError)


def test_numbers_of_no_kind_are_weights_and_nothing_else():
    """NaN is a number that training may leave; a dtype made of it is none."""
    model = net()
    model.save_weights("w.weights.h5")
    with h5py.File("w.weights.h5", "r+") as file:
        file["layers/dense/vars/0"][...] = np.nan
    model.load_weights("w.weights.h5")
    assert np.isnan(model.get_weights()[0]).all()
    with h5py.File("w.weights.h5", "r+") as file:
        del file["layers/dense/vars/0"]
        file["layers/dense/vars/0"] = np.zeros((2, 2), "V2")
    refused(lambda: model.load_weights("w.weights.h5"), UnsafeError)
