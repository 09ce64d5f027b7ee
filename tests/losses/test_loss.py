"""The base of losses: dtypes, masks, structures, configs of a user's own loss."""

import jax.numpy as jnp
import numpy as np
import pytest
from support.oracle import TOLERANCE, keras

import keraunos as k
from keraunos import losses
from keraunos.core import masks, policies


def gap(lib):
    """A loss as a user writes it for Keras."""

    class Gap(lib.losses.Loss):
        def __init__(self, power=2.0, name="gap", **kwargs):
            super().__init__(name=name, **kwargs)
            self.power = power

        def call(self, y_true, y_pred):
            return lib.ops.mean(lib.ops.power(lib.ops.abs(y_true - y_pred), self.power), axis=-1)

        def get_config(self):
            return {**super().get_config(), "power": self.power}

    return Gap


Y, P = np.array([[0, 1], [2, 3], [1, 1]]), np.array([[0.5, 1], [0, 4], [1, 2.5]])


def test_a_loss_of_the_users_own_equals_keras():
    ours, theirs = gap(k)(power=3.0, reduction="sum"), gap(keras)(power=3.0, reduction="sum")
    np.testing.assert_allclose(ours(Y, P), theirs(Y, P), **TOLERANCE["float32"])
    assert (
        ours.get_config()
        == theirs.get_config()
        == {"name": "gap", "reduction": "sum", "power": 3.0}
    )
    assert type(ours).from_config(ours.get_config()).power == 3.0


@pytest.mark.parametrize("y", [Y.astype("uint8"), Y > 1, Y.tolist(), Y.astype("float64")])
def test_targets_of_any_type_become_the_losses_dtype(y):
    expected = gap(keras)()(np.asarray(y), P)
    np.testing.assert_allclose(gap(k)()(y, P), expected, **TOLERANCE["float32"])


def test_the_dtype_is_floatx_unless_given():
    assert losses.Huber().dtype == "float32"
    assert losses.Huber(dtype="bfloat16")(P, P).dtype == jnp.bfloat16
    assert losses.Huber(dtype="bfloat16").get_config()["dtype"] == "bfloat16"
    policies.set_dtype_policy("mixed_bfloat16")
    assert losses.Huber().dtype == "float32"


def test_class_numbers_stay_exact_in_sixteen_bits():
    classes = 600
    scores = np.zeros((1, classes), "float32")
    scores[0, 511] = 20.0
    loss = losses.SparseCategoricalCrossentropy(from_logits=True, dtype="bfloat16")
    assert float(loss(np.array([511]), scores)) < 0.01


def test_the_mask_of_the_outputs_counts():
    y_pred = jnp.asarray(P, "float32")
    masks.set_mask(y_pred, jnp.asarray([True, False, True]))
    each = losses.mean_squared_error(Y, P)
    assert float(losses.MeanSquaredError()(Y, y_pred)) == pytest.approx(
        float((each[0] + each[2]) / 2)
    )
    given = jnp.asarray([False, True, False])
    assert float(losses.MeanSquaredError()(Y, y_pred, mask=given)) == pytest.approx(float(each[1]))


def test_a_mask_from_the_values_joins_that_of_the_outputs():
    probabilities = jnp.full((3, 4), 0.25)
    masks.set_mask(probabilities, jnp.asarray([True, True, False]))
    loss = losses.SparseCategoricalCrossentropy(ignore_class=0, reduction="none")
    kept = loss(np.array([0, 1, 2]), probabilities)
    np.testing.assert_allclose(kept, [0.0, np.log(4), 0.0], rtol=1e-6)


def test_structures_go_to_call_as_they_are():
    class Pair(losses.Loss):
        def call(self, y_true, y_pred):
            return y_true["a"] - y_pred[0] * y_pred[1]

    assert (
        float(Pair(reduction="sum")({"a": np.array([3.0])}, (np.array([1.0]), np.array([2.0]))))
        == 1.0
    )


def test_no_rows_give_zero():
    empty = np.zeros((0, 2), "float32")
    assert float(losses.MeanSquaredError()(empty, empty)) == 0.0


def test_nan_comes_through():
    assert np.isnan(losses.MeanSquaredError()([[np.nan]], [[1.0]]))


def test_names_are_counted():
    class Plain(losses.Loss):
        def call(self, y_true, y_pred):
            return y_pred

    assert [Plain().name, Plain().name] == ["plain", "plain_1"]


def test_an_unknown_reduction_is_refused():
    with pytest.raises(ValueError, match="Huber: `reduction` must be one of .* got 'average'"):
        losses.Huber(reduction="average")


def test_a_loss_without_call_says_so():
    with pytest.raises(NotImplementedError, match=r"Loss: call\(y_true, y_pred\) is not written"):
        losses.Loss()([1.0], [1.0])
