"""Models in ONNX Runtime, beside what they predict here."""

import numpy as np
import pytest

import keraunos as k
from keraunos.core import tree
from keraunos.saving.export import onnx_of

onnx = pytest.importorskip("onnx", reason="needs onnx: pip install keraunos[onnx]")
runtime = pytest.importorskip("onnxruntime", reason="needs onnxruntime, which judges the graphs")


def session(model, **how):
    """The exported model, checked and ready to run."""
    content = onnx_of(model, **how)
    onnx.checker.check_model(onnx.load_from_string(content), full_check=True)
    options = runtime.SessionOptions()
    options.log_severity_level = 3
    return runtime.InferenceSession(content, options, providers=["CPUExecutionProvider"])


def assert_runs_the_same(model, inputs, rtol=1e-4, atol=1e-5):
    """What the runtime gives for one time and three times the rows is what the model gives."""
    running = session(model)
    for times in (1, 3):
        given = [np.concatenate([x] * times) for x in inputs]
        found = running.run(None, {i.name: x for i, x in zip(running.get_inputs(), given)})
        expected = tree.flatten(model(given[0] if len(given) == 1 else given, training=False))
        for one, other in zip(found, expected, strict=True):
            other = np.asarray(other)
            assert (one.dtype, one.shape) == (other.dtype, other.shape)
            np.testing.assert_allclose(one, other, rtol=rtol, atol=atol)


def of_function(function, *shapes, dtype="float32"):
    """A model of one function of tensors."""
    inputs = [k.Input(shape, dtype=dtype) for shape in shapes]
    return k.Model(inputs if len(inputs) > 1 else inputs[0], function(*inputs))
