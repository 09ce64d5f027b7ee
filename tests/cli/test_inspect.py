"""`keraunos inspect`: what is in a file, and what is refused, without loading it."""

import h5py
import pytest
from support import saved_models as models

import keraunos as k
from keraunos.cli import inspect, main


@pytest.mark.parametrize("name", ["m.keras", "m.h5"])
def test_a_model_is_shown(tmp_path, capsys, name):
    model = models.nested(k)
    model.save(tmp_path / name)
    assert main.main(["inspect", str(tmp_path / name)]) == 0
    text = capsys.readouterr().out
    assert "Functional 'functional" in text
    assert "  Functional 'block'" in text
    assert "float32[4, 4]" in text
    assert "bytes of arrays" in text


@pytest.mark.parametrize("name", ["m.keras", "m.h5"])
def test_how_it_was_compiled_is_shown(tmp_path, capsys, name):
    model = models.sequential(k)
    inspect.main([_saved(model, tmp_path / "fresh.keras")])
    assert "\nnot compiled\n" in capsys.readouterr().out
    model.compile(k.optimizers.Adam(0.25), "mse", metrics=["mae"])
    inspect.main([_saved(model, tmp_path / name)])
    line = next(x for x in capsys.readouterr().out.splitlines() if x.startswith("compiled"))
    assert line.startswith("compiled: optimizer Adam(learning_rate=0.25, ")
    assert line.endswith(", loss mse, metrics [mae]")


def _saved(model, path):
    model.save(path)
    return str(path)


def test_assets_and_versions_are_shown(tmp_path, capsys):
    text = k.Input((1,), dtype="string")
    lookup = k.layers.StringLookup()
    lookup.adapt(["a", "b"])
    model = k.Model(text, lookup(text))
    inspect.main([_saved(model, tmp_path / "m.keras")])
    shown = capsys.readouterr().out
    assert "keras_version 3." in shown
    assert "  asset assets/" in shown


def test_weights_are_shown(tmp_path, capsys):
    models.sequential(k).save_weights(tmp_path / "w.weights.h5")
    assert inspect.main([str(tmp_path / "w.weights.h5")]) == 0
    assert "layers/dense/vars/0  float32[4, 3]" in capsys.readouterr().out


def test_code_is_pointed_out_and_not_run(tmp_path, capsys):
    x = k.Input((2,))
    k.Model(x, k.layers.Lambda(lambda x: x)(x)).save(tmp_path / "m.keras")
    assert inspect.main([str(tmp_path / "m.keras")]) == 0
    assert "brings code: not loaded in safe mode" in capsys.readouterr().out


def test_what_would_not_be_loaded_is_refused(tmp_path, capsys):
    path = tmp_path / "w.weights.h5"
    with h5py.File(path, "w") as file:
        file["x"] = h5py.ExternalLink("/etc/passwd", "/")
    assert inspect.main([str(path)]) == 1
    assert "refused" in capsys.readouterr().err
    assert inspect.main([str(tmp_path / "nothing.keras")]) == 1


def test_shards_and_safetensors_are_shown(tmp_path, capsys):
    model = models.sequential(k)
    model.save_weights(tmp_path / "w.weights.json", max_shard_size=1e-7)
    assert inspect.main([str(tmp_path / "w.weights.json")]) == 0
    shown = capsys.readouterr().out
    assert "the index of" in shown
    assert "layers/dense/vars/0  float32[4, 3]" in shown
    model.save_weights(tmp_path / "w.safetensors")
    assert inspect.main([str(tmp_path / "w.safetensors")]) == 0
    shown = capsys.readouterr().out
    assert "format keraunos" in shown
    assert "layers.dense.kernel  float32[4, 3]" in shown


@pytest.mark.parametrize("content", [b"\x80\x04.", b"", b"PK\x03\x04", b"\x89HDF\r\n\x1a\n", b"{}"])
def test_what_is_none_of_them_is_refused(tmp_path, capsys, content):
    (tmp_path / "m.keras").write_bytes(content)
    assert inspect.main([str(tmp_path / "m.keras")]) == 1
    assert "refused: " in capsys.readouterr().err
    assert inspect.main([str(tmp_path)]) == 1
    assert "it is a folder" in capsys.readouterr().err
