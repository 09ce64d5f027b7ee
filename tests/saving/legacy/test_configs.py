"""Configs of models of old in today's form."""

import json

import numpy as np
import pytest
from support import saved_models as models

import keraunos as k
from keraunos.core.errors import FileError
from keraunos.core.registry import deserialize
from keraunos.saving.legacy import configs


def test_what_is_written_is_read():
    for form in ("sequential", "branches", "recurrent"):
        model = models.FORMS[form][0](k)
        config = json.loads(json.dumps(configs.of_keras_2(model)))
        assert "module" not in config
        assert [w.shape for w in deserialize(configs.modern(config, "3.0")).weights] == [
            w.shape for w in model.weights
        ]


def test_the_old_hard_sigmoid():
    found = configs.hard_sigmoid_of_keras_2(np.array([-3.0, 0.0, 1.0, 3.0], "float32"))
    np.testing.assert_allclose(found, [0.0, 0.5, 0.7, 1.0], rtol=1e-6)


def test_calls_are_counted_from_zero():
    layers = [
        {"name": "in", "inbound_nodes": []},
        {"name": "inner", "inbound_nodes": [["in", 0, 0]]},
        {"name": "out", "inbound_nodes": [["inner", 1, 0], ["inner", 1, 1]]},
    ]
    configs._count_from_zero(layers, {"output_layers": ["out", 0, 0]})
    assert layers[2]["inbound_nodes"] == [["inner", 0, 0], ["inner", 0, 1]]


@pytest.mark.parametrize("config", [None, 3, {}, {"class_name": "Sequential", "config": {"layers": 3}},
                                    {"class_name": "Sequential", "config": [3]}])  # fmt: skip
def test_what_is_no_config_is_said(config):
    with pytest.raises(FileError, match="It is damaged"):
        configs.modern(config, "2.3.1")


def test_only_old_forms_are_old():
    assert configs.is_legacy({"class_name": "Sequential", "config": []})
    assert not configs.is_legacy({"class_name": "Sequential", "module": "keras", "config": {}})
    assert not configs.is_legacy([])
