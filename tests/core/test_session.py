"""clear_session, against the installed Keras."""

import pytest
from support.oracle import keras

import keraunos


@pytest.mark.parametrize("api", [keraunos, keras], ids=["keraunos", "keras"])
@pytest.mark.parametrize("free_memory", [True, False])
def test_a_fresh_start(api, free_memory):
    api.utils.clear_session(free_memory=free_memory)
    assert [api.layers.Dense(1).name for _ in range(2)] == ["dense", "dense_1"]
    assert [api.backend.get_uid("dense"), api.backend.get_uid("x")] == [3, 1]
    assert api.layers.Dense(1).name == "dense_3"
    api.config.set_dtype_policy("mixed_bfloat16")
    api.config.disable_interactive_logging()
    api.backend.clear_session(free_memory)
    assert api.config.dtype_policy().name == "float32"
    assert api.config.is_interactive_logging_enabled()
    assert api.layers.Dense(1).name == "dense"


def test_a_seed_starts_the_draws_without_seed_anew():
    draws = []
    for _ in range(2):
        keraunos.utils.set_random_seed(3)
        draws.append(keraunos.random.normal((2,)).tolist())
    assert draws[0] == draws[1]
    assert keraunos.random.normal((2,)).tolist() != draws[1]
    keraunos.utils.clear_session()
    assert keraunos.random.normal((2,)).tolist() != draws[1]
