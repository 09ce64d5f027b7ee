"""The weights of a model in a safetensors file, each under a name that people can read."""

from collections import Counter
from collections.abc import Iterator
from typing import Any, BinaryIO

from keraunos.core.errors import FileError
from keraunos.optimizers import Optimizer
from keraunos.saving import safetensors, weights
from keraunos.saving.entries import Entries

FORMAT = {"format": "keraunos"}


def labels(model: Any) -> Iterator[tuple[str, str, Any]]:
    """For each array of a model: its name in the file, its path in `.weights.h5`, the array.

    The name is where the object stands, then what its variable is called: `layers.dense.kernel`. The state
    of the optimizer is no part of it.
    """
    for path, thing, arrays in weights.held(model):
        if isinstance(thing, Optimizer):
            continue
        own = weights.own(thing)
        named = [v.name for v in own] if list(arrays) == [str(i) for i in range(len(own))] else []
        twice = {name for name, count in Counter(named).items() if count > 1}
        for i, (key, array) in enumerate(arrays.items()):
            last = named[i] if named and named[i] not in twice else key
            owner = path.removesuffix("vars").replace("/", ".")
            yield f"{owner}{last}", f"{path}/{key}", array


def write(model: Any, stream: BinaryIO) -> None:
    """Write the weights of a model, without its optimizer's state, into a binary stream."""
    safetensors.write(stream, {label: array for label, _, array in labels(model)}, FORMAT)


def read(model: Any, stream: BinaryIO, name: str, skip_mismatch: bool = False) -> None:
    """Set the weights of a model to those of a file.

    Args: as of `weights.read`.
    Raises: FileError if no name in it is one of the model's; else as of `weights.read`.
    """
    found, metadata = safetensors.read(stream, name)
    places = {label: path for label, path, _ in labels(model)}
    if found and not set(found) & set(places):
        kind = " It was written for torch." if metadata.get("format") == "pt" else ""
        raise FileError(
            f"{name}: none of its names ({_some(found)}) is one of the model's ({_some(places)}).{kind} For "
            "weights of a torch module use saving.load_torch_weights(model, path, names={…})."
        )
    entries = Entries(
        ((places.get(key, key.replace(".", "/")), x) for key, x in found.items()), name
    )
    weights.read(model, entries, name, skip_mismatch)


def _some(names: Any) -> str:
    listed = list(names)
    return ", ".join(listed[:3]) + (", …" if len(listed) > 3 else "")
