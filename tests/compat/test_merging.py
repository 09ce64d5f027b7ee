"""Keras 1's merge."""

import numpy as np
import pytest

from keraunos import Input, layers
from keraunos.compat import merging
from keraunos.compat.wording import OldSpellingWarning

pytestmark = pytest.mark.usefixtures("fresh")


class Joined(layers.Layer):
    """Stands for one of the joining layers."""

    def __init__(self, axis=None, axes=None, normalize=None, name=None):
        super().__init__(name=name)
        self.given = {"axis": axis, "axes": axes, "normalize": normalize}

    def call(self, inputs):
        return sum(inputs)


@pytest.fixture
def stand_ins(monkeypatch):
    for name in set(merging.MODES.values()):
        monkeypatch.setattr(layers, name, type(name, (Joined,), {}), raising=False)


@pytest.mark.parametrize(
    ("mode", "today", "given"),
    [
        ("sum", "Add", {}),
        ("mul", "Multiply", {}),
        ("ave", "Average", {}),
        ("max", "Maximum", {}),
        ("concat", "Concatenate", {"axis": 1}),
        ("dot", "Dot", {"axes": (1, 1), "normalize": False}),
        ("cos", "Dot", {"axes": (1, 1), "normalize": True}),
    ],
)
def test_a_mode_is_a_layer_today(stand_ins, mode, today, given):
    inputs = [Input((3,)), Input((3,))]
    with pytest.warns(OldSpellingWarning, match=rf"merge\(mode='{mode}'\) is now layers.{today}"):
        joined = merging.merge(inputs, mode=mode, concat_axis=1, dot_axes=[1, 1])
    layer = joined._keras_history.operation
    assert type(layer).__name__ == today
    assert {k: v for k, v in layer.given.items() if v is not None} == given


@pytest.mark.filterwarnings("ignore::keraunos.compat.wording.OldSpellingWarning")
def test_merge_of_models_is_a_model_of_their_inputs(stand_ins):
    from keraunos import Sequential

    left, right = (Sequential([Input((2,)), layers.Dense(3)]) for _ in range(2))
    model = merging.Merge([left, right], mode="sum")
    x = np.ones((4, 2), "float32")
    np.testing.assert_allclose(model.predict([x, x]), left.predict(x) + right.predict(x), rtol=1e-5)
    assert isinstance(merging.Merge(mode="mul"), Joined)


def test_errors():
    inputs = [Input((3,)), Input((3,))]
    with pytest.raises(
        ValueError, match="merge: unknown mode 'concatenate'. Did you mean 'concat'"
    ):
        merging.merge(inputs, mode="concatenate")
    with pytest.raises(ValueError, match="`inputs` must be a list of two tensors or more"):
        merging.merge(inputs[:1])
