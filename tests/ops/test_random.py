"""Random numbers."""

import jax
import jax.numpy as jnp
import numpy as np
import pytest

from keraunos import KerasTensor, random
from keraunos.ops.random import seed_pair
from keraunos.random import SeedGenerator

MANY = 20000
DRAWS = {
    "normal": lambda seed, dtype=None: random.normal((MANY,), 1.0, 2.0, dtype=dtype, seed=seed),
    "truncated_normal": lambda seed, dtype=None: random.truncated_normal(
        (MANY,), dtype=dtype, seed=seed
    ),
    "uniform": lambda seed, dtype=None: random.uniform((MANY,), -1.0, 3.0, dtype=dtype, seed=seed),
    "gamma": lambda seed, dtype=None: random.gamma((MANY,), 2.0, dtype=dtype, seed=seed),
    "beta": lambda seed, dtype=None: random.beta((MANY,), 2.0, 3.0, dtype=dtype, seed=seed),
    "binomial": lambda seed, dtype=None: random.binomial((MANY,), 10, 0.3, dtype=dtype, seed=seed),
}
KNOWN = {
    "normal": (1, 2), "truncated_normal": (0, 0.8796), "uniform": (1, 4 / 12**0.5), "gamma": (2, 2**0.5),
    "beta": (0.4, 0.2), "binomial": (3, 2.1**0.5),
}  # fmt: skip
"""Mean and deviation."""


@pytest.mark.parametrize("name", DRAWS)
def test_mean_and_deviation(name):
    x = np.asarray(DRAWS[name](7), "float64")
    mean, deviation = KNOWN[name]
    assert abs(x.mean() - mean) < 5 * deviation / MANY**0.5
    assert x.std() == pytest.approx(deviation, rel=0.03)


@pytest.mark.parametrize("name", DRAWS)
def test_an_int_repeats_and_a_generator_goes_on(name):
    draw, generator = DRAWS[name], SeedGenerator(5)
    assert np.array_equal(draw(5), draw(5))
    assert not np.array_equal(draw(5), draw(6))
    first, second = draw(generator), draw(generator)
    assert not np.array_equal(first, second)
    assert np.array_equal(first, draw(SeedGenerator(5)))


def test_without_a_seed_the_process_decides():
    assert not np.array_equal(random.normal((8,)), random.normal((8,)))


@pytest.mark.parametrize("name", DRAWS)
def test_the_dtype(name):
    assert DRAWS[name](1).dtype == jnp.float32
    x = DRAWS[name](1, "bfloat16")
    assert x.dtype == jnp.bfloat16
    assert np.isfinite(np.asarray(x, "float32")).all()
    with pytest.raises(ValueError, match="`dtype` must be a floating dtype"):
        DRAWS[name](1, "int32")


def test_bounds_hold():
    for dtype in ("float32", "bfloat16"):
        x = np.asarray(random.uniform((MANY,), 1.0, 1.5, dtype=dtype, seed=1), "float32")
        assert x.min() >= 1
        assert x.max() < 1.5
    assert np.abs(random.truncated_normal((MANY,), seed=1)).max() <= 2


def test_integers_are_even():
    x = np.asarray(random.randint((MANY,), -2, 5, seed=1))
    assert x.dtype == np.int32
    counts = np.bincount(x + 2)
    assert len(counts) == 7
    np.testing.assert_allclose(counts / MANY, 1 / 7, atol=0.015)
    assert random.randint((2,), 0, 200, "uint8", seed=1).dtype == jnp.uint8
    with pytest.raises(ValueError, match="`dtype` must be an integer dtype"):
        random.randint((2,), 0, 9, dtype="float32")


def test_classes_come_by_their_probabilities():
    shares = np.array([[0.1, 0.2, 0.7], [0.5, 0.5, 0.0]])
    with np.errstate(divide="ignore"):
        x = np.asarray(random.categorical(np.log(shares), MANY, seed=3))
    assert (x.shape, x.dtype) == ((2, MANY), np.int32)
    for row, share in zip(x, shares):
        np.testing.assert_allclose(np.bincount(row, minlength=3) / MANY, share, atol=0.015)
    assert random.categorical(KerasTensor((None, 3)), 5).shape == (None, 5)
    with pytest.raises(ValueError, match=r"`logits` must be 2-D"):
        random.categorical(np.zeros(3), 2)


def test_an_order_has_each_once_and_all_orders_occur():
    assert sorted(random.shuffle(np.arange(50), seed=1).tolist()) == list(range(50))
    columns = random.shuffle(np.arange(6.0).reshape(2, 3), axis=1, seed=4)
    assert sorted(columns[0].tolist()) == [0, 1, 2]
    assert np.array_equal(columns[1] - columns[0], [3, 3, 3])
    orders = {tuple(random.shuffle(np.arange(3), seed=seed).tolist()) for seed in range(60)}
    assert len(orders) == 6


def test_dropout_keeps_the_mean():
    ones = np.ones((100, 100), "float32")
    x = np.asarray(random.dropout(ones, 0.3, seed=2))
    assert set(np.unique(x).tolist()) == {0, np.float32(1 / 0.7)}
    assert x.mean() == pytest.approx(1, abs=0.02)
    rows = np.asarray(random.dropout(ones, 0.5, (None, 1), seed=2))
    assert (rows.std(axis=1) == 0).all()
    assert not random.dropout(ones, 1.0, seed=2).any()
    assert random.dropout(KerasTensor((None, 3)), 0.5).shape == (None, 3)


def test_within_a_program():
    generator = SeedGenerator(9)
    eager = random.normal((3,), seed=SeedGenerator(9))
    assert np.allclose(jax.jit(lambda: random.normal((3,), seed=4))(), random.normal((3,), seed=4))

    @jax.jit
    def program(state):
        from keraunos import StatelessScope

        with StatelessScope([(generator.state, state)]) as scope:
            x = random.normal((3,), seed=generator)
            return x, scope.get_current_value(generator.state)

    x, state = program(generator.state.value)
    assert np.allclose(x, eager)
    assert state.tolist() == [9, 1]


def test_within_a_program_a_seed_is_needed():
    with pytest.raises(
        ValueError, match="`seed` must be given: without one the numbers would be the same"
    ):
        jax.jit(lambda: random.normal((2,)))()


def test_what_is_no_seed():
    assert seed_pair(np.uint32([1, 2]), "test").tolist() == [1, 2]
    assert seed_pair(-1, "test").tolist() == [2**32 - 1, 0]
    with pytest.raises(ValueError, match="`seed` must be an int, a SeedGenerator or None"):
        random.normal((2,), seed="7")


def test_unknown_sizes():
    with pytest.raises(ValueError, match=r"Draw inside a Layer's call\(\)"):
        random.normal((None, 2), seed=1)


def test_empty_shapes():
    assert random.normal((0, 3), seed=1).shape == (0, 3)
    assert random.uniform((), seed=1).shape == ()
