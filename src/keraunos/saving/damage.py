"""One kind of error for whatever goes wrong while a file is read: it is the file that is at fault."""

from collections.abc import Iterator
from contextlib import contextmanager

from keraunos.core.errors import DamagedError, FileError


@contextmanager
def told(name: str) -> Iterator[None]:
    """Within it, errors of code that took what a file says for granted become errors about the file.

    Args: name: of the file, for messages.
    Raises: DamagedError (a ValueError and a TypeError), with the error that it was as its cause. Errors about
        values, missing packages and the disk stay what they are.
    """
    try:
        yield
    except (ValueError, ImportError):
        raise
    except OSError as error:
        if error.errno is not None:
            raise
        raise FileError(f"{name}: it is damaged ({error}). Save it again.") from error
    except Exception as error:
        what = f"{type(error).__name__}: {error}" if str(error) else type(error).__name__
        raise DamagedError(
            f"{name}: what it says makes no whole ({what[:500]}). It is damaged, or one of its classes is "
            "not the one that it was saved with."
        ) from error
