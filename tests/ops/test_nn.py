"""ops.nn: what networks are made of."""

from keraunos import ops


def test_the_same_objects_as_in_ops():
    assert {
        name for name in ops.nn.__all__ if getattr(ops.nn, name) is not getattr(ops, name)
    } == set()


def test_names_of_several_homes():
    assert {"relu", "conv", "one_hot", "fold", "psnr", "moments"} <= set(ops.nn.__all__)
