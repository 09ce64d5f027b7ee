"""Old names, arguments and behaviours, as tables; and the hook that answers `import keras`."""

from keraunos.compat.hook import install, uninstall
from keraunos.compat.wording import OldSpellingWarning

__all__ = ["OldSpellingWarning", "install", "uninstall"]
