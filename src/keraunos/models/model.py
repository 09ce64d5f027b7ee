"""The model: a layer that can be trained, evaluated and asked."""

import inspect
import io
import json
import sys
import threading
import warnings
from collections.abc import Callable
from functools import partial
from typing import Any

from keraunos.core import tree
from keraunos.core.custom_objects import noted_custom_objects
from keraunos.core.errors import bad, unknown, users_level
from keraunos.core.registry import find, path_of, register, serialize
from keraunos.core.symbolic import infer
from keraunos.layers import Layer
from keraunos.layers.arguments import map_shapes, shape_structure, tensors_of
from keraunos.models import quantizing
from keraunos.models import state_tree as state_trees
from keraunos.models import summary as summaries
from keraunos.models.trainer import Trainer


@register("keras.Model", "keras.models.Model", "keras.engine.Model")
class Model(Trainer):
    """Layers joined to something that `fit` trains.

    `Model(inputs, outputs)` makes a functional model from symbolic tensors; a subclass writes `call`.

    Args:
        inputs: a structure of `Input` tensors. outputs: a structure of tensors computed from them.
        name: its name.
    Example:
        >>> from keraunos import Input, layers
        >>> x = Input((4,))
        >>> Model(x, layers.Dense(2)(x)).output_shape
        (None, 2)
    """

    def __new__(cls, *args: Any, **kwargs: Any) -> Any:
        """A functional model if a graph is given."""
        if cls is Model and _is_functional(args, kwargs):
            return Layer.__new__(_functional())
        return super().__new__(cls, *args, **kwargs)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        if _is_functional(args, kwargs) and not isinstance(self, _functional()):
            cls = type(self)  # a subclass that hands a graph to Model.__init__ is functional too
            joined = type(cls.__name__, (cls, _functional()), {"__module__": cls.__module__})
            object.__setattr__(self, "__class__", joined)
            _functional().__init__(self, *args, **kwargs)
            return
        if args:
            raise TypeError(
                f"{type(self).__name__}: Model.__init__ takes inputs and outputs that are symbolic "
                f"tensors, or keywords; got {args[0]!r}. Pass Input tensors, or super().__init__()."
            )
        super().__init__(**kwargs)
        self._reset_training()

    def _reset_training(self) -> None:
        set_plain = object.__setattr__
        set_plain(self, "_compiled", None)
        set_plain(self, "_run_eagerly", False)
        set_plain(self, "_jit_compile", True)
        set_plain(self, "_programs", {})
        set_plain(self, "_lock", threading.RLock())
        set_plain(self, "_report", None)
        set_plain(self, "history", None)
        set_plain(self, "stop_training", False)

    _untracked = Layer._untracked | {
        "_compiled", "_programs", "_lock", "_report", "history", "_inputs", "_outputs", "_nodes",
        "_inputs_struct", "_outputs_struct", "_graph", "_halves",
    }  # fmt: skip

    def call(self, *args: Any, **kwargs: Any) -> Any:
        """The computation on arrays; a subclass writes it."""
        raise NotImplementedError(
            f"{type(self).__name__} '{self.name}': call() is not written. Define call(self, inputs)."
        )

    # --- structure ------------------------------------------------------------------------------

    @property
    def layers(self) -> list[Layer]:
        """The layers it owns itself."""
        return [x for x in self._sublayers() if isinstance(x, Layer)]

    @layers.setter
    def layers(self, _value: Any) -> None:
        raise AttributeError(f"{self._who()}: `layers` cannot be set. Use another attribute name.")

    def get_layer(self, name: str | None = None, index: int | None = None) -> Layer:
        """One of its layers, by name or by index.

        Raises: ValueError if there is no such layer; the nearest names are said.
        """
        layers = self.layers
        if (name is None) == (index is None):
            raise ValueError(
                bad("get_layer", "name", "given, or index, but not both", (name, index), "")
            )
        if index is not None:
            if not -len(layers) <= index < len(layers):
                raise ValueError(
                    bad("get_layer", "index", f"an int below {len(layers)}", index, "")
                )
            return layers[index]
        for layer in layers:
            if layer.name == name:
                return layer
        raise ValueError(unknown(self._who(), "layer", str(name), [x.name for x in layers]))

    def quantize(  # type: ignore[override]
        self, mode: Any = None, config: Any = None, filters: Any = None, **kwargs: Any
    ) -> None:
        """Keep the weights of its Dense, EinsumDense and Embedding layers as int8 with scales.

        They are no longer trained; `compile` again before training the rest.

        Args:
            mode: "int8"; None: that of `config`. config: an Int8QuantizationConfig.
            filters: which layers: a pattern that is found in the name, a list of patterns, or a
                function of the layer; None: all.
        Raises: ValueError for an unknown mode, a model that is not built, or a layer that is
            quantised already; NotImplementedError for another mode than int8.
        Differs: layers that hold no such weight are passed over without a warning. A file keeps no
            quantizers for layers within a layer (those of attention): read back, they have the default ones.
        """
        with self._lock:
            quantizing.quantized_layers(self, mode, config, filters)
            self._programs.clear()

    def summary(
        self, line_length: int | None = None, positions: Any = None,
        print_fn: Callable[[str], Any] | None = None, expand_nested: bool = False,
        show_trainable: bool = False, layer_range: Any = None,
    ) -> None:  # fmt: skip
        """Print the layers, their output shapes and numbers of parameters as a table.

        Args:
            line_length: characters a line. positions: the columns' right ends, as shares or characters.
            print_fn: gets the text instead of the screen.
            expand_nested: also the layers of models inside.
            show_trainable: also whether each is trained.
            layer_range: (first, last) names, or patterns of names, to show only those between.
        """
        summaries.print_summary(
            self, line_length, positions, print_fn, expand_nested, show_trainable, layer_range
        )

    def build(self, input_shape: Any = None) -> None:
        """Make all weights, by calling the model symbolically on inputs of this shape."""
        if self.built:
            return
        inputs = tensors_of(input_shape, self.compute_dtype)
        if type(self).build is Model.build:
            self(inputs)
        else:  # within a build() of its own, which a call would begin anew
            self.compute_output_spec(inputs)
        self.built = True

    def _output_spec(self, x: Any) -> Any:
        """The symbolic outputs for symbolic inputs; nothing is recorded."""
        return infer(partial(self, training=False), x)

    def get_state_tree(self, value_format: str = "backend_tensor") -> dict[str, dict[str, Any]]:
        """All variables as nested dicts along their paths, by kind: trainable_variables, and so on.

        Args: value_format: "backend_tensor" or "numpy_array".
        """
        return state_trees.state_tree(self, value_format)

    def set_state_tree(self, state_tree: dict[str, Any]) -> None:
        """Assign the values of a tree as `get_state_tree` gives it, or of a part of one.

        Raises: ValueError for a kind or a path that the model does not have.
        """
        state_trees.set_state_tree(self, state_tree)

    def _host_part(self) -> Callable[[Any], Any] | None:
        """What the host does to the inputs before programs run, where the graph begins so; or None."""
        return None

    def _check_inputs(self, x: Any) -> None:
        """Refuse data that do not fit, before anything is traced; where the graph says what fits."""

    def _maybe_build(self, signature: Any, args: Any, kwargs: Any) -> None:
        """A model without a `build` of its own is built by its first call."""
        if type(self).build is Model.build:
            if not self.built:
                given = {**dict(zip(signature.positional, args)), **kwargs}
                self._build_shapes = _shapes_of(given)
            self.built = True
        else:
            super()._maybe_build(signature, args, kwargs)

    def to_json(self, **kwargs: Any) -> str:
        """The model's form as JSON text, without weights.

        Args: kwargs: as of `json.dumps`.
        """
        return json.dumps(serialize(self), **kwargs)

    def build_from_config(self, config: dict[str, Any]) -> None:
        """Build with shapes that `get_build_config` gave, by a symbolic call."""
        shapes = config.get("shapes_dict")
        if self.built or not shapes or type(self).build is not Model.build:
            super().build_from_config(config)
            return
        self(
            **{
                k.removesuffix("_shape"): tensors_of(v, self.compute_dtype)
                for k, v in shapes.items()
            }
        )

    # --- files ----------------------------------------------------------------------------------

    def save(
        self, filepath: Any, overwrite: bool = True, zipped: bool | None = None, **kwargs: Any
    ) -> None:
        """Save it whole; see `saving.save_model`."""
        from keraunos.saving.files import save_model

        save_model(self, filepath, overwrite, zipped, **kwargs)

    def save_weights(
        self, filepath: Any, overwrite: bool = True, max_shard_size: Any = None
    ) -> None:
        """Save its variables and its optimizer's; see `saving.save_weights`."""
        from keraunos.saving.files import save_weights

        save_weights(self, filepath, overwrite, max_shard_size)

    def export(
        self, filepath: Any, format: str = "tf_saved_model", verbose: Any = None,
        input_signature: Any = None, **kwargs: Any,
    ) -> None:  # fmt: skip
        """Write what it computes for programs without Keraunos; see `saving.export.export_model`."""
        from keraunos.saving.export import export_model

        export_model(self, filepath, format, verbose, input_signature, **kwargs)

    def load_weights(self, filepath: Any, skip_mismatch: bool = False, **kwargs: Any) -> None:
        """Set its variables to those in a file; see `saving.load_weights`."""
        from keraunos.saving.files import load_weights

        load_weights(self, filepath, skip_mismatch, **kwargs)

    @classmethod
    def from_config(cls, config: dict[str, Any], custom_objects: Any = None) -> Any:
        """The model that `get_config` describes; a graph, where the config holds one."""
        if cls is Model and "input_layers" in config:
            return _functional().from_config(config, custom_objects)
        return super().from_config(config)

    def __setattr__(self, name: str, value: Any) -> None:
        if "_compiled" not in self.__dict__:
            self._reset_training()
        super().__setattr__(name, value)

    def __reduce__(self) -> Any:
        """Pickles and copies: the bytes of its `.keras` file, and the user's things that it names."""
        from keraunos.saving import keras_file

        stream = io.BytesIO()
        why = _why_not_compiled(self) if self.compiled else ""
        if why:
            warnings.warn(
                f"{self.name}: its copy is not compiled, as {why} is known here only. Call compile() on it.",
                stacklevel=users_level(),
            )
        with noted_custom_objects() as own:
            keras_file.write(self, stream, compiled_too=not why)
        return _rebuild, (stream.getvalue(), {name: _as_named(x) for name, x in own.items()})


