"""models.save_model and models.load_model."""

import numpy as np

import keraunos as k


def test_a_model_is_saved_and_loaded(tmp_path):
    model = k.Sequential([k.Input((2,)), k.layers.Dense(1)])
    k.models.save_model(model, tmp_path / "m.keras")
    other = k.models.load_model(tmp_path / "m.keras")
    np.testing.assert_array_equal(model.get_weights()[0], other.get_weights()[0])
