"""The small pieces of the core: names, masks, errors, the door for old spellings."""

import jax
import jax.numpy as jnp
import numpy as np
import pytest

import keraunos as k
from keraunos.core import errors, masks, naming, random
from keraunos.core.scope import StatelessScope


def test_automatic_names_count_up_and_go_back():
    assert [naming.auto_name("Dense") for _ in range(3)] == ["dense", "dense_1", "dense_2"]
    counts = naming.snapshot()
    naming.auto_name("Dense")
    naming.restore(counts)
    assert naming.auto_name("Dense") == "dense_3"


def test_name_scopes_make_paths():
    with k.name_scope("outer"), k.name_scope("inner"):
        assert k.Variable(0.0, name="v").path == "outer/inner/v"
    owner = object()
    with naming.name_scope("a", owner), naming.name_scope("a", owner):
        assert naming.current_path() == "a"


def test_a_mask_travels_with_its_array():
    x = jnp.ones(3)
    masks.set_mask(x, "mask")
    assert masks.get_mask(x) == "mask"
    assert masks.get_mask(jnp.ones(3)) is None


def test_a_mask_of_a_traced_value_goes_with_its_scope():
    seen = []

    def traced(v):
        with StatelessScope() as scope:
            masks.set_mask(v, v > 0)
            with StatelessScope():
                seen.append(masks.get_mask(v) is not None)
            seen.append(len(scope.masks))
        return v, masks.get_mask(v)

    assert jax.jit(traced)(jnp.ones(3))[1] is None
    assert seen == [True, 1]
    assert masks._masks == {}


def test_errors_describe_what_came():
    sentence = errors.bad("Dense", "inputs", "2-D", np.zeros((3,), "float32"), "Use x[None].")
    assert sentence == "Dense: `inputs` must be 2-D; got float32[3]. Use x[None]."
    assert errors.nearest("relU", ["relu", "elu", "tanh"])[0] == "relu"
    assert "Known: a, b" in errors.unknown("get", "thing", "zzz", ["a", "b"])
    assert issubclass(errors.UnknownNameError, ValueError)
    assert issubclass(errors.StateLostError, RuntimeError)


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
    assert generator.get_config() == {"seed": 7}
    with pytest.raises(ValueError, match="`seed` must be an int or None"):
        random.SeedGenerator("x")
