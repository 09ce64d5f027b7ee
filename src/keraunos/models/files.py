"""`models.save_model` and `models.load_model`, which the room of files does."""

from typing import Any

from keraunos.core.registry import register


@register("keras.models.save_model")
def save_model(
    model: Any, filepath: Any, overwrite: bool = True, zipped: bool | None = None, **kwargs: Any
) -> None:
    """Save a whole model; see `saving.save_model`."""
    from keraunos.saving import files

    files.save_model(model, filepath, overwrite, zipped, **kwargs)


@register("keras.models.load_model")
def load_model(
    filepath: Any, custom_objects: dict[str, Any] | None = None, compile: bool = True,
    safe_mode: bool | None = True,
) -> Any:  # fmt: skip
    """The model in a file; see `saving.load_model`."""
    from keraunos.saving import files

    return files.load_model(filepath, custom_objects, compile, safe_mode)
