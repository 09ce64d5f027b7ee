"""What makes a function a public operation; and that every one of Keras' is here, named and tested."""

import ast
import importlib.util
import inspect
from pathlib import Path

import jax.numpy as jnp
import numpy as np
import pytest

from keraunos import KerasTensor, ops, random
from keraunos.core import registry
from keraunos.core.errors import ShapeError
from keraunos.ops.public import broadcast_shapes, elementwise, inferred, op, plain, roomy

HERE = Path(__file__).parent
ROOMS = {"keras.ops.": ops, "keras.random.": random}


@pytest.fixture
def listed(shared):
    """(name, signature) of every operation and random function of Keras."""
    rows = [
        row.split("\t")
        for row in (shared / "api" / "keras3.tsv").read_text(encoding="utf8").splitlines()
    ]
    return [(r[0], r[2]) for r in rows if r[0].startswith(tuple(ROOMS)) and r[1] == "function"]


def thing(path):
    """What stands at a public path."""
    found = ROOMS["keras.random." if path.startswith("keras.random.") else "keras.ops."]
    for part in path.split(".")[2:]:
        found = getattr(found, part)
    return found


def defaults(signature):
    """The arguments of a signature in text, as (name, default) with text for what is no constant."""
    args = ast.parse(f"def f{signature}: pass").body[0].args
    named = [a.arg for a in (*args.posonlyargs, *args.args)]
    given = [ast.literal_eval(d) for d in args.defaults]
    plain_args = [(n, "required") for n in named[: len(named) - len(given)]]
    plain_args += list(zip(named[len(plain_args) :], given))
    plain_args += [(a.arg, ast.literal_eval(d)) for a, d in zip(args.kwonlyargs, args.kw_defaults)]
    return plain_args + [f"*{a.arg}" for a in (args.vararg,) if a]


def own_defaults(function):
    empty, kinds = inspect.Parameter.empty, inspect.Parameter
    found, stars = [], []
    for p in inspect.signature(function).parameters.values():
        if p.kind is kinds.VAR_POSITIONAL:
            stars.append(f"*{p.name}")
        elif p.kind is not kinds.VAR_KEYWORD:  # what it takes is not said
            found.append((p.name, "required" if p.default is empty else p.default))
    return found + stars


MISSING: set[str] = set()
"""Operations of Keras that Keraunos does not have."""


def test_every_operation_exists_with_its_signature(listed):
    assert len(listed) > 600
    absent, other = [], []
    for path, signature in listed:
        try:
            function = thing(path)
        except AttributeError:
            absent.append(path)
            continue
        if own_defaults(function) != defaults(signature):
            other.append(f"{path}: {inspect.signature(function)}, Keras {signature}")
    assert set(absent) == MISSING, "MISSING may only get shorter"
    assert not other, "\n".join(other)


def test_every_path_is_registered_and_leads_to_the_same_object(listed):
    wrong = [
        path
        for path, _ in listed
        if path not in MISSING and registry._by_path.get(path) is not thing(path)
    ]
    assert not wrong, ", ".join(wrong)


ELSEWHERE = {
    "convert_to_numpy", "is_tensor", "shape", "dtype", "custom_gradient", "cond", "switch", "while_loop",
    "fori_loop", "scan", "associative_scan", "map", "vectorized_map", "vectorize", "jvp",
    "elastic_transform", "sparsemax", "gaussian_blur",
}  # fmt: skip
"""Operations whose tests are no table: functions of the user, randomness, questions, errors of the oracle."""


def names_in_tables():
    """What the tables of these folders call."""
    found = set()
    for path in HERE.rglob("test_*.py"):
        if path == Path(__file__) or "CASES = " not in path.read_text(encoding="utf8"):
            continue
        spec = importlib.util.spec_from_file_location(f"table_{path.stem}", path)
        module = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(module)
        table = module.CASES if isinstance(module.CASES, dict) else {}
        found |= {name.split(".")[-1] for name in table}
    return found


OWN_TABLES = ("conv", "pool", "normalization", "attention", "ctc", "moments")
"""Parts of names of operations that have test files of another form."""


def test_every_operation_is_called_in_a_table(listed):
    short = {path.split(".")[-1] for path, _ in listed if path.startswith("keras.ops.")}
    short = {name for name in short if not any(part in name for part in OWN_TABLES)}
    assert short - ELSEWHERE - names_in_tables() == set()


# --- the decorators -----------------------------------------------------------------------------


@elementwise()
def _test_sum_of(x, y, scale=1.0):
    return (np.asarray(x) if isinstance(x, list) else x) * scale + y


@op("numpy", also=("_test_again",))
def _test_doubled(x):
    """Twice."""
    return x * 2


@plain("nn")
def _test_seen(x):
    return x


def test_paths_and_names():
    paths = registry._by_path
    assert paths["keras.ops.numpy._test_again"] is paths["keras.ops._test_doubled"] is _test_doubled
    assert paths["keras.ops.nn._test_seen"] is _test_seen
    assert (_test_doubled.__name__, _test_doubled.__doc__) == ("_test_doubled", "Twice.")


def test_an_elementwise_operation_broadcasts_unknown_sizes():
    y = _test_sum_of(KerasTensor((None, 3), "int32"), np.zeros((5, 1), "float32"), scale=2.0)
    assert (y.shape, y.dtype) == ((5, 3), "float32")
    assert _test_sum_of([1, 2], KerasTensor((None, 1), "bfloat16")).shape == (None, 2)
    with pytest.raises(
        ValueError, match=r"_test_sum_of: the shapes \(2, 3\) and \(5, 3\) do not broadcast"
    ):
        _test_sum_of(KerasTensor((2, 3)), KerasTensor((5, 3)))


def test_shapes():
    assert broadcast_shapes("add", (None, 3), (1, 1), ()) == (None, 3)
    assert broadcast_shapes("add", (0, 3), (1,)) == (0, 3)


def test_a_roomy_rule_divides_unknown_sizes():
    def halves(x):
        return x.reshape(2, -1, x.shape[1])

    assert roomy(halves, KerasTensor((None, 3))).shape == (2, None, 3)


def test_an_unknown_size_that_meets_a_known_one_is_that_one():
    found = inferred(lambda x, y: jnp.stack([x, y]), KerasTensor((None, 3)), jnp.zeros((5, 3)))
    assert found.shape == (2, 5, 3)
    unknown = KerasTensor((None, None, 3))
    found = inferred(lambda x, y: jnp.concatenate([x, y], 2), unknown, KerasTensor((None, 5, 2)))
    assert found.shape == (None, 5, 5)


def test_sizes_that_fit_nothing_give_the_first_error():
    with pytest.raises(ShapeError, match=r"float32\[None, 3\].*size 111"):  # 3 x the first try's 37
        inferred(lambda x: x.reshape(11, -1, 13, 17), KerasTensor((None, 3)))
