"""The variables an optimizer owns."""

import numpy as np
import pytest

import keraunos as k
from keraunos.optimizers.slots import SlotOwner, filled


def test_variables_set_as_attributes_are_owned_in_order():
    owner = SlotOwner("mine")
    owner.one = k.Variable(1.0, name="one")
    owner.many = [k.Variable(2.0, name="two")]
    owner.many.append(k.Variable(3.0, name="three"))
    owner.again = owner.one
    assert [v.name for v in owner.variables] == ["one", "two", "three"]


def test_the_variables_it_was_built_for_are_not_its_own():
    optimizer, w = k.optimizers.SGD(), k.Variable(np.ones(2), name="w")
    optimizer.build([w])
    optimizer.watched = [w]
    assert [v.name for v in optimizer.variables] == ["iteration", "learning_rate"]


def test_paths_name_the_optimizer_and_the_variable():
    owner = SlotOwner("mine")
    with k.name_scope("block"):
        w = k.Variable(np.ones((2, 3)), dtype="bfloat16", name="kernel")
    slot = owner.add_variable_from_reference(w, "momentum")
    assert (slot.path, slot.shape, slot.dtype) == ("mine/block_kernel_momentum", (2, 3), "bfloat16")
    assert owner.add_variable_from_reference(w).path == "mine/block_kernel_slot"


def test_several_slots_for_each_variable_come_in_turn():
    owner = SlotOwner("mine")
    pair = [k.Variable(np.ones(1), name=n) for n in "ab"]
    one, two = owner.add_optimizer_variables(pair, ["m", "v"], [filled(3.0), "ones"])
    assert [v.name for v in owner.variables] == ["a_m", "a_v", "b_m", "b_v"]
    assert (float(one[0].numpy()[0]), float(two[1].numpy()[0])) == (3.0, 1.0)
    assert [v.name for v in owner.add_optimizer_variables(pair, "x")] == ["a_x", "b_x"]


def test_an_initializer_may_have_any_name_that_is_known():
    slot = SlotOwner("mine").add_variable((2,), "ones", name="s")
    np.testing.assert_array_equal(slot.numpy(), [1.0, 1.0])
    with pytest.raises(ValueError, match="unknown initializer 'onez'. Did you mean .*'ones'"):
        SlotOwner("mine").add_variable((2,), "onez")


def test_values_are_stored_and_read_back():
    optimizer, w = k.optimizers.Adam(0.1), k.Variable(np.ones(2), name="w")
    optimizer.apply([np.ones(2)], [w])
    store = {}
    optimizer.save_own_variables(store)
    assert list(store) == ["0", "1", "2", "3"]
    other = k.optimizers.Adam()
    other.build([w])
    other.load_own_variables(store)
    assert int(other.iterations) == 1
    assert float(other.learning_rate) == pytest.approx(0.1)


def test_another_number_of_values_is_not_read():
    optimizer = k.optimizers.SGD(0.5)
    with pytest.warns(UserWarning, match="expected 2 saved variables; got 1, so none was loaded"):
        optimizer.load_own_variables({"0": np.int32(3)})
    assert int(optimizer.iterations) == 0
    with pytest.raises(ValueError, match="SGD.set_weights: expected 2 arrays; got 1"):
        optimizer.set_weights([np.int32(3)])
