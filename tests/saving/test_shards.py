"""Weights in several files: both ways with the oracle, whole or refused, never out of their folder."""

import json
import os
import threading
from pathlib import Path

import numpy as np
import pytest
from support import saved_models as models
from support.oracle import keras

import keraunos as k
from keraunos.core.errors import FileError, UnsafeError

SIZE = 0.0000001
"""In GB, some 107 bytes: a few arrays of the small models."""

BOTH_WAYS = [pytest.param((keras, k), id="from keras"), pytest.param((k, keras), id="to keras")]


def trained(library):
    model = models.sequential(library)
    model.compile("adam", "mse")
    model.fit(models.inputs([(4,)]), models.inputs([(2,)], seed=1), verbose=0)
    return model


def values(model):
    optimizer = [np.asarray(v) for v in model.optimizer.variables]
    return [*model.get_weights(), *optimizer]


def assert_same(one, other):
    for a, b in zip(values(one), values(other), strict=True):
        np.testing.assert_array_equal(a, b)


@pytest.mark.parametrize("ways", BOTH_WAYS)
@pytest.mark.parametrize("size", [SIZE, 1])
def test_shards_come_and_go(ways, size):
    source, target = ways
    model = trained(source)
    model.save_weights("m.weights.json", max_shard_size=size)
    shards = sorted(p.name for p in Path().glob("m_*.weights.h5"))
    assert shards == [f"m_{i:05}.weights.h5" for i in range(len(shards))]
    assert (len(shards) > 1) == (size == SIZE)
    other = trained(target)
    other.load_weights("m.weights.json")
    assert_same(model, other)


def test_an_index_is_what_keras_writes():
    indexes = {}
    for library, name in ((keras, "theirs"), (k, "ours")):
        trained(library).save_weights(f"{name}.weights.json", max_shard_size=SIZE)
        indexes[name] = json.loads(Path(f"{name}.weights.json").read_text())
    theirs, ours = indexes["theirs"], indexes["ours"]
    assert set(ours) == set(theirs)
    assert ours["metadata"]["total_size"] == theirs["metadata"]["total_size"]
    skip = {p for p in theirs["weight_map"] if "seed_generator" in p}
    assert set(theirs["weight_map"]) - skip == set(ours["weight_map"])


def test_sizes_and_names_are_checked():
    model = models.sequential(k)
    for path, size in (("m.weights.h5", 1), ("m.weights.json", None), ("m.json", 1)):
        with pytest.raises(ValueError, match=r"ends in .weights.json where max_shard_size"):
            model.save_weights(path, max_shard_size=size)
    for size in (0, -1, "1", True, float("nan")):
        with pytest.raises(ValueError, match="max_shard_size"):
            model.save_weights("m.weights.json", max_shard_size=size)
    with pytest.raises(ValueError, match="layers/dense/vars/0 has 48 bytes; a shard has 10"):
        model.save_weights("m.weights.json", max_shard_size=1e-8)
    assert os.listdir(".") == []


@pytest.fixture
def saved():
    model = trained(k)
    model.save_weights("m.weights.json", max_shard_size=SIZE)
    return model


def with_index(change):
    index = json.loads(Path("m.weights.json").read_text())
    Path("m.weights.json").write_text(json.dumps(change(index) or index))


ELSEWHERE = [
    "../m_00000.weights.h5",
    "/etc/passwd",
    "sub/m.h5",
    "C:\\m.h5",
    "..\\m.h5",
    "",
    "x" * 1000,
]


@pytest.mark.parametrize("name", ELSEWHERE)
def test_a_shard_elsewhere_is_refused(saved, name):
    with_index(lambda index: index["weight_map"].update({"/layers/dense/vars": [name]}))
    with pytest.raises(UnsafeError, match="only files beside it"):
        saved.load_weights("m.weights.json")


def test_a_link_for_a_shard_is_refused(saved):
    os.rename("m_00001.weights.h5", "real.h5")
    os.symlink("real.h5", "m_00001.weights.h5")
    with pytest.raises(UnsafeError, match="is a link"):
        saved.load_weights("m.weights.json")


@pytest.mark.parametrize(
    "index",
    ["[]", "{}", '{"weight_map": 3}', '{"weight_map": {}}', '{"weight_map": {"a": [3]}}',
     '{"weight_map": {"a": null}}', "{"],
)  # fmt: skip
def test_an_index_that_is_none_is_said(saved, index):
    Path("m.weights.json").write_text(index)
    with pytest.raises(FileError):
        saved.load_weights("m.weights.json")


def test_a_missing_shard_is_named(saved):
    os.unlink("m_00001.weights.h5")
    with pytest.raises(FileError, match="m_00001.weights.h5 is not beside it"):
        saved.load_weights("m.weights.json")


def test_shards_of_two_saves_are_told_apart(saved):
    before = Path("m_00001.weights.h5").read_bytes()
    saved.fit(models.inputs([(4,)]), models.inputs([(2,)], seed=1), verbose=0)
    saved.save_weights("m.weights.json", max_shard_size=SIZE)
    Path("m_00001.weights.h5").write_bytes(before)
    weights = saved.get_weights()
    with pytest.raises(FileError, match="different saves"):
        saved.load_weights("m.weights.json")
    for a, b in zip(weights, saved.get_weights()):
        np.testing.assert_array_equal(a, b)


def test_an_array_that_comes_twice_is_refused(saved):
    with_index(lambda index: index["metadata"].pop("sha256") and None)
    Path("m_00001.weights.h5").write_bytes(Path("m_00000.weights.h5").read_bytes())
    with pytest.raises(FileError, match="comes twice"):
        saved.load_weights("m.weights.json")


def test_those_who_save_at_once_do_not_mix():
    nets = [trained(k) for _ in range(4)]
    for i, model in enumerate(nets):
        model.set_weights([np.full_like(w, i) for w in model.get_weights()])

    def save(model):
        for _ in range(5):
            model.save_weights("m.weights.json", max_shard_size=SIZE)

    threads = [threading.Thread(target=save, args=(model,)) for model in nets]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    nets[0].load_weights("m.weights.json")
    assert len({float(x) for w in nets[0].get_weights() for x in w.flat}) == 1
    assert not [name for name in os.listdir(".") if name.endswith(".part")]
