"""A recurrent layer in both directions."""

from typing import Any

from keraunos import ops
from keraunos.core import tree
from keraunos.core.errors import ShapeError, bad
from keraunos.core.registry import deserialize, register
from keraunos.core.typing import Array
from keraunos.layers.layer import Layer

_MODES = ("sum", "mul", "ave", "concat", None)


@register("keras.layers.Bidirectional", "keras.layers.wrappers.Bidirectional")
class Bidirectional(Layer):
    """Run a recurrent layer and its mirror over a sequence and merge what they give.

    Args:
        layer: a recurrent layer; a copy of it goes forwards.
        merge_mode: "concat" (default), "sum", "mul", "ave", or None: both outputs.
        weights: first values of all weights, forward ones first.
        backward_layer: what goes backwards; None: a copy of layer.
    Shapes: (batch, time, features) -> as of the layer, the last size doubled by concat; then the
        states of both.
    Raises: ValueError for another merge_mode, a layer that is not recurrent, or one that goes the wrong way.
    Source: Schuster & Paliwal 1997, doi:10.1109/78.650093.
    Example:
        >>> from keraunos.layers import LSTM
        >>> Bidirectional(LSTM(4))(ops.zeros((2, 3, 5))).shape
        (2, 8)
    """

    supports_masking = True
    _not_in_config = ("weights",)

    def __init__(
        self, layer: Any, merge_mode: str | None = "concat", weights: Any = None,
        backward_layer: Any = None, **base: Any,
    ) -> None:  # fmt: skip
        for name, given in (("layer", layer), ("backward_layer", backward_layer or layer)):
            if not isinstance(given, Layer) or not hasattr(given, "go_backwards"):
                raise ValueError(
                    bad(
                        "Bidirectional", name, "a recurrent layer", given, "Wrap an LSTM, GRU, RNN…"
                    )
                )
        if merge_mode not in _MODES:
            raise ValueError(bad("Bidirectional", "merge_mode", f"one of {_MODES}", merge_mode, ""))
        super().__init__(**base)
        self.merge_mode = merge_mode
        self.forward_layer = _copy(layer, "forward", layer.go_backwards)
        back = layer if backward_layer is None else backward_layer
        goes = not layer.go_backwards if backward_layer is None else back.go_backwards
        self.backward_layer = _copy(back, "backward", goes)
        if self.forward_layer.go_backwards == self.backward_layer.go_backwards:
            raise ValueError(
                bad("Bidirectional", "backward_layer", "of the other direction than layer",
                    f"go_backwards={goes}", "Pass go_backwards=True to it.")
            )  # fmt: skip
        for name in ("stateful", "return_sequences", "return_state"):
            if getattr(self.forward_layer, name) != getattr(self.backward_layer, name):
                raise ValueError(
                    bad("Bidirectional", "backward_layer", f"equal to layer in `{name}`",
                        getattr(self.backward_layer, name), "Give both the same.")
                )  # fmt: skip
            setattr(self, name, getattr(self.forward_layer, name))
        self.batch_independent = layer.batch_independent and self.backward_layer.batch_independent
        self.input_spec = layer.input_spec
        self._first_weights = weights

    return_sequences: bool
    return_state: bool
    stateful: bool

    @property
    def layer(self) -> Any:
        """The layer that goes forwards."""
        return self.forward_layer

    def build(self, sequences_shape: Any, initial_state_shape: Any = None) -> None:
        """Build both directions."""
        for layer in (self.forward_layer, self.backward_layer):
            if not layer.built:
                layer.build(sequences_shape)
        if self._first_weights is not None:
            self.set_weights(self._first_weights)
            self._first_weights = None

    def call(
        self, sequences: Array, initial_state: Any = None, mask: Any = None,
        training: bool | None = None,
    ) -> Any:  # fmt: skip
        """The merged outputs, and the states of both if asked for."""
        starts = (
            (None, None) if initial_state is None else _halves(list(initial_state), self._who())
        )
        options = {"mask": mask, "training": training}
        y, back = (
            layer(sequences, initial_state=start, **options)
            for layer, start in zip((self.forward_layer, self.backward_layer), starts)
        )
        states: tuple[Any, ...] = ()
        if self.return_state:
            states, y, back = (*y[1:], *back[1:]), y[0], back[0]
        if self.return_sequences:
            back = ops.flip(back, axis=1)
        merged = _merged(self.merge_mode, y, back)
        if not self.return_state:
            return merged
        return (*merged, *states) if self.merge_mode is None else (merged, *states)

    @property
    def states(self) -> Any:
        """The kept states of both directions, forward ones first; None if none are kept."""
        kept = (self.forward_layer.states, self.backward_layer.states)
        return None if None in kept else tuple(v for states in kept for v in states)

    def reset_state(self) -> None:
        """Set the kept states of both directions to 0."""
        self.forward_layer.reset_state()
        self.backward_layer.reset_state()

    reset_states = reset_state

    def compute_output_shape(self, sequences_shape: Any, initial_state_shape: Any = None) -> Any:
        """The merged output's shape, and the states' if they are returned."""
        found = self.forward_layer.compute_output_shape(sequences_shape)
        output, states = (found[0], found[1:]) if self.return_state else (found, ())
        if self.merge_mode == "concat":
            output = (*output[:-1], 2 * output[-1])
        outputs = (output, output) if self.merge_mode is None else (output,)
        every = (*outputs, *states, *states)
        return every if len(every) > 1 else output

    def compute_mask(self, _: Any, mask: Any = None) -> Any:  # type: ignore[override]
        """The input's mask for sequences, for each of the outputs; none for states."""
        own = tree.flatten(mask)[0] if self.return_sequences else None
        return [own, own if self.merge_mode is None else None]

    @classmethod
    def from_config(cls, config: dict[str, Any], custom_objects: Any = None) -> "Bidirectional":
        """The layer that `get_config` describes."""
        parts = {k: deserialize(config.get(k), custom_objects) for k in ("layer", "backward_layer")}
        return cls(**{**config, **parts})


def _copy(layer: Any, direction: str, go_backwards: bool) -> Any:
    """An equal layer that is named for its direction."""
    config = layer.get_config()
    name = layer.name.removeprefix("forward_").removeprefix("backward_")
    config.update(go_backwards=go_backwards, name=f"{direction}_{name}")
    if config.get("return_sequences") and "zero_output_for_mask" in config:
        config["zero_output_for_mask"] = True  # so that both directions end on the same steps
    return type(layer).from_config(config)


def _halves(states: list[Any], who: str) -> tuple[Any, Any]:
    if len(states) % 2:
        raise ShapeError(
            f"{who} expects as many initial states forwards as backwards; got {len(states)}. Pass those "
            "of the forward layer, then those of the backward one."
        )
    return states[: len(states) // 2], states[len(states) // 2 :]


def _merged(mode: str | None, y: Array, back: Array) -> Any:
    if mode == "concat":
        return ops.concatenate([y, back], axis=-1)
    if mode == "mul":
        return ops.multiply(y, back)
    if mode is None:
        return y, back
    total = ops.add(y, back)
    return total / 2 if mode == "ave" else total
