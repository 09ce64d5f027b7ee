"""`tf.saved_model`: models in folders."""

from pathlib import Path
from types import SimpleNamespace
from typing import Any

from keraunos.compat.endings import load_model, save_model
from keraunos.compat.tf.objects import Checkpoint
from keraunos.compat.tf.sessions import Settings
from keraunos.core.errors import bad
from keraunos.models import Model


def save(obj: Any, export_dir: Any, signatures: Any = None, options: Any = None) -> None:
    """Save a model in a folder, or the variables of a module.

    Raises: TypeError for what is neither.
    """
    if isinstance(obj, Model):
        return save_model(obj, export_dir)
    if not hasattr(obj, "variables"):
        raise TypeError(bad("tf.saved_model.save", "obj", "a model or a tf.Module", obj, ""))
    Checkpoint(root=obj).write(Path(export_dir) / "variables" / "variables")
    return None


def load(export_dir: Any, tags: Any = None, options: Any = None) -> Any:
    """The model of a folder, with `signatures["serving_default"]`, which gives a dict of its outputs."""
    model = load_model(export_dir, compile=False)

    def serve(*args: Any, **inputs: Any) -> dict[str, Any]:
        given = args[0] if args else list(inputs.values())
        given = given[0] if isinstance(given, list) and len(given) == 1 else given
        outputs = model(given, training=False)
        outputs = outputs if isinstance(outputs, (list, tuple)) else [outputs]
        return dict(zip(getattr(model, "output_names", ["output_0"]), outputs))

    object.__setattr__(model, "signatures", {"serving_default": serve})
    return model


saved_model = SimpleNamespace(
    save=save, load=load, SaveOptions=Settings, LoadOptions=Settings, SERVING="serve",
    contains_saved_model=lambda export_dir: Path(export_dir).is_dir(),
)  # fmt: skip
"""`tf.saved_model`."""
