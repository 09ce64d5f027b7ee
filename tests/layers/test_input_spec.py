import numpy as np
import pytest

from keraunos.layers import InputSpec
from keraunos.layers.input_spec import check_input

SPECS = [
    (InputSpec(ndim=4), (2, 3, 3), r"\(batch, …, …, …\); got \(2, 3, 3\). An axis is missing"),
    (InputSpec(ndim=3), (2, 3), r"\(batch, …, …\); got \(2, 3\). An axis is missing"),
    (InputSpec(min_ndim=2), (3,), "The first axis is the batch"),
    (InputSpec(axes={-1: 4}, min_ndim=2), (2, 5), "The last axis must have size 4"),
    (InputSpec(axes={-1: 4}, min_ndim=2), (2, 2, 2), "Flatten first"),
    (InputSpec(max_ndim=2), (1, 2, 3), "with at most 2 axes"),
    (InputSpec(shape=(None, 3, None)), (2, 4, 5), r"\(batch, 3, any\); got \(2, 4, 5\)"),
]


@pytest.mark.parametrize(("spec", "shape", "sentence"), SPECS)
def test_what_does_not_fit_is_said(spec, shape, sentence):
    with pytest.raises(ValueError, match=sentence):
        check_input(spec, np.ones(shape), "Layer 'x'")


def test_what_fits_passes():
    check_input(None, np.ones(3), "x")
    check_input(InputSpec(shape=(None, 3)), np.ones((2, 3)), "x")
    check_input([InputSpec(ndim=1), InputSpec(ndim=2, optional=True)], [np.ones(1), None], "x")
    check_input(InputSpec(shape=(None, 1), allow_last_axis_squeeze=True), np.ones(2), "x")


def test_numbers_and_dtypes_of_inputs():
    with pytest.raises(ValueError, match=r"x expects 2 input\(s\); got 1"):
        check_input([InputSpec(), InputSpec()], [np.ones(1)], "x")
    with pytest.raises(ValueError, match="expects inputs of dtype int32; got float64"):
        check_input(InputSpec(dtype="int32"), np.ones(1), "x")


def test_configs_make_the_same_spec():
    spec = InputSpec(shape=(None, 3), dtype="int32", name="ids")
    again = InputSpec.from_config(spec.get_config())
    assert (again.shape, again.dtype, again.ndim) == ((None, 3), "int32", 2)
