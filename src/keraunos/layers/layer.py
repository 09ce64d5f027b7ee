"""The base of every layer: weights, building, calling, masks, configs."""

from collections.abc import Callable, Sequence
from functools import partial, wraps
from typing import Any

from keraunos import regularizers
from keraunos.core import masks, naming, policies, random, remat, scope, tracking, tree
from keraunos.core.errors import bad, describe
from keraunos.core.registry import register, serialize
from keraunos.core.symbolic import any_symbolic
from keraunos.layers import call_context, rematerializing
from keraunos.layers.arguments import (
    as_inputs,
    first_argument,
    map_shapes,
    shape_argument,
    shape_structure,
    shapes_for,
    tensors_of,
)
from keraunos.layers.copying import learnt, remade
from keraunos.layers.input_spec import check_input
from keraunos.layers.owner import Owner

_BASE_ARGUMENTS = ("activity_regularizer", "trainable", "dtype", "autocast", "name")


@register("keras.layers.Layer", "keras.Layer")
class Layer(Owner):
    """A computation with weights.

    A subclass writes `__init__` (check, store), `build` (make weights) and `call` (pure maths).

    Args:
        activity_regularizer: adds a loss computed from the outputs, divided by the batch's size.
        trainable: whether training updates its weights.
        dtype: a dtype's name or a DTypePolicy; None: the process's policy.
        autocast: whether float inputs are cast to the policy's compute dtype.
        name: its name; None: made from the class's (dense, dense_1, …).
    Raises: ValueError for an argument that is not known, naming the nearest that is.
    Differs: `input_shape` on the first layer of a Sequential model is taken without a warning.
    Example:
        >>> import numpy as np
        >>> class Scale(Layer):
        ...     def build(self, input_shape):
        ...         self.factor = self.add_weight(shape=(input_shape[-1],), initializer="ones")
        ...     def call(self, inputs):
        ...         return inputs * self.factor
        >>> Scale()(np.ones((2, 3))).shape
        (2, 3)
    """

    _config_root = True
    supports_masking = False
    batch_independent = False
    """Whether each row of the output depends on its own row of the input only."""
    runs_on_host = False
    """Whether it works in numpy, on texts too; a model has the host do it before its program runs."""
    begins_on_host = False
    """Whether it is a model that begins with such layers: its data stay in numpy until they had them."""
    input_spec: Any = None
    quantizable: tuple[str, ...] = ()
    """The modes of quantised weights that it can hold."""
    keeps_dtype = False
    """Whether the output has the input's dtype, whatever the policy."""
    _shows_activity_regularizer = False
    """Whether the config names it when there is none, as the configs of some of Keras' layers do."""

    def __init__(
        self,
        *,
        activity_regularizer: Any = None,
        trainable: bool = True,
        dtype: Any = None,
        autocast: bool = True,
        name: str | None = None,
        **kwargs: Any,
    ) -> None:
        if name is not None and "/" in str(name):
            raise ValueError(bad(type(self).__name__, "name", "free of '/'", name, "Use '_'."))
        super().__init__(name=None if name is None else str(name))
        self.batch_shape_argument = shape_argument(self, _BASE_ARGUMENTS, kwargs)
        self.activity_regularizer = regularizers.get(activity_regularizer)
        self.dtype_policy = policies.layer_policy(
            dtype, type(self).__name__, self.name, self.quantizable
        )
        self.autocast = autocast
        self._trainable = bool(trainable)
        self._remat = remat.current_remat()
        self.built = False
        self._losses = []
        self._build_shapes: dict[str, Any] | None = None

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        if "build" in cls.__dict__:
            cls.build = _guarded_build(cls.__dict__["build"])  # type: ignore[method-assign]

    # --- dtypes ---------------------------------------------------------------------------------

    @property
    def dtype(self) -> str:
        """The dtype of its variables."""
        return self.variable_dtype

    @property
    def compute_dtype(self) -> str:
        """The dtype it computes in."""
        return self.dtype_policy.compute_dtype

    @property
    def variable_dtype(self) -> str:
        """The dtype of its variables."""
        return self.dtype_policy.variable_dtype

    @property
    def input_dtype(self) -> str:
        """The dtype float inputs are cast to."""
        return self.compute_dtype

    # --- building -------------------------------------------------------------------------------

    def build(self, *args: Any, **kwargs: Any) -> None:
        """Make the weights; called once, before the first call, with the shapes of the inputs."""
        self.built = True

    def get_build_config(self) -> dict[str, Any] | None:
        """The shapes it was built with."""
        shapes = self._build_shapes
        if shapes is not None and len(shapes) == 1:
            return {"input_shape": next(iter(shapes.values()))}
        return {"shapes_dict": shapes} if shapes else None

    def build_from_config(self, config: dict[str, Any]) -> None:
        """Build with shapes that `get_build_config` gave."""
        if "input_shape" in config:
            self.build(map_shapes(tuple, config["input_shape"]))
        elif config.get("shapes_dict"):
            self.build(**{k: map_shapes(tuple, v) for k, v in config["shapes_dict"].items()})

    def compute_output_shape(self, *args: Any, **kwargs: Any) -> Any:
        """The shapes that come out for these shapes."""
        given = [tensors_of(a, self.compute_dtype) for a in args]
        named = {
            k.removesuffix("_shape"): tensors_of(v, self.compute_dtype) for k, v in kwargs.items()
        }
        return shape_structure(self.compute_output_spec(*given, **named))

    def compute_output_spec(self, *args: Any, **kwargs: Any) -> Any:
        """The symbolic tensors that come out for symbolic ones."""
        rule = type(self).compute_output_shape
        if rule is Layer.compute_output_shape:
            return super().compute_output_spec(*args, **kwargs)
        names = call_context.signature_of(type(self).call).positional
        shapes = shapes_for(rule, names, args, kwargs)
        first = tree.flatten(first_argument(args, kwargs))[0]
        dtype = first.dtype if self.keeps_dtype else self.compute_dtype
        return tensors_of(self.compute_output_shape(**shapes), dtype)

    # --- calling --------------------------------------------------------------------------------

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        """Call the layer on arrays, or on symbolic tensors to build a graph."""
        self._check_initialised()
        signature = call_context.signature_of(type(self).call)
        args, kwargs = as_inputs(self, args, kwargs)
        training = self._resolve_training(signature, args, kwargs)
        self._fill_masks(signature, args, kwargs)
        signature.demand(self._who(), args, kwargs)
        first = first_argument(args, kwargs)
        with call_context.entered(training, self._who()) as context, self._scope():
            if len(context.path) == 1 and scope.current_scope() is None:
                self._clear_losses()
            try:
                check_input(self.input_spec, first, self._who())
                self._maybe_build(signature, args, kwargs)
                check_input(self.input_spec, first, self._who())
                return self._run(first, args, kwargs)
            except Exception as error:
                _locate(error, self, first)
                raise

    def _run(self, first: Any, args: Any, kwargs: Any) -> Any:
        compute = self.compute_dtype
        cast = compute if self.autocast and compute != self.variable_dtype else None
        with scope.AutocastScope(cast):
            outputs = rematerializing.called(self, args, kwargs)
        if not any_symbolic(outputs) and self.activity_regularizer is not None:
            for x in tree.flatten(outputs):
                self.add_loss(self.activity_regularizer(x) / x.shape[0])
        self._carry_masks(first, outputs)
        return outputs

    def rematerialized_call(self, layer_call: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
        """`layer_call` as a function that the layer's RematScope runs, where it was made in one.

        Args: args, kwargs: what it will be called on; taken and not needed.
        """
        return partial(rematerializing.within, self, layer_call)

    def _resolve_training(self, signature: Any, args: Any, kwargs: Any) -> bool | None:
        """The flag given here, else that of the call around, else the default of `call`."""
        names = signature.positional
        position = names.index("training") if "training" in names else len(args)
        if position < len(args) and args[position] is not None:
            return args[position]
        given = said = kwargs.get("training")
        if given is None:
            given = call_context.current().training
        if given is None:
            given = signature.training_default
        says_nothing = said is None or said is signature.training_default
        if says_nothing and any_symbolic(args, kwargs):
            kwargs.pop(
                "training", None
            )  # a graph keeps the flag only where it departs from the default
        elif signature.has_training and position >= len(args):
            kwargs["training"] = given
        elif not signature.has_training and not signature.accepts_any:
            kwargs.pop("training", None)
        return given

    def _fill_masks(self, signature: Any, args: Any, kwargs: Any) -> None:
        """Hand the masks that travel with the inputs to the mask arguments that were not given."""
        for i, name in enumerate(signature.positional):
            keyword = "mask" if i == 0 and "mask" in signature.names else f"{name}_mask"
            given = kwargs.get(keyword) is not None or keyword in signature.positional[: len(args)]
            if keyword not in signature.names or given:
                continue
            value = args[i] if i < len(args) else kwargs.get(name)
            found = tree.map_structure(masks.get_mask, value)
            if any(m is not None for m in tree.flatten(found)):
                kwargs[keyword] = found

    def _carry_masks(self, inputs: Any, outputs: Any) -> None:
        before = tree.map_structure(masks.get_mask, inputs)
        if type(self).compute_mask is Layer.compute_mask and (
            not self.supports_masking or all(m is None for m in tree.flatten(before))
        ):
            return
        for x, mask in zip(tree.flatten(outputs), tree.flatten(self.compute_mask(inputs, before))):
            if mask is not None:
                masks.set_mask(x, mask)

    def compute_mask(self, inputs: Any, previous_mask: Any) -> Any:
        """The mask of the output: that of the input, where the layer supports masks."""
        return previous_mask

    def _maybe_build(self, signature: Any, args: Any, kwargs: Any) -> None:
        if not self.built:
            self.build(**shapes_for(type(self).build, signature.positional, args, kwargs))
            self.built = True

    # --- losses ---------------------------------------------------------------------------------

    def add_loss(self, loss: Any) -> None:
        """Add a scalar (or several) to what training minimises."""
        for one in tree.flatten(loss):
            current = scope.current_scope()
            if current is None:
                self._losses.append(one)
            elif current.collect_losses:
                current.add_loss(one)

    def _clear_losses(self) -> None:
        for layer in self._flatten_layers():
            layer._losses.clear()

    @property
    def losses(self) -> list[Any]:
        """The losses that calls added, then those of the weights' regularizers."""
        current = scope.current_scope()
        if current is not None and current.collect_losses:
            added = list(current.losses)
        else:
            added = [loss for layer in self._flatten_layers() for loss in layer._losses]
        return [*added, *self._weight_losses()]

    def _weight_losses(self) -> list[Any]:
        return [v.regularizer(v.value) for v in self.trainable_weights if v.regularizer is not None]

    def stateless_call(
        self, trainable_variables: Sequence[Any], non_trainable_variables: Sequence[Any],
        *args: Any, return_losses: bool = False, **kwargs: Any,
    ) -> Any:  # fmt: skip
        """Call with these values of the variables; returns (outputs, new non-trainable values)."""
        trainable, other = self.trainable_variables, self.non_trainable_variables
        pairs = [*zip(trainable, trainable_variables), *zip(other, non_trainable_variables)]
        with scope.StatelessScope(pairs, collect_losses=return_losses) as inside:
            outputs = self(*args, **kwargs)
            losses = self.losses if return_losses else []
            values = inside.values(other)
        return (outputs, values, losses) if return_losses else (outputs, values)

    # --- what is not kept inside layers ---------------------------------------------------------

    quantization_mode = None

    def add_metric(self, *_args: Any, **_kwargs: Any) -> None:
        """Refused: metrics belong to compile(), or to a train_step of one's own."""
        raise NotImplementedError(
            f"{self._who()}: add_metric is no more. Pass metrics to compile(metrics=[…]), or keep a "
            "Metric as an attribute and update it in a train_step() of your own."
        )

    def quantize(
        self, mode: Any = None, type_check: bool = True, config: Any = None, **_options: Any
    ) -> None:
        """Refused: weights stay in the policy's dtype."""
        raise NotImplementedError(
            f"{self._who()}: quantize({mode!r}) needs weights in arithmetic that it does not hold; Dense, "
            "EinsumDense and Embedding hold 'int8'. Use dtype='bfloat16' for smaller weights."
        )

    # --- config and names -----------------------------------------------------------------------

    def get_config(self) -> dict[str, Any]:
        """The arguments that make an equal layer, as JSON types."""
        base = {
            "name": self.name,
            "trainable": self.trainable,
            "dtype": serialize(self.dtype_policy),
        }
        if self.activity_regularizer is not None:
            base["activity_regularizer"] = serialize(self.activity_regularizer)
        elif self._shows_activity_regularizer:
            base["activity_regularizer"] = None
        own = super().get_config()
        return {**base, **{k: v for k, v in own.items() if k not in _BASE_ARGUMENTS}}

    def __reduce__(self) -> Any:
        """Pickles and copies: class, config, shapes, values, what it has learnt beside them."""
        values = [v.numpy() for v in self.variables]
        shapes = self.get_build_config()
        return remade, (type(self), self._recipe(), shapes, values, learnt(self))

    def _recipe(self) -> dict[str, Any]:
        """The config of a copy in this process, where functions may stand for themselves."""
        return self.get_config()

    @property
    def path(self) -> str:
        """Where it stands among the layers around it."""
        return self.__dict__.get("_path", self.name)

    def _attributes(self) -> dict[str, Any]:
        """Its attributes now, containers copied."""
        return {name: tracking.copied(value) for name, value in self.__dict__.items()}

    def _check_initialised(self) -> None:
        if "built" not in self.__dict__:
            raise RuntimeError(
                f"{type(self).__name__}: super().__init__() was not called in its __init__. Call it "
                "first, before layers or weights are set as attributes."
            )

    def __repr__(self) -> str:
        return f"<{type(self).__name__} name={self.name}, built={self.built}>"

    def __str__(self) -> str:
        return self.__repr__()


def _guarded_build(build: Callable[..., None]) -> Callable[..., None]:
    """`build` within the layer's name scope; remembers the shapes and that it was done."""

    @wraps(build)
    def guarded(self: Layer, *args: Any, **kwargs: Any) -> None:
        before, names, drawn = self._attributes(), naming.snapshot(), random.position()
        try:
            with self._scope():
                build(self, *args, **kwargs)
        except BaseException:  # leave nothing half made: it may be built again, another way
            self.__dict__.clear()
            self.__dict__.update(before)
            tracking.changed()
            naming.restore(names)
            random.restore(drawn)
            raise
        self.built = True
        names = call_context.signature_of(build).positional
        self._build_shapes = {**dict(zip(names, args)), **kwargs}

    return guarded


def _locate(error: Exception, layer: Layer, inputs: Any) -> None:
    """Say once, at the innermost layer, where it happened and on what."""
    if getattr(error, "_located", False):
        return
    try:
        error._located = True  # type: ignore[attr-defined]
    except AttributeError:  # errors of C types take no attributes; several notes do no harm
        return
    given = ", ".join(describe(x) for x in tree.flatten(inputs))
    path = " > ".join(call_context.current().path)
    error.add_note(f"While calling {path} with inputs {given}.")
