"""Layers whose large weight can be frozen and adapted by two small factors (LoRA)."""

from typing import Any

import numpy as np

from keraunos import initializers, ops
from keraunos.core.errors import bad
from keraunos.core.typing import Array
from keraunos.core.variable import Variable
from keraunos.layers import checks
from keraunos.layers.layer import Layer


class LowRank(Layer):
    """A layer with one large weight W, in whose place W + alpha / rank · A · B may stand.

    A subclass names the weight, keeps `lora_rank` and `lora_alpha` with `_keep_lora`, ends its `build` with
    `_adapt_if_asked()`, and computes with `_change()` added to the weight.

    Source: Hu et al. 2021, arXiv 2106.09685.
    Differs: the weight stays the variable that is frozen; Keras' attribute of that name is the sum. After
        loading, B is 0 and A keeps its values, where Keras sets both to 0 and so ends their training.
    """

    _config_root = True
    _large_weight = "kernel"
    lora_rank: int | None = None
    lora_alpha: float | None = None
    lora_enabled = False

    def _keep_lora(self, rank: Any, alpha: Any) -> None:
        owner = type(self).__name__
        if rank is not None:
            checks.size(owner, "lora_rank", rank, "Pass the factors' common size, say 4.")
        self.lora_rank = rank
        self.lora_alpha = rank if alpha is None else alpha

    def _adapt_if_asked(self) -> None:
        if self.lora_rank is not None:
            self._make_factors(self.lora_rank, "he_uniform", "zeros")

    def enable_lora(
        self, rank: int, lora_alpha: float | None = None, a_initializer: Any = "he_uniform",
        b_initializer: Any = "zeros",
    ) -> None:  # fmt: skip
        """Freeze the large weight, and train the factors A and B of what is added to it.

        Args:
            rank: the factors' common size, an int >= 1. lora_alpha: a scale, a float; None: rank.
            a_initializer, b_initializer: of A (…, rank) and B (rank, last size).
        Raises: ValueError if the layer is not built, has LoRA already, or its weight has a constraint.
        """
        if not self.built:
            raise ValueError(f"{self._who()}: enable_lora({rank}) needs a built layer; this one is not "
                             "built. Call it on data, or build(input_shape).")  # fmt: skip
        if self.lora_enabled:
            raise ValueError(f"{self._who()}: enable_lora({rank}) needs a layer without LoRA; this one has "
                             f"rank {self.lora_rank}. Enable it once.")  # fmt: skip
        self._keep_lora(rank, lora_alpha)
        self._make_factors(rank, a_initializer, b_initializer)

    def _make_factors(self, rank: int, a_initializer: Any, b_initializer: Any) -> None:
        name = self._large_weight
        constraint = getattr(self, f"{name}_constraint", None)
        if constraint is not None:
            raise ValueError(
                bad(
                    self._who(),
                    f"{name}_constraint",
                    "None beside LoRA",
                    constraint,
                    "Leave it out.",
                )
            )
        weight = getattr(self, name)
        shape = weight.shape
        make = initializers.get
        first = self.add_weight((*shape[:-1], rank), make(a_initializer), name=f"lora_{name}_a")
        last = self.add_weight((rank, shape[-1]), make(b_initializer), name=f"lora_{name}_b")
        setattr(self, f"lora_{name}_a", first)
        setattr(self, f"lora_{name}_b", last)
        weight.trainable = False
        self.lora_enabled = True

    def _factors(self) -> list[Variable]:
        name = self._large_weight
        return [getattr(self, f"lora_{name}_{end}") for end in "ab"] if self.lora_enabled else []

    def _scaled(self, product: Array) -> Array:
        return ops.multiply(product, (self.lora_alpha or 0) / (self.lora_rank or 1))

    def _change(self) -> Array:
        """What is added to the weight: alpha / rank · A · B."""
        return self._scaled(ops.matmul(*self._factors()))

    def _adapted(self) -> Any:
        """The large weight with what is added to it."""
        weight = getattr(self, self._large_weight)
        return ops.add(weight, self._change()) if self.lora_enabled else weight

    # --- files ----------------------------------------------------------------------------------

    def _stores_as_it_is(self) -> bool:
        """Whether files hold its variables one by one, as they are."""
        return not self.lora_enabled

    def _stored(self) -> list[Variable]:
        """Its variables in the order of files: the large weight, the others but the factors."""
        first = getattr(self, self._large_weight)
        left = [id(first), *map(id, self._factors())]
        return [first, *(v for v in self._own_variables() if id(v) not in left)]

    def _merged(self) -> dict[int, Any]:
        """What files hold in the place of variables, by their ids: the weight with what LoRA adds."""
        if not self.lora_enabled:
            return {}
        weight = getattr(self, self._large_weight)
        return {id(weight): weight.numpy() + np.asarray(self._change())}

    def save_own_variables(self, store: Any) -> None:
        """Write its own weights, the large one first, with what LoRA adds to it."""
        if self._stores_as_it_is():
            super().save_own_variables(store)
            return
        merged = self._merged()
        for i, variable in enumerate(self._stored()):
            store[str(i)] = merged.get(id(variable), variable.numpy())

    def reads_itself(self, count: int) -> bool:
        """Whether so many arrays may be others than its variables, whose shapes then tell nothing."""
        return not self._stores_as_it_is()

    def load_own_variables(self, store: Any) -> None:
        """Read its own weights from what `save_own_variables` wrote."""
        if self._stores_as_it_is() or len(store) != len(self._stored()):
            super().load_own_variables(store)
            return
        for i, variable in enumerate(self._stored()):
            variable.assign(store[str(i)])
        for factor in self._factors()[1:]:
            factor.assign(np.zeros(factor.shape))

    def get_config(self) -> dict[str, Any]:
        """The arguments; rank and alpha only where there is LoRA, as in Keras."""
        config = super().get_config()
        if self.lora_rank is None:
            config.pop("lora_rank", None)
            config.pop("lora_alpha", None)
        return config
