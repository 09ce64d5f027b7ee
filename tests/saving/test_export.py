"""Exported programs compute what the model predicts, for any number of rows."""

from pathlib import Path

import numpy as np
import pytest
from support import saved_models as models

import keraunos as k
from keraunos.saving.export import onnx_of, program_of


@pytest.mark.parametrize("form", ["sequential", "nested", "recurrent"])
def test_the_program_predicts_the_same(form, capsys):
    make, shapes = models.FORMS[form]
    model = make(k)
    model.export("m.bin", format="stablehlo", verbose=True)
    assert "Exported to m.bin" in capsys.readouterr().out
    assert Path("m.bin").read_bytes().startswith(b"ML\xefR")  # as all bytecode of MLIR
    program = program_of(model)
    for rows in (1, 5):
        x = models.inputs(shapes, rows)
        np.testing.assert_allclose(
            program.call(x), model.predict(x, verbose=0), rtol=1e-5, atol=1e-6
        )


def test_a_model_without_inputs_needs_a_signature():
    model = models.classes(k)()
    model(models.inputs([(4,)]))
    with pytest.raises(ValueError, match="input_signature"):
        model.export("m.bin", format="stablehlo")
    program = program_of(model, [k.KerasTensor((None, 4))])
    assert program.call(models.inputs([(4,)], 3)).shape == (3, 1)


def test_other_formats_are_refused():
    with pytest.raises(ValueError, match="format='onnx' or 'stablehlo'"):
        models.sequential(k).export("m")
    with pytest.raises(TypeError, match="unknown arguments"):
        models.sequential(k).export("m", format="stablehlo", colour=1)


def test_texts_are_refused_with_a_way_out(tmp_path):
    text = k.Input((1,), dtype="string")
    number = k.layers.StringLookup(vocabulary=["a"])(text)
    model = k.Model(text, k.layers.Embedding(3, 2)(number))
    with pytest.raises(ValueError, match="Export what follows the layers that take them"):
        model.export(tmp_path / "m.shlo", format="stablehlo")
    k.Model(number, model.output).export(tmp_path / "m.shlo", format="stablehlo", verbose=False)


@pytest.mark.parametrize("size", [8, None])
def test_networks_for_pictures_are_exported(size):
    model = k.Sequential(
        [
            k.Input((size, size, 3)),
            k.layers.Conv2D(4, 3, padding="same"),
            k.layers.MaxPooling2D(),
            k.layers.Conv2DTranspose(2, 3),
            k.layers.GlobalAveragePooling2D(),
        ]
    )
    program = program_of(model)
    for rows in (1, 5):
        x = models.inputs([(8, 8, 3)], rows)
        expected = model.predict(x, verbose=0)
        np.testing.assert_allclose(program.call(x), expected, rtol=1e-5, atol=1e-6)


def test_layers_that_compute_in_python_are_refused_by_name(tmp_path):
    model = k.Sequential([k.Input((1,), dtype="int32"), k.layers.Hashing(3)])
    for form in ("stablehlo", "onnx"):
        with pytest.raises(ValueError, match="runs on the host.*Export what follows"):
            model.export(tmp_path / "m", format=form)


def test_onnx_is_written(tmp_path, capsys):
    pytest.importorskip("onnx", reason="needs onnx: pip install keraunos[onnx]")
    model = models.sequential(k)
    model.export(tmp_path / "m.onnx", format="onnx", verbose=True, opset_version=18)
    assert (tmp_path / "m.onnx").read_bytes() == onnx_of(model)
    with pytest.raises(TypeError, match="unknown arguments"):
        model.export(tmp_path / "m", format="stablehlo", opset_version=18)
