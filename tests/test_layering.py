"""Imports point down: who may import whom, held as data against the syntax trees of the source."""

import ast
from pathlib import Path

import pytest

SOURCE = Path(__file__).resolve().parents[1] / "src" / "keraunos"

SMALL = ("losses", "optimizers", "activations", "initializers", "regularizers", "constraints",
         "quantizers")  # fmt: skip
MAY_IMPORT = {
    "wrappers": {"core", "models"},
    "studio": {"core", "models", "training", "callbacks", "draw"},
    "draw": {"core", "layers", "models"},
    "saving": {"core", "ops", "layers", "optimizers", "losses", "metrics", "models"},
    "distillation": {"core", "ops", "losses", "metrics", "models", "training"},
    "datasets": {"core", "data", "saving"},
    "loading": {"core", "ops", "data"},
    "applications": {"core", "ops", "initializers", "layers", "models", "datasets"},
    "models": {"core", "ops", "data", "layers", "training"},
    "training": {
        "core", "ops", "data", "losses", "metrics", "optimizers", "callbacks", "distribution",
    },
    "callbacks": {"core", "data", "optimizers"},
    "layers": {
        "core", "ops", "data", "activations", "initializers", "regularizers", "constraints",
        "quantizers",
    },
    "metrics": {"core", "ops", "losses"},
    **{room: {"core", "ops"} for room in SMALL},
    "data": {"core", "distribution"},
    "ops": {"core"},
    "distribution": {"core"},
    "core": set(),
}  # fmt: skip
"""Room -> the rooms it may import beside itself."""

EDGES = {"cli", "compat"}
"""They import anything; nothing imports them."""

FACADES = {"utils", "preprocessing", "legacy"}
"""Packages that only gather names, of any room; no room imports them."""

LATE = {("models", "saving"), ("models", "draw"), ("callbacks", "saving"), ("callbacks", "draw")}
"""Allowed within a function body only."""

JAX = {"core", "ops", "data", "training", "distribution"}
JAX_FILES = ("saving/export",)
"""The rooms, and the paths, that may import jax."""

NEVER = {"keras", "tf_keras", "tensorflow"}


def rooms():
    """Every source file that belongs to a room, as (its room, its path)."""
    for path in sorted(SOURCE.rglob("*.py")):
        parts = path.relative_to(SOURCE).parts
        if len(parts) > 1 and parts[0] not in FACADES:
            yield parts[0], path


def facades():
    """The modules at the top level and those of FACADES: they only gather names."""
    top = [p for p in sorted(SOURCE.glob("*.py")) if p.name not in ("__main__.py", "__init__.py")]
    return [*top, *(p for name in sorted(FACADES) for p in sorted((SOURCE / name).glob("*.py")))]


def imports(tree):
    """Every import of a syntax tree as (dotted name, whether it is inside a function)."""

    def walk(node, inside):
        for child in ast.iter_child_nodes(node):
            if isinstance(child, ast.Import):
                yield from ((alias.name, inside) for alias in child.names)
            elif isinstance(child, ast.ImportFrom):
                assert not child.level, f"a relative import at line {child.lineno}"
                yield from ((f"{child.module}.{alias.name}", inside) for alias in child.names)
            function = isinstance(child, (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda))
            yield from walk(child, inside or function)

    return list(walk(tree, False))


def parsed(path):
    return ast.parse(path.read_text(encoding="utf8"))


def room_of(name):
    """The room that a dotted name of ours lies in; None for the version and for names of others."""
    parts = name.split(".")
    if parts[0] != "keraunos" or len(parts) == 1 or parts[1] == "__version__":
        return None
    return parts[1]


def assert_all(allowed):
    """Fail with a line for each import for which allowed(room, path, name, inside) is False."""
    lines = [
        f"{path.relative_to(SOURCE)}: {name}"
        for room, path in rooms()
        for name, inside in imports(parsed(path))
        if not allowed(room, path, name, inside)
    ]
    assert not lines, "\n".join(lines)


def test_every_folder_is_a_room_of_the_table():
    assert {room for room, _ in rooms()} <= {*MAY_IMPORT, *EDGES}


def test_the_table_has_no_way_round():
    """Following the table from any room never comes back to it."""
    reach = {room: set(others) for room, others in MAY_IMPORT.items()}
    for _ in reach:
        for others in reach.values():
            others |= {far for near in list(others) for far in reach[near]}
    assert [room for room, others in reach.items() if room in others] == []


def test_imports_point_down():
    def allowed(room, path, name, inside):
        other = room_of(name)
        if other is None or other == room or room in EDGES:
            return True
        return other in MAY_IMPORT[room] or ((room, other) in LATE and inside)

    assert_all(allowed)


def test_our_own_imports_stand_at_the_top():
    def allowed(room, path, name, inside):
        late = (room, room_of(name)) in LATE
        return not inside or room_of(name) is None or room in EDGES or late

    assert_all(allowed)


def test_only_the_engine_rooms_import_jax():
    def allowed(room, path, name, inside):
        if name.split(".")[0] not in ("jax", "jaxlib"):
            return True
        file = path.relative_to(SOURCE).as_posix()
        return room in JAX or file.startswith(JAX_FILES)

    assert_all(allowed)


def test_nothing_reaches_for_the_inside_of_jax_or_for_keras():
    def allowed(room, path, name, inside):
        return not name.startswith("jax._src") and name.split(".")[0] not in NEVER

    assert_all(allowed)


@pytest.mark.parametrize("path", facades(), ids=lambda p: p.relative_to(SOURCE).as_posix())
def test_facades_hold_names_and_no_logic(path):
    def gathers(node):
        if isinstance(node, (ast.Import, ast.ImportFrom)):
            return True
        if isinstance(node, (ast.Assign, ast.AnnAssign)):
            return not any(isinstance(n, ast.Lambda) for n in ast.walk(node))
        return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)

    assert [ast.unparse(node)[:60] for node in parsed(path).body if not gathers(node)] == []


def test_a_wrong_import_is_found(tmp_path):
    tree = ast.parse("from keraunos import layers\ndef f():\n    import keraunos.saving.files")
    assert imports(tree) == [("keraunos.layers", False), ("keraunos.saving.files", True)]
    assert [room_of(name) for name, _ in imports(tree)] == ["layers", "saving"]
