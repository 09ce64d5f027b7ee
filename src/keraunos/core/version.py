"""Which release this is."""

from keraunos import __version__


def version() -> str:
    """The release of Keraunos.

    Example:
        >>> version().count(".")
        2
    """
    return __version__
