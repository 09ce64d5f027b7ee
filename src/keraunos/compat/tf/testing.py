"""`tf.test`: a test case with the assertions of TensorFlow's."""

import contextlib
import tempfile
import unittest
from typing import Any

import numpy as np

from keraunos.core import tree
from keraunos.core.random import set_random_seed


class TestCase(unittest.TestCase):
    """A test case that compares structures of tensors."""

    def setUp(self) -> None:
        """Start every test from the same seed."""
        super().setUp()
        set_random_seed(87654321)

    def get_temp_dir(self) -> str:
        """A folder of its own."""
        return tempfile.mkdtemp()

    def evaluate(self, tensors: Any) -> Any:
        """The values in numpy."""
        return tree.map_structure(np.asarray, tensors)

    def cached_session(self, *_args: Any, **_names: Any) -> Any:
        """A context that does nothing."""
        return contextlib.nullcontext(self)

    session = cached_session

    def assertAllEqual(self, a: Any, b: Any, msg: Any = None) -> None:
        """Equal values of equal shapes."""
        np.testing.assert_array_equal(np.asarray(a), np.asarray(b), err_msg=msg or "")

    def assertAllClose(
        self, a: Any, b: Any, rtol: float = 1e-6, atol: float = 1e-6, msg: Any = None
    ) -> None:
        """Structures of values that are close together."""
        tree.assert_same_structure(a, b)
        for x, y in zip(tree.flatten(a), tree.flatten(b), strict=True):
            np.testing.assert_allclose(np.asarray(x), np.asarray(y), rtol, atol, err_msg=msg or "")

    def assertNotAllClose(self, a: Any, b: Any, **how: Any) -> None:
        """Values that are not all close together."""
        try:
            self.assertAllClose(a, b, **how)
        except AssertionError:
            return
        raise self.failureException("The values are all close together.")

    def assertShapeEqual(self, input_a: Any, input_b: Any, msg: Any = None) -> None:
        """Equal shapes."""
        shapes = tuple(input_a.shape), tuple(input_b.shape)
        assert shapes[0] == shapes[1], msg or f"{shapes[0]} is not {shapes[1]}"

    def assertAllInRange(
        self, target: Any, lower_bound: float, upper_bound: float, **_: Any
    ) -> None:
        """Values within the bounds."""
        values = np.asarray(target)
        assert np.all((values >= lower_bound) & (values <= upper_bound)), values


def main(*args: Any, **kwargs: Any) -> None:
    """Run the tests of the program."""
    unittest.main(*args, **kwargs)
