"""A new variable lies where it was told to, or where the distribution says."""

import numpy as np

from keraunos import Variable
from keraunos.core.layouts import Current, layout_of, sharding_of
from keraunos.distribution import DataParallel, DeviceMesh, TensorLayout


def test_the_variable_s_own_layout_comes_first():
    both = DataParallel()
    cut = TensorLayout(("batch", None), both.device_mesh)
    with both.scope():
        assert Current.distribution is both
        assert layout_of(None, cut) is cut
        whole, own = Variable(np.zeros((2, 2))), Variable(np.zeros((2, 2)), layout=cut)
    assert whole.layout.axes == (None, None)
    assert own.value.sharding == sharding_of(cut) == cut.backend_layout
    assert layout_of(None, None) is None
    assert Variable(np.zeros(2)).layout is None


def test_what_is_assigned_lies_there_too():
    cut = TensorLayout(("x",), DeviceMesh((2,), ("x",)))
    variable = Variable(np.zeros(4), layout=cut)
    variable.assign(np.arange(4.0))
    assert variable.value.sharding == cut.backend_layout
    assert variable.peek().sharding.num_devices == 1
    np.testing.assert_array_equal(variable.numpy(), np.arange(4))
