"""The submodules show the operations that Keras shows there, the same objects."""

import pytest

from keraunos import ops
from keraunos.core.registry import registered


@pytest.mark.parametrize("home", ["numpy", "nn", "linalg", "image"])
def test_the_submodule_shows_what_is_registered_there(home):
    module = getattr(ops, home)
    found = {n: f for n, f in registered(f"keras.ops.{home}").items() if not n.startswith("_test")}
    assert sorted(module.__all__) == sorted(found)
    assert all(getattr(module, name) is thing for name, thing in found.items())


def test_numpy_holds_no_name_of_numpy_s_own():
    assert ops.numpy.add is ops.add
    assert not hasattr(ops.numpy, "ndarray")
