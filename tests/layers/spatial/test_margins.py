"""What may be said of the ends of axes."""

import pytest

from keraunos.layers.spatial.margins import as_margins


@pytest.mark.parametrize(
    ("value", "rank", "pairs"),
    [
        (2, 1, ((2, 2),)),
        ((1, 2), 1, ((1, 2),)),
        (((1, 2),), 1, ((1, 2),)),
        ((1, 2), 2, ((1, 1), (2, 2))),
        ([[1, 2], 3], 2, ((1, 2), (3, 3))),
        (0, 3, ((0, 0),) * 3),
    ],
)
def test_every_form_becomes_pairs(value, rank, pairs):
    assert as_margins(value, rank, "L", "padding") == pairs


@pytest.mark.parametrize("value", [-1, None, (1,), (1, 2, 3), "ab", ((1, 2), (1, -2))])
def test_other_forms_are_refused(value):
    with pytest.raises(ValueError, match=r"L: `padding` must be an int >= 0"):
        as_margins(value, 2, "L", "padding")
