"""Seeds and host streams."""

import numpy as np
import pytest

from keraunos.core import random


def test_one_seed_gives_one_stream():
    random.set_random_seed(5)
    first = [random.draw_seed() for _ in range(3)]
    random.set_random_seed(5)
    assert [random.draw_seed() for _ in range(3)] == first
    assert len(set(first)) == 3
    random.restore(random.position() - 1)
    assert random.draw_seed() == first[2]


@pytest.mark.parametrize("seed", [-1, 1.5, True, 2**32])
def test_a_seed_is_an_int_in_range(seed):
    with pytest.raises(ValueError, match="`seed` must be an int"):
        random.set_random_seed(seed)


def test_host_streams_are_keyed():
    a, b = (random.host_generator(1, 2).random(4) for _ in range(2))
    np.testing.assert_array_equal(a, b)
    assert not np.array_equal(a, random.host_generator(1, 3).random(4))
    assert not np.array_equal(a, random.host_generator(1, 2, 1).random(4))


def test_a_seed_generator_counts_in_the_state():
    generator = random.SeedGenerator(7)
    assert generator.next().tolist() == [7, 0]
    assert generator.next().tolist() == [7, 1]
    assert generator.get_config() == {"seed": 7, "name": generator.name}
    with pytest.raises(ValueError, match="`seed` must be an int or None"):
        random.SeedGenerator("x")
