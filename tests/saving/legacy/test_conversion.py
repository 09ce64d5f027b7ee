"""Arrays of older layouts."""

import numpy as np
from support.old_files import numbers

import keraunos as k
from keraunos.saving.legacy.conversion import converted


def test_cudnn_weights_become_those_of_the_plain_layers():
    for cls, gates in ((k.layers.LSTM, 4), (k.layers.GRU, 3)):
        layer = cls(2)
        layer.build((None, 5, 3))
        kernel, recurrent, bias = numbers((3, 2 * gates), (2, 2 * gates), (4 * gates,))
        found = converted(layer, [kernel, recurrent, bias], "2.2.4", "tensorflow")
        assert [a.shape for a in found] == [v.shape for v in layer.weights]
        first = kernel[:, :2].reshape(2, 3).T
        np.testing.assert_array_equal(found[0][:, :2], first)
        np.testing.assert_array_equal(found[1][:, :2], recurrent[:, :2].T)


def test_wrappers_hand_on_to_what_they_wrap():
    layer = k.layers.TimeDistributed(k.layers.Conv1D(2, 3))
    layer.build((None, 4, 6, 3))
    kernel, bias = numbers((3, 1, 3, 2), (2,))
    found = converted(layer, [kernel, bias], "1.2.2", "tensorflow")
    np.testing.assert_array_equal(found[0], kernel[:, 0])
    both = k.layers.Bidirectional(k.layers.GRU(2))
    both.build((None, 5, 3))
    arrays = numbers(*[(3, 2), (2, 2), (2,)] * 6)
    found = converted(both, arrays, "1.2.2", "tensorflow")
    assert [a.shape for a in found] == [(3, 6), (2, 6), (6,)] * 2


def test_models_inside_keep_their_order():
    model = k.Sequential([k.Input((4,)), k.layers.BatchNormalization(), k.layers.Dense(2)])
    arrays = [v.numpy() for v in (*model.trainable_weights, *model.non_trainable_weights)]
    found = converted(model, arrays, "2.3.1", "tensorflow")
    assert all(np.array_equal(a, b) for a, b in zip(found, arrays, strict=True))


def test_todays_arrays_stay():
    layer = k.layers.Conv2D(2, 3)
    layer.build((None, 6, 6, 3))
    arrays = [v.numpy() for v in layer.weights]
    found = converted(layer, arrays, "2.3.1", "tensorflow")
    assert all(a is b for a, b in zip(found, arrays))
