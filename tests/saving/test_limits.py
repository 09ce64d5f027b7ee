"""The bounds: honest packing passes, bombs do not."""

import pytest

from keraunos.saving.limits import LIMITS, too_dense


@pytest.mark.parametrize(
    ("unpacked", "packed", "refused"),
    [(2**40, 0, True), (2**34, 2**24, True), (2**30, 2**25, False), (2**24, 1, False), (0, 0, False)],
)  # fmt: skip
def test_what_is_too_dense(unpacked, packed, refused):
    assert too_dense(unpacked, packed, LIMITS.ratio) is refused
