"""`tf.saved_model`."""

import numpy as np
import pytest

from keraunos import Sequential, Variable, layers
from keraunos.compat.tf.objects import Checkpoint, Module
from keraunos.compat.tf.saved import saved_model


@pytest.mark.usefixtures("old")
@pytest.mark.filterwarnings("ignore::keraunos.compat.wording.OldSpellingWarning")
def test_a_model_in_a_folder(tmp_path):
    model = Sequential([layers.Input((3,)), layers.Dense(2, name="out")])
    saved_model.save(model, tmp_path / "m")
    assert saved_model.contains_saved_model(tmp_path / "m")
    again, data = saved_model.load(tmp_path / "m"), np.ones((1, 3), "float32")
    assert np.array_equal(again(data), model(data))
    served = again.signatures["serving_default"](data)
    assert np.array_equal(served["out"], model(data))


def test_the_variables_of_a_module(tmp_path):
    module = Module()
    module.w = Variable(3.0)
    saved_model.save(module, tmp_path / "m")
    module.w.assign(0.0)
    Checkpoint(root=module).restore(tmp_path / "m" / "variables" / "variables")
    assert float(module.w) == 3
    with pytest.raises(TypeError, match="a model or a tf.Module"):
        saved_model.save(3, tmp_path)