def _why_not_compiled(model: Any) -> str:
    """What of the arguments of compile another process could not find, or nothing."""
    optimizer = type(model.optimizer)
    if model.optimizer is not None and path_of(optimizer) is None and _is_ours(optimizer):
        return f"its optimizer ({optimizer.__name__})"
    with noted_custom_objects() as own:
        config = json.dumps(model.get_compile_config())
    lost = [name for name, thing in own.items() if not _is_found(thing)]
    return "a lambda" if '"__lambda__"' in config else lost[0] if lost else ""


def _is_ours(cls: type) -> bool:
    return cls.__module__.startswith("keraunos.")


def _is_found(thing: Any) -> bool:
    module = sys.modules.get(getattr(thing, "__module__", ""))
    return getattr(module, getattr(thing, "__qualname__", ""), None) is not None


def _as_named(thing: Any) -> Any:
    """The class as its module has it, for one that was joined with the functional model's."""
    found = getattr(sys.modules.get(thing.__module__), thing.__qualname__, thing)
    joined = inspect.isclass(thing) and inspect.isclass(found) and issubclass(thing, found)
    return found if joined else thing


def _rebuild(content: bytes, own: dict[str, Any]) -> Model:
    """The model of a file's bytes; who reads a pickle trusts its maker already."""
    from keraunos.saving import keras_file

    return keras_file.read(io.BytesIO(content), "a pickled model", own, safe_mode=False)


def _shapes_of(arguments: dict[str, Any]) -> dict[str, Any]:
    """The shapes a model was called on first, by argument, whatever the number of rows."""
    return {
        f"{name}_shape": map_shapes(lambda shape: (None, *shape[1:]), shape_structure(value))
        for name, value in arguments.items()
        if any(hasattr(leaf, "shape") for leaf in tree.flatten(value))
    }


def _functional() -> type:
    return find("keras.models", "Functional", "Model")


def _is_functional(args: tuple[Any, ...], kwargs: dict[str, Any]) -> bool:
    if len(args) >= 2 or {"inputs", "outputs"} <= set(kwargs):
        return True
    return len(args) == 1 and "outputs" in kwargs
