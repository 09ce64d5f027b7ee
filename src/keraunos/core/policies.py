"""Policies by name, for the process, and by the path of a layer."""

from typing import Any

from keraunos.core.dtypes import standardize_dtype
from keraunos.core.errors import bad
from keraunos.core.path_map import PathMap
from keraunos.core.policy import CURRENT, DTypePolicy, dtype_policy
from keraunos.core.quantized import quantized
from keraunos.core.registry import deserialize, register, serialize


@register("keras.dtype_policies.DTypePolicyMap")
class DTypePolicyMap(DTypePolicy, PathMap):
    """Maps the path of a layer to a policy: keys are patterns that must match all of the path.

    Args: default_policy: for paths that no key matches; None: the process's.
        policy_map: a dict pattern -> policy or its name.
    Raises: TypeError if policy_map is something else; ValueError for a key set twice, a value that is
        no policy, or a path that several keys match.
    Example:
        >>> DTypePolicyMap("float32", {"head.*": "float16"})["head_1"].name
        'float16'
    """

    def __init__(
        self, default_policy: Any = None, policy_map: dict[str, Any] | None = None
    ) -> None:
        if policy_map is not None and not isinstance(policy_map, dict):
            raise TypeError(bad("DTypePolicyMap", "policy_map", "a dict or None", policy_map, ""))
        self.default_policy = None if default_policy is None else get_policy(default_policy)
        PathMap.__init__(self, policy_map)
        rest = self.default()
        self.name = f"map_{rest.name}"
        self.compute_dtype, self.variable_dtype = rest.compute_dtype, rest.variable_dtype

    @property
    def policy_map(self) -> dict[str, DTypePolicy]:
        """The patterns and their policies."""
        return dict(self.items())

    def default(self) -> DTypePolicy:
        """The policy of the rest."""
        return dtype_policy() if self.default_policy is None else self.default_policy

    def accepted(self, key: str, value: Any) -> DTypePolicy:
        """The policy of a policy or a name."""
        return get_policy(value)

    def get_config(self) -> dict[str, Any]:
        """The default's name, and the policies by pattern."""
        rest = self.default_policy
        policies = {key: serialize(value) for key, value in self.items()}
        return {"default_policy": None if rest is None else rest.name, "policy_map": policies}

    @classmethod
    def from_config(cls, config: dict[str, Any], custom_objects: Any = None) -> "DTypePolicyMap":
        """Make the map again from what `get_config` gave."""
        policies = {
            key: deserialize(inner, custom_objects) for key, inner in config["policy_map"].items()
        }
        return cls(config.get("default_policy"), policies)

    __hash__ = object.__hash__


def set_dtype_policy(policy: str | DTypePolicy) -> None:
    """Set the policy of layers made from now on."""
    CURRENT[:] = [get_policy(policy)]


def get_policy(identifier: Any) -> DTypePolicy:
    """A policy from a policy, a name, a dtype, a config or None (the process's).

    Raises: ValueError for anything else.
    Example:
        >>> get_policy("int8_from_float32").quantization_mode
        'int8'
    """
    if identifier is None:
        return dtype_policy()
    if isinstance(identifier, DTypePolicy):
        return identifier
    if isinstance(identifier, dict):
        whole = "class_name" in identifier
        return deserialize_policy(identifier) if whole else DTypePolicy.from_config(identifier)
    if isinstance(identifier, str):
        return quantized(identifier) if "_from_" in identifier else DTypePolicy(identifier)
    return DTypePolicy(standardize_dtype(identifier))


def serialize_policy(dtype_policy: DTypePolicy) -> dict[str, Any]:
    """The config of a policy."""
    return serialize(dtype_policy)


def deserialize_policy(config: Any, custom_objects: dict[str, Any] | None = None) -> Any:
    """The policy of a config."""
    return deserialize(config, custom_objects, package="keras.dtype_policies")


def layer_policy(
    identifier: Any, owner: str, name: str, modes: tuple[str, ...] = ()
) -> DTypePolicy:
    """The policy of a layer: of a map what its name finds.

    Args:
        owner: the layer's class, for errors. name: the layer's.
        modes: the quantised weights it can hold.
    Raises: NotImplementedError for a policy that asks for other quantised weights.
    """
    found = get_policy(identifier)
    found = found[name] if isinstance(found, DTypePolicyMap) else found
    if found.quantization_mode is not None and found.quantization_mode not in modes:
        raise NotImplementedError(
            bad(owner, "dtype", "a policy without quantised weights", found.name,
                "Pass the dtype alone, as in 'bfloat16'.")
        )  # fmt: skip
    return found
