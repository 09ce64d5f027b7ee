"""Intersection over union."""

import numpy as np
import pytest
from support.oracle import keras

from keraunos import metrics


@pytest.mark.filterwarnings("ignore:Explicitly requested dtype int64")  # within Keras
def test_class_numbers_out_of_range_do_not_count_as_in_keras():
    y_true, y_pred = np.array([[0, 5, -1, 1, 2], [0, 1, 1, 7, 2]], "int32")
    found = []
    for lib in (metrics, keras.metrics):
        metric = lib.MeanIoU(num_classes=3)
        metric.update_state(y_true, y_pred)
        found.append(np.asarray(metric.variables[0].value))
    np.testing.assert_array_equal(*found)
    assert found[0].sum() == 2


def test_classes_that_do_not_occur_do_not_count():
    assert float(metrics.MeanIoU(5)([0, 1], [0, 1])) == 1.0
    assert float(metrics.IoU(5, [3])([0, 1], [0, 1])) == 0.0
    assert float(metrics.MeanIoU(5).result()) == 0.0


def test_a_weight_a_sample():
    metric = metrics.MeanIoU(2, dtype="float32")
    metric.update_state([[0, 1], [1, 1]], [[0, 0], [1, 1]], sample_weight=[1.0, 0.5])
    np.testing.assert_array_equal(metric.total_cm.numpy(), [[1.0, 0.0], [1.0, 1.0]])


def test_outputs_from_the_threshold_on_are_class_one():
    metric = metrics.BinaryIoU(target_class_ids=[1], threshold=0.5)
    assert float(metric([1, 0], [0.5, 0.49])) == 1.0


def test_classes_along_another_axis():
    outputs = np.moveaxis(np.eye(3)[[[0, 1], [2, 2]]], -1, 1)
    metric = metrics.MeanIoU(3, sparse_y_true=False, sparse_y_pred=False, axis=1)
    assert float(metric(outputs, outputs)) == 1.0


def test_classes_out_of_range_are_refused():
    with pytest.raises(ValueError, match=r"IoU: `target_class_ids` must be below 2; got \[3\]"):
        metrics.IoU(2, [0, 3])


def test_shapes_that_differ_are_refused():
    with pytest.raises(ValueError, match=r"must name as many classes; got \(3,\) and \(2,\)"):
        metrics.MeanIoU(2)([0, 1, 1], [0, 1])
