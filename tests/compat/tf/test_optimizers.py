"""tf.train's optimizers."""

import pytest

from keraunos import optimizers
from keraunos.compat.wording import OldSpellingWarning


@pytest.mark.parametrize(
    ("name", "arguments", "kind", "settings"),
    [
        ("AdamOptimizer", {"beta1": 0.5}, "Adam", {"beta_1": 0.5, "epsilon": 1e-8}),
        ("GradientDescentOptimizer", {}, "SGD", {"momentum": 0.0}),
        ("MomentumOptimizer", {"momentum": 0.7, "use_nesterov": True}, "SGD",
         {"momentum": 0.7, "nesterov": True}),
        ("RMSPropOptimizer", {"decay": 0.8}, "RMSprop", {"rho": 0.8, "epsilon": 1e-10}),
        ("AdagradOptimizer", {}, "Adagrad", {"initial_accumulator_value": 0.1}),
    ],
)  # fmt: skip
def test_they_are_todays(old, name, arguments, kind, settings):
    import tensorflow as tf

    with pytest.warns(OldSpellingWarning, match=kind):
        found = getattr(tf.train, name)(0.25, **arguments)
    assert isinstance(found, getattr(optimizers, kind)) and float(found.learning_rate) == 0.25
    assert {key: found.get_config()[key] for key in settings} == settings
