"""Whatever goes wrong while a file is read is an error about the file."""

import errno

import pytest

from keraunos.core.errors import DamagedError, FileError
from keraunos.saving import damage


@pytest.mark.parametrize(
    "error", [TypeError("x"), KeyError("x"), RecursionError(), MemoryError("x")]
)
def test_surprises_name_the_file_and_keep_their_cause(error):
    with (
        pytest.raises(
            DamagedError, match=r"m.keras: what it says makes no whole \(\w+Error"
        ) as caught,
        damage.told("m.keras"),
    ):
        raise error
    assert caught.value.__cause__ is error
    assert isinstance(caught.value, ValueError)
    assert isinstance(caught.value, TypeError)


@pytest.mark.parametrize(
    "error", [ValueError("x"), ImportError("x"), OSError(errno.EIO, "x"), KeyboardInterrupt()]
)
def test_errors_that_say_enough_stay(error):
    with pytest.raises(type(error)) as caught, damage.told("m.keras"):
        raise error
    assert caught.value is error


def test_the_hdf5_librarys_errors_are_about_the_file():
    with pytest.raises(FileError, match="it is damaged .no"), damage.told("m.h5"):
        raise OSError("no")
