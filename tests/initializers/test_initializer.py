"""What every registered initializer does: shapes, dtypes, seeds, configs."""

import inspect

import numpy as np
import pytest
from support.oracle import keras

import keraunos as k
from keraunos.core import registry
from keraunos.initializers.initializer import Initializer, RandomInitializer, finished

CLASSES = sorted(
    {c for c in registry.registered("keras.initializers").values() if inspect.isclass(c)}
    - {Initializer},
    key=lambda c: c.__name__,
)
RANDOM = [c for c in CLASSES if issubclass(c, RandomInitializer)]
KEEPS_MORE = {"Identity": {"gain"}}
"""Arguments that Keras' config forgets."""


def shape_for(cls):
    return (6, 1, 4) if cls.__name__ == "STFT" else (6, 4)


@pytest.mark.parametrize("cls", CLASSES, ids=lambda c: c.__name__)
@pytest.mark.parametrize("dtype", ["float32", "float16", "bfloat16", "float64", None])
def test_shape_and_dtype_are_those_asked_for(cls, dtype):
    values = cls()(shape_for(cls), dtype=dtype)
    assert values.shape == shape_for(cls)
    assert values.dtype.name == (dtype or "float32")
    assert np.isfinite(values.astype("float32")).all()


@pytest.mark.parametrize("cls", CLASSES, ids=lambda c: c.__name__)
def test_configs_are_those_of_keras(cls):
    ours, theirs = cls().get_config(), getattr(keras.initializers, cls.__name__)().get_config()
    more = KEEPS_MORE.get(cls.__name__, set())
    assert {key: v for key, v in ours.items() if key not in more} == theirs
    config = k.initializers.serialize(cls())
    assert config["module"] == "keras.initializers"
    assert type(k.initializers.deserialize(config)) is cls
    assert (
        type(keras.initializers.deserialize({**config, "config": theirs})).__name__ == cls.__name__
    )


@pytest.mark.parametrize("cls", CLASSES, ids=lambda c: c.__name__)
def test_signatures_are_those_of_keras(cls):
    def arguments(c):
        return [(p.name, p.default) for p in inspect.signature(c.__init__).parameters.values()][1:]

    theirs = getattr(keras.initializers, cls.__name__)
    wanted = [] if theirs.__init__ is object.__init__ else arguments(theirs)
    assert ([] if cls.__init__ is object.__init__ else arguments(cls)) == wanted


@pytest.mark.parametrize("cls", RANDOM, ids=lambda c: c.__name__)
def test_the_same_seed_draws_the_same(cls):
    shape = shape_for(cls)
    one, same, other = cls(seed=7), cls(seed=7), cls(seed=8)
    np.testing.assert_array_equal(one(shape), same(shape))
    np.testing.assert_array_equal(one(shape), one(shape))
    assert not np.array_equal(one(shape), other(shape))
    np.testing.assert_array_equal(one.clone()(shape), one(shape))


@pytest.mark.parametrize("cls", RANDOM, ids=lambda c: c.__name__)
def test_without_a_seed_each_object_draws_its_own(cls):
    shape = shape_for(cls)
    k.utils.set_random_seed(3)
    first, second = cls()(shape), cls()(shape)
    assert not np.array_equal(first, second)
    k.utils.set_random_seed(3)
    np.testing.assert_array_equal(cls()(shape), first)


@pytest.mark.parametrize("cls", RANDOM, ids=lambda c: c.__name__)
def test_integers_are_not_drawn(cls):
    with pytest.raises(ValueError, match=f"{cls.__name__}: `dtype` must be a float dtype"):
        cls()((4, 4), dtype="int32")


def test_a_generator_as_seed_moves_on():
    initializer = k.initializers.RandomNormal(seed=k.random.SeedGenerator(3))
    assert not np.array_equal(initializer((3,)), initializer((3,)))
    config = initializer.get_config()
    copy = k.initializers.RandomNormal.from_config(config)
    assert isinstance(copy.seed, k.random.SeedGenerator)
    assert copy.seed.seed == 3


@pytest.mark.parametrize("seed", ["a", 1.5])
def test_another_seed_is_refused(seed):
    with pytest.raises(ValueError, match="RandomNormal: `seed` must be an int, a SeedGenerator"):
        k.initializers.RandomNormal(seed=seed)


def test_a_users_own_makes_weights():
    @k.saving.register_keras_serializable()
    class Threes(k.initializers.Initializer):
        def __init__(self, factor=1.0):
            self.factor = factor

        def __call__(self, shape, dtype=None):
            return k.ops.full(shape, 3.0 * self.factor, dtype=dtype)

    layer = k.layers.Dense(2, kernel_initializer=Threes(2.0))
    layer.build((None, 3))
    np.testing.assert_array_equal(layer.get_weights()[0], np.full((3, 2), 6.0))
    config = layer.get_config()["kernel_initializer"]
    assert (config["registered_name"], config["config"]) == ("Custom>Threes", {"factor": 2.0})
    assert repr(Threes(2.0)) == "Threes(factor=2.0)"


def test_the_base_says_what_to_write():
    with pytest.raises(NotImplementedError, match=r"__call__\(shape, dtype\) is not written"):
        Initializer()((2,))
    assert finished(np.ones(1), "int8").dtype == np.int8
