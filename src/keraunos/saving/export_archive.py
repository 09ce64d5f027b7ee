"""Several functions of models exported together, each as a program of its own."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import jax
from jax import export as jax_export

from keraunos.core import tree
from keraunos.core.errors import bad
from keraunos.core.registry import register
from keraunos.core.scope import StatelessScope
from keraunos.core.variable import Variable
from keraunos.layers import Layer
from keraunos.models import Model
from keraunos.ops.lowering.platform import elsewhere
from keraunos.saving import atomic, weights
from keraunos.saving.export import refuse_texts, rows_of_any_number, symbols
from keraunos.saving.hdf5 import writer


@register("keras.export.ExportArchive")
class ExportArchive:
    """A folder of programs for other hosts: one StableHLO module for each endpoint, weights inside.

    Args: format: "stablehlo".
    Raises: ValueError for another format, saying what to use.
    Example:
        >>> model = keraunos.Sequential([keraunos.Input((3,)), keraunos.layers.Dense(2)])
        >>> archive = ExportArchive(format="stablehlo")
        >>> archive.track(model)
        >>> _ = archive.add_endpoint("serve", model.call, [keraunos.InputSpec(shape=(None, 3))])
        >>> archive.write_out("exported", verbose=False)
        >>> import os; os.listdir("exported")
        ['serve.mlirbc']
    Source: the form of Keras 3's archive.
    Differs: no "saved_model", "onnx", "openvino" or "litert", which need the program that reads them;
        values of variables are constants of the programs, those at `write_out`, tracked or not.
    """

    def __init__(self, format: str = "saved_model", **kwargs: Any) -> None:
        if kwargs:
            raise TypeError(f"ExportArchive: unknown arguments {sorted(kwargs)}.")
        if format != "stablehlo":
            fix = (
                "Pass format='stablehlo', or save the model with model.save('model.keras') and convert "
                "that."
            )
            raise ValueError(bad("ExportArchive", "format", "'stablehlo'", format, fix))
        self.format = format
        self._tracked: list[Layer] = []
        self._endpoints: dict[str, tuple[Callable[..., Any], Any]] = {}
        self._collections: dict[str, list[Variable]] = {}

    # --- what is in it ---------------------------------------------------------------------------

    @property
    def variables(self) -> list[Variable]:
        """Those of everything tracked, each once."""
        return list({id(v): v for x in self._tracked for v in x.variables}.values())

    @property
    def trainable_variables(self) -> list[Variable]:
        """Those that training updates."""
        return [v for v in self.variables if v.trainable]

    @property
    def non_trainable_variables(self) -> list[Variable]:
        """Those that it does not."""
        return [v for v in self.variables if not v.trainable]

    def track(self, resource: Any) -> None:
        """Count the variables of a layer or model among those of the archive.

        Raises: ValueError for another thing, or one that is not built.
        """
        if not isinstance(resource, Layer):
            expected = "a Layer or Model"
            raise ValueError(bad("ExportArchive.track", "resource", expected, resource, ""))
        if not resource.built:
            fix = "Call it once on data, or build(input_shape)."
            raise ValueError(bad("ExportArchive.track", "resource", "built", resource.name, fix))
        if not any(resource is known for known in self._tracked):
            self._tracked.append(resource)

    def add_endpoint(
        self, name: str, fn: Callable[..., Any], input_signature: Any = None, **kwargs: Any
    ) -> Callable[..., Any]:
        """Add a function of arrays.

        Args:
            name: of its file. fn: a function, a layer's method, a layer or a model.
            input_signature: a list with the specs of each argument: things with shape and dtype, or
                structures of them, None for unknown sizes; None: the Inputs of a model.
        Returns: fn.
        Raises: ValueError for a name that is taken or no file could have, or a signature not known.
        """
        if kwargs:
            raise TypeError(f"add_endpoint: unknown arguments {sorted(kwargs)}.")
        if not isinstance(name, str) or not name or "/" in name or name in self._endpoints:
            expected = "a name without '/' that is not taken"
            fix = f"Taken: {', '.join(self._endpoints) or 'none'}."
            raise ValueError(bad("add_endpoint", "name", expected, name, fix))
        signature = _arguments(name, fn, input_signature)
        refuse_texts(name, tree.flatten(signature))
        self._endpoints[name] = (fn, signature)
        return fn

    def track_and_add_endpoint(
        self, name: str, resource: Any, input_signature: Any = None, **kwargs: Any
    ) -> Callable[..., Any]:
        """`track` a layer or model, and add its call as an endpoint."""
        self.track(resource)
        return self.add_endpoint(name, resource, input_signature, **kwargs)

    def add_variable_collection(self, name: str, variables: Any) -> None:
        """Add variables whose values are written beside the programs, as an HDF5 file.

        Args: name: of the file. variables: a list, tuple or set of Variables.
        Raises: ValueError for other things.
        """
        if not isinstance(variables, (list, tuple, set)):
            expected = "a list, tuple or set"
            raise ValueError(bad("add_variable_collection", "variables", expected, variables, ""))
        wrong = [x for x in variables if not isinstance(x, Variable)]
        if wrong:
            expected = "all Variables"
            raise ValueError(bad("add_variable_collection", "variables", expected, wrong[0], ""))
        self._collections[name] = list(variables)

    # --- writing ---------------------------------------------------------------------------------

    def write_out(self, filepath: Any, options: Any = None, verbose: bool = True) -> None:
        """Write `ENDPOINT.mlirbc` for each endpoint, and `COLLECTION.h5` for each collection.

        Args: filepath: a folder, made where there is none. options: None. verbose: say what is there.
        Raises: ValueError if there is no endpoint; OSError saying why it cannot be written.
        """
        if options is not None:
            raise ValueError(bad("write_out", "options", "None", options, "There are none."))
        if not self._endpoints:
            raise ValueError("write_out: there is no endpoint yet. Call add_endpoint() first.")
        programs = {name: self.program_of(name) for name in self._endpoints}
        folder = Path(filepath).expanduser()
        folder.mkdir(parents=True, exist_ok=True)
        for name, program in programs.items():
            with atomic.writing(folder / f"{name}.mlirbc") as stream:
                stream.write(program.mlir_module_serialized)
        for name, variables in self._collections.items():
            with atomic.writing(folder / f"{name}.h5") as stream, writer(stream) as file:
                for i, variable in enumerate(variables):
                    weights.put(file, str(i), variable.numpy())
        if verbose:
            print(f"Exported to {folder}: {', '.join(programs)}.")

    def program_of(self, name: str) -> jax_export.Exported:
        """The program of an endpoint with the variables' present values; its `call` runs it."""
        fn, signature = self._endpoints[name]

        def run(*arguments: Any) -> Any:
            with StatelessScope():  # what it assigns stays in here
                return fn(*arguments)

        specs = tree.pack_sequence_as(signature, rows_of_any_number(tree.flatten(signature)))
        with elsewhere():
            return jax_export.export(jax.jit(run))(*specs)


def _arguments(name: str, fn: Any, signature: Any) -> list[Any]:
    """The specs of each argument of a function, from what was given or from a model's Inputs."""
    if signature is None:
        if not isinstance(fn, Model):
            fix = "Pass a list with a shape and a dtype for each argument."
            raise ValueError(bad(f"endpoint '{name}'", "input_signature", "a list", None, fix))
        inputs = symbols(fn)
        return [inputs[0] if len(inputs) == 1 else list(inputs)]
    given = list(signature) if isinstance(signature, (list, tuple)) else [signature]
    together = isinstance(fn, Model) and len(given) > 1 and len(given) == len(symbols(fn))
    return [given] if together else given
