"""The three programs of the folder `examples`: the demo trains what they build, as they do."""

import importlib.util
from pathlib import Path
from types import ModuleType

NAMES = ("spiral", "digits", "alphabet")


def folder() -> Path:
    """Where the programs are: beside this file in an installed package, else in the checkout.

    Raises: FileNotFoundError if they are in neither place.
    """
    here = Path(__file__).resolve()
    places = [here.parent / "examples", here.parents[4] / "examples"]
    for place in places:
        if (place / "spiral.py").is_file():
            return place
    raise FileNotFoundError(
        f"keraunos demo: the example programs are in neither of {', '.join(map(str, places))}. Install "
        "the package again: pip install --force-reinstall keraunos."
    )


def program(name: str) -> ModuleType:
    """One of the programs as a module; what stands under `__main__` in it is not run.

    Args: name: spiral, digits or alphabet.
    """
    spec = importlib.util.spec_from_file_location(f"keraunos_{name}", folder() / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
