"""Small old functions."""

import numpy as np
import pytest

from keraunos import Sequential, layers
from keraunos.compat import helpers


def test_cosine_proximity():
    t, p = np.random.rand(4, 3).astype("f"), np.random.rand(4, 3).astype("f")
    lengths = np.linalg.norm(t, axis=-1) * np.linalg.norm(p, axis=-1)
    np.testing.assert_allclose(
        helpers.cosine_proximity(t, p), -(t * p).sum(-1) / lengths, rtol=1e-5
    )


def test_classes():
    many = np.array([[0.1, 0.9], [0.8, 0.2]])
    assert helpers.probas_to_classes(many).tolist() == [1, 0]
    assert helpers.categorical_probas_to_classes(many).tolist() == [1, 0]
    assert helpers.probas_to_classes(np.array([[0.2], [0.7]])).tolist() == [0, 1]
    assert helpers.accuracy(np.array([1, 0]), np.array([1, 1])) == 0.5


def test_models_and_counts(capsys):
    model = Sequential([layers.Input((3,)), layers.Dense(2)])
    assert helpers.count_params(model.weights * 2) == 8
    assert helpers.count_total_params(model.layers) == (8, 0)
    assert helpers.multi_gpu_model(model, gpus=2) is model
    helpers.print_summary(model)
    assert "Dense" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("padding", "stride", "length"),
    [("valid", 1, 8), ("same", 1, 10), ("full", 1, 12), ("valid", 2, 4), ("causal", 3, 4)],
)
def test_lengths_of_convolutions(padding, stride, length):
    assert helpers.conv_output_length(10, 3, padding, stride) == length
    assert helpers.conv_output_length(None, 3, padding, stride) is None


def test_input_length_is_the_other_way_round():
    for padding in ("valid", "full"):
        out = helpers.conv_output_length(11, 3, padding, 1)
        assert helpers.conv_input_length(out, 3, padding, 1) == 11
    assert helpers.conv_input_length(None, 3, "valid", 1) is None


def test_kernels_are_turned_round():
    kernel = np.arange(8).reshape(2, 2, 2, 1)
    assert helpers.convert_kernel(kernel)[0, 0].tolist() == kernel[1, 1].tolist()
    with pytest.raises(ValueError, match="`kernel` must be of 3 to 5 axes"):
        helpers.convert_kernel(np.ones(3))


def test_lists_and_tuples():
    assert helpers.to_list([1]) == [1]
    assert helpers.to_list(1) == [1]
    assert helpers.to_list((1, 2), allow_tuple=True) == [1, 2]
    assert helpers.unpack_singleton([5]) == 5
    assert helpers.unpack_singleton([5, 6]) == [5, 6]
    assert helpers.is_all_none([None, None])
    assert helpers.make_batches(5, 2) == [(0, 2), (2, 4), (4, 5)]
    assert helpers.slice_arrays([np.arange(4), None], 1, 3)[0].tolist() == [1, 2]
    assert helpers.slice_arrays(np.arange(4), [0, 3]).tolist() == [0, 3]
    assert helpers.normalize_tuple(2, 3, "x") == (2, 2, 2)
    assert helpers.has_arg(lambda a, **k: a, "b", accept_all=True)
    assert not helpers.has_arg(lambda a, **k: a, "b")
    assert helpers.transpose_shape((2, 5, 6, 3), "channels_first", (1, 2)) == (2, 3, 5, 6)
    with pytest.raises(ValueError, match="`x` must be an int or 3 ints"):
        helpers.normalize_tuple((1, 2), 3, "x")


def test_classes_with_a_dtype_and_in_order():
    assert helpers.to_categorical([1, 0], dtype="int8").dtype == "int8"
    assert helpers.to_categorical([1, 0]).tolist() == [[0, 1], [1, 0]]
    assert helpers.to_ordinal([[0], [1], [2]]).tolist() == [[0, 0], [1, 0], [1, 1]]
