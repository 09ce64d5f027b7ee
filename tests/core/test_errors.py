"""The sentences of errors."""

import numpy as np

from keraunos.core import errors


def test_errors_describe_what_came():
    sentence = errors.bad("Dense", "inputs", "2-D", np.zeros((3,), "float32"), "Use x[None].")
    assert sentence == "Dense: `inputs` must be 2-D; got float32[3]. Use x[None]."
    assert errors.nearest("relU", ["relu", "elu", "tanh"])[0] == "relu"
    assert "Known: a, b" in errors.unknown("get", "thing", "zzz", ["a", "b"])
    assert issubclass(errors.UnknownNameError, ValueError)
    assert issubclass(errors.StateLostError, RuntimeError)
