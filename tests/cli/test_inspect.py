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
