"""Config: names with values, frozen or not."""

import copy
import pickle

import pytest
from support.oracle import keras

from keraunos.utils import Config


@pytest.mark.parametrize("kind", [Config, keras.utils.Config])
def test_it_is_keras(kind):
    config = kind(a=1, b={"x": 2})
    config.c = [1]
    config["d"] = None
    config.update({"e": 5}, f=6)
    config.update(kind(g=7))
    assert (config.pop("g"), config.pop("g", 3)) == (7, 3)
    del config["f"]
    assert (config.a, config["b"], config.get("q"), config.get("q", 4)) == (1, {"x": 2}, None, 4)
    assert list(config) == list(config.keys()) == ["a", "b", "c", "d", "e"]
    assert len(config) == 5 and "a" in config and "q" not in config
    assert list(config.items()) == list(zip(config, config.values()))
    assert config.to_json() == '{"a": 1, "b": {"x": 2}, "c": [1], "d": null, "e": 5}'
    assert config.as_dict() == dict(config.items())
    assert repr(kind(a=1)) == "<Config {'a': 1}>"


@pytest.mark.parametrize("kind", [Config, keras.utils.Config])
@pytest.mark.parametrize(
    "change",
    [
        lambda c: setattr(c, "a", 2),
        lambda c: c.__setitem__("a", 2),
        lambda c: c.update(a=2),
        lambda c: c.pop("a"),
        lambda c: c.__delitem__("a"),
    ],
)
def test_a_frozen_one_refuses_changes(kind, change):
    config = kind(a=1)
    config.freeze()
    assert config.frozen
    with pytest.raises(ValueError, match="frozen"):
        change(config)
    assert config.as_dict() == {"a": 1}
    config.unfreeze()
    change(config)
    assert config.as_dict() in ({"a": 2}, {})


def test_what_is_not_there():
    config = Config(rate=1)
    with pytest.raises(AttributeError, match="there is no 'rat'. Did you mean 'rate'"):
        config.rat  # noqa: B018
    with pytest.raises(KeyError):
        config["rat"]


def test_copies_keep_the_frost():
    config = Config(a=[1])
    config.freeze()
    for other in (copy.deepcopy(config), pickle.loads(pickle.dumps(config))):
        assert other.as_dict() == {"a": [1]} and other.frozen
