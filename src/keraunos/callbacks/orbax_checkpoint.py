"""Checkpoints in the format of the package orbax-checkpoint: refused, with what writes checkpoints here."""

from typing import Any

from keraunos.callbacks.callback import Callback
from keraunos.core.registry import register


@register("keras.callbacks.OrbaxCheckpoint")
class OrbaxCheckpoint(Callback):
    """Refused: its folders can be written and read by the package orbax-checkpoint alone.

    Args: as in Keras; none is used.
    Raises: ImportError, always, as Keras raises it without that package.
    Differs: the package is not used where it is installed.
    """

    def __init__(
        self, directory: Any, monitor: str = "val_loss", verbose: int = 0, save_best_only: bool = False,
        mode: str = "auto", save_freq: Any = "epoch", initial_value_threshold: float | None = None,
        max_to_keep: int | None = 1, save_on_background: bool = True, save_weights_only: bool = False,
    ) -> None:  # fmt: skip
        raise ImportError(
            f"OrbaxCheckpoint: {directory} would need the package orbax-checkpoint, which Keraunos does not "
            "use. Write ModelCheckpoint(f'{folder}/{{epoch}}.keras') for a model at each epoch, or "
            "BackupAndRestore(folder) to go on with a run that was broken off."
        )
