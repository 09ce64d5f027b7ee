"""Layers under mixed_bfloat16 and mixed_float16: weights, outputs and their dtypes are the oracle's."""

import numpy as np
import pytest
from support.oracle import keras
from support.twins import draw

import keraunos as k

IMAGE, SEQUENCE, ROW = draw(2, 8, 8, 3), draw(2, 5, 3), draw(4, 6)
CASES = [
    ("Dense", (4,), ROW), ("EinsumDense", ("ab,bc->ac", 4), ROW), ("Conv2D", (4, 3), IMAGE),
    ("SeparableConv2D", (4, 3), IMAGE), ("DepthwiseConv2D", (3,), IMAGE),
    ("Conv2DTranspose", (4, 3), IMAGE), ("BatchNormalization", (), IMAGE),
    ("LayerNormalization", (), ROW), ("RMSNormalization", (), ROW), ("GroupNormalization", (3,), IMAGE),
    ("UnitNormalization", (), ROW), ("LSTM", (4,), SEQUENCE), ("GRU", (4,), SEQUENCE),
    ("SimpleRNN", (4,), SEQUENCE), ("Softmax", (), ROW), ("PReLU", (), ROW), ("ELU", (), ROW),
    ("MaxPooling2D", (), IMAGE), ("AveragePooling2D", (2,), IMAGE), ("Rescaling", (0.5,), IMAGE),
    ("GlobalAveragePooling2D", (), IMAGE), ("UpSampling2D", (2,), IMAGE), ("Flatten", (), IMAGE),
]  # fmt: skip
NEAR = {"mixed_bfloat16": 3e-2, "mixed_float16": 4e-3}


@pytest.mark.parametrize("policy", NEAR)
@pytest.mark.parametrize(("name", "args", "x"), CASES, ids=[name for name, *_ in CASES])
def test_a_layer_is_the_oracles(name, args, x, policy):
    ours, theirs = (getattr(lib.layers, name)(*args, dtype=policy) for lib in (k, keras))
    for layer in (ours, theirs):
        layer.build(x.shape)
    ours.set_weights(theirs.get_weights())
    assert [v.dtype for v in ours.weights] == [str(v.dtype) for v in theirs.weights]
    found, wanted = ours(x), theirs(x)
    symbolic = ours(k.Input(x.shape[1:], dtype="float32"))
    assert str(found.dtype) == str(wanted.dtype) == symbolic.dtype
    found, wanted = (np.asarray(y, "float32") for y in (found, wanted))
    np.testing.assert_allclose(found, wanted, atol=NEAR[policy] * max(1, np.abs(wanted).max()))
