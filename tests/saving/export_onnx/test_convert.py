"""Every layer of the contract's table, and whole models, in ONNX Runtime."""

import numpy as np
import pytest
from support import saved_models as models
from support.layer_cases import CASES
from support.runtime import assert_runs_the_same, of_function, onnx, session

import keraunos as k
from keraunos.core import tree
from keraunos.saving.export import onnx_of
from keraunos.saving.export_onnx import convert

REFUSED = {
    "Hashing": "runs on the host",
    "HashedCrossing": "runs on the host",
    "IntegerLookup": "runs on the host",
    "MelSpectrogram": r"an operation \(fft\)",
}
"""Layers that ONNX cannot have -> what is said."""


EVERY = [
    pytest.param(name, case, id=f"{name}-{i}", marks=[pytest.mark.slow] if case.slow else [])
    for name, cases in CASES.items()
    for i, case in enumerate(cases)
]


def over(make, shapes):
    return [over(make, x) if isinstance(x, list) else make(x) for x in shapes]


@pytest.mark.parametrize(("name", "case"), EVERY)
def test_every_layer_runs_in_another_engine(name, case):
    layer = case.make(k.layers)
    given = over(lambda shape: k.Input(shape[1:], dtype=case.dtype), case.inputs)
    try:
        model = k.Model(tree.flatten(given), layer(*given, **case.call))
    except (TypeError, ValueError, AttributeError) as error:
        pytest.skip(reason=f"it makes no graph of Inputs: {str(error)[:80]}")
    rng = np.random.default_rng(0)
    whole = case.dtype == "int32" or "Embedding" in name
    arrays = over(
        lambda s: (rng.integers(0, 3, s) if whole else rng.normal(size=s)).astype(case.dtype),
        case.inputs,
    )
    if name in REFUSED:
        with pytest.raises(ValueError, match=REFUSED[name]):
            session(model)
        return
    assert_runs_the_same(model, tree.flatten(arrays))


@pytest.mark.parametrize("form", [f for f in models.FORMS if f != "mixed"])
def test_every_form_of_model_runs_in_another_engine(form):
    make, shapes = models.FORMS[form]
    x = models.inputs(shapes, 2)
    model = make(k)
    model(x)
    assert_runs_the_same(model, x if isinstance(x, list) else [x])


def test_sixteen_bits_run_in_another_engine():
    model = k.Sequential([k.Input((4,)), k.layers.Dense(3, dtype="float16"), k.layers.Dense(2)])
    assert_runs_the_same(model, [models.inputs([(4,)], 2)], rtol=2e-3, atol=2e-3)


def test_a_network_for_pictures_runs_in_another_engine():
    model = k.applications.MobileNetV2(weights=None, input_shape=(32, 32, 3), classes=5, alpha=0.35)
    assert_runs_the_same(model, [models.inputs([(32, 32, 3)], 2)])


def test_axes_of_any_size_stay_so():
    x = k.Input((None, None, 3))
    y = k.layers.Conv2D(4, 3, padding="same")(k.layers.MaxPooling2D()(x))
    model = k.Model(x, k.layers.GlobalAveragePooling2D()(k.layers.UpSampling2D()(y)))
    running = session(model)
    assert [str(s) for s in running.get_inputs()[0].shape] == ["rows", "size_0_1", "size_0_2", "3"]
    for shape in ((1, 8, 6, 3), (3, 4, 10, 3)):
        data = np.random.default_rng(0).normal(size=shape).astype("f4")
        found = running.run(None, {running.get_inputs()[0].name: data})[0]
        np.testing.assert_allclose(found, model(data), rtol=1e-4, atol=1e-5)


def test_the_graph_names_inputs_and_weights():
    model = k.Sequential([k.Input((4,), name="given"), k.layers.Dense(3, name="d")], name="m")
    graph = onnx.load_from_string(onnx_of(model)).graph
    assert [x.name for x in graph.input] == ["given"]
    assert [x.name for x in graph.output] == ["output"]
    assert {"m/d/kernel", "m/d/bias"} <= {x.name for x in graph.initializer}
    two = of_function(lambda a, b: [a + b, a - b], (2,), (2,))
    assert [x.name for x in session(two).get_outputs()] == ["output_0", "output_1"]


def test_weights_beyond_the_bound_of_a_file_are_refused(monkeypatch):
    monkeypatch.setattr(convert, "_LARGEST", 50)
    with pytest.raises(ValueError, match="the weights take .* bytes; one file holds 50"):
        onnx_of(models.sequential(k))


def test_versions_of_the_operations():
    model = models.sequential(k)
    for opset in (convert.OPSET, 20):
        made = onnx.load_from_string(onnx_of(model, None, opset))
        assert made.opset_import[0].version == opset
    for wrong in (17, "18", 18.0):
        with pytest.raises(ValueError, match="opset_version.*>= 18"):
            onnx_of(model, None, wrong)
