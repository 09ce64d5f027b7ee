"""Endpoints compute what their functions do, and what cannot be exported is said."""

from pathlib import Path

import h5py
import numpy as np
import pytest
from support import saved_models as models

import keraunos as k
from keraunos.export import ExportArchive


@pytest.fixture
def archive():
    return ExportArchive(format="stablehlo")


@pytest.mark.parametrize("form", ["sequential", "branches", "recurrent", "attention"])
def test_a_model_is_an_endpoint(archive, form):
    make, shapes = models.FORMS[form]
    model = make(k)
    archive.track_and_add_endpoint("serve", model)
    program = archive.program_of("serve")
    for rows in (1, 5):
        x = models.inputs(shapes, rows)
        for ours, theirs in zip(
            k.tree.flatten(program.call(x)), k.tree.flatten(model.predict(x, verbose=0))
        ):
            np.testing.assert_allclose(ours, theirs, rtol=1e-5, atol=1e-6)


def test_endpoints_and_collections_are_files(archive, capsys):
    model = models.sequential(k)
    archive.track(model)
    spec = k.InputSpec(shape=(None, 4))
    archive.add_endpoint("score", model.call, [spec])
    archive.add_endpoint("double", lambda pair: model(pair["a"]) * 2 + pair["b"],
                         [{"a": spec, "b": k.KerasTensor((2,))}])  # fmt: skip
    archive.add_variable_collection("kernels", [model.layers[0].kernel])
    archive.write_out("out")
    assert "Exported to out: score, double." in capsys.readouterr().out
    assert sorted(p.name for p in Path("out").iterdir()) == [
        "double.mlirbc", "kernels.h5", "score.mlirbc",
    ]  # fmt: skip
    assert Path("out/double.mlirbc").read_bytes().startswith(b"ML\xefR")
    with h5py.File("out/kernels.h5") as file:
        np.testing.assert_array_equal(file["0"], model.layers[0].kernel)
    x, b = models.inputs([(4,)], 3), np.ones(2, "float32")
    doubled = archive.program_of("double").call({"a": x, "b": b})
    np.testing.assert_allclose(doubled, model(x) * 2 + 1, rtol=1e-5)


def test_variables_are_those_of_what_is_tracked(archive):
    model = models.sequential(k)
    archive.track(model)
    archive.track(model)
    assert archive.variables == model.variables
    assert archive.trainable_variables == model.trainable_variables
    assert archive.non_trainable_variables == model.non_trainable_variables


def test_values_are_those_at_the_end_and_nothing_is_assigned(archive):
    counter = k.Variable(np.zeros(()), name="counter")

    def count(x):
        counter.assign_add(1.0)
        return x + counter.value

    archive.add_endpoint("count", count, [k.KerasTensor((2,))])
    counter.assign(5.0)
    assert archive.program_of("count").call(np.zeros(2, "float32")).tolist() == [6.0, 6.0]
    assert float(counter) == 5.0


@pytest.mark.parametrize("format", ["saved_model", "onnx", "litert", "openvino"])
def test_other_formats_are_refused_with_a_way_out(format):
    with pytest.raises(ValueError, match=r"format='stablehlo', or save the model"):
        ExportArchive(format=format)


@pytest.mark.parametrize(
    ("call", "sentence"),
    [
        (lambda a: a.write_out("out"), "there is no endpoint yet"),
        (lambda a: a.track(3), "must be a Layer or Model"),
        (lambda a: a.track(k.layers.Dense(2)), "must be built"),
        (lambda a: a.add_endpoint("f", lambda x: x), "`input_signature` must be a list"),
        (lambda a: a.add_endpoint("a/b", len, []), "without '/'"),
        (lambda a: [a.add_endpoint("f", abs, [k.KerasTensor((1,))]) for _ in "ab"], "Taken: f"),
        (lambda a: a.add_endpoint("f", abs, [k.KerasTensor((1,), "string")]), "takes texts"),
        (lambda a: a.add_variable_collection("c", 3), "a list, tuple or set"),
        (lambda a: a.add_variable_collection("c", [3]), "all Variables"),
    ],
)
def test_what_cannot_be_done_is_said(archive, call, sentence):
    with pytest.raises(ValueError, match=sentence):
        call(archive)


def test_unknown_arguments_are_refused(archive):
    with pytest.raises(TypeError, match="unknown arguments"):
        archive.add_endpoint("f", abs, [k.KerasTensor((1,))], jax2tf_kwargs={})
    with pytest.raises(TypeError, match="unknown arguments"):
        ExportArchive("stablehlo", colour=1)
