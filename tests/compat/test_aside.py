"""Facts kept beside a model."""

from keraunos.compat import aside
from keraunos.core.variable import Variable
from keraunos.layers import Layer


def test_what_is_kept_is_no_part_of_the_owner():
    layer = Layer()
    assert aside.kept(layer, "seen", ()) == ()
    aside.keep(layer, "seen", [Variable(1.0)])
    assert len(aside.kept(layer, "seen")) == 1
    assert layer.variables == []
