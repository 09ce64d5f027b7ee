"""Files of models changed at random and packed validly again, so that they get past every checksum."""

import copy
import io
import json
import zipfile

import h5py
import numpy as np

ODD = [
    None, True, -1, 0, 1, 2, 3.5, 2**31, 2**40, 2**63, 10**30, 1e308, -0.0, float("nan"), float("inf"), "",
    "x", "relu", "../x", "/etc/passwd", "http://localhost:9/x", "x" * 1000, "\x00", "é\u202e", [], {}, [[]],
    [None], [2**40], {"class_name": "Dense"}, {"class_name": None, "config": None}, {"config": {}},
    {"class_name": "__numpy__", "config": {"value": [1, "a"], "dtype": "object"}},
    {"class_name": "__numpy__", "config": {"value": 1, "dtype": "S9999999999"}},
    {"class_name": "__tensor__", "config": {"value": [[1], [2, 3]], "dtype": "float32"}},
    {"class_name": "__slice__", "config": [1, "x"]}, {"class_name": "__bytes__", "config": "\udcff"},
    {"class_name": "__keras_tensor__", "config": {"keras_history": ["a", 0, 0]}},
    {"class_name": "__ellipsis__"}, {"class_name": "__typespec__", "spec_name": "x"},
    {"class_name": "__lambda__", "config": {"code": "4wAAAA==", "defaults": None, "closure": None}},
    {"class_name": "function", "module": "builtins", "config": "exec"},
    {"class_name": "system", "module": "os", "config": {"command": "touch canary"}},
    {"class_name": "Lambda", "module": "keras.layers", "config": {"function": "x"}},
    {"class_name": "TFSMLayer", "module": "keras.layers", "config": {"filepath": "/"}},
    {"class_name": "get_file", "module": "keras.utils", "config": {"origin": "http://localhost:9"}},
    {"class_name": "ModelCheckpoint", "module": "keras.callbacks", "config": {"filepath": "canary"}},
]  # fmt: skip
"""Values that stand in the place of honest ones."""

CLASSES = [
    "Dense",
    "Conv2D",
    "LSTM",
    "GRU",
    "RNN",
    "Bidirectional",
    "TimeDistributed",
    "Embedding",
    "BatchNormalization",
    "Lambda",
    "MultiHeadAttention",
    "StringLookup",
    "TextVectorization",
    "Normalization",
    "Resizing",
    "RandomRotation",
    "InputLayer",
    "Functional",
    "Sequential",
    "Model",
    "Layer",
    "MelSpectrogram",
    "STFTSpectrogram",
    "EinsumDense",
    "SpectralNormalization",
    "StackedRNNCells",
    "Adam",
    "SGD",
    "Zeros",
    "Orthogonal",
    "L2",
    "MaxNorm",
    "MeanSquaredError",
    "AUC",
    "Hashing",
    "Discretization",
    "Pipeline",
    "DTypePolicy",
    "ExponentialDecay",
    "KerasTensor",
    "FeatureSpace",
    "CategoryEncoding",
    "HashedCrossing",
    "RandomNormal",
]


# --- configs ------------------------------------------------------------------------------------


def places(value, path=()):
    """The paths of everything in a config."""
    yield path
    items = (
        value.items()
        if isinstance(value, dict)
        else enumerate(value)
        if isinstance(value, list)
        else ()
    )
    for key, inner in items:
        yield from places(inner, (*path, key))


def at(value, path):
    for key in path:
        value = value[key]
    return value


def changed_config(config, rng):
    """A config with one to three changes."""
    config = copy.deepcopy(config)
    for _ in range(rng.integers(1, 4)):
        known = [p for p in places(config) if p]
        if not known:
            break
        path = known[rng.integers(len(known))]
        home, key = at(config, path[:-1]), path[-1]
        _change(home, key, config, known, rng)
    return config


def _change(home, key, config, known, rng):
    kind = rng.integers(8)
    if kind == 0:
        del home[key]
    elif kind == 1 and isinstance(home, dict):
        home[str(key) + "_"] = home.pop(key)
    elif kind == 2:
        home[key] = copy.deepcopy(at(config, known[rng.integers(len(known))]))
    elif kind == 3 and isinstance(home, list):
        home.extend([copy.deepcopy(home[key])] * int(rng.integers(1, 50)))
    elif kind == 4:
        home[key] = _nested(home[key], int(rng.integers(1, 60)))
    elif kind == 5 and isinstance(home, dict) and "class_name" in home:
        home["class_name"] = CLASSES[rng.integers(len(CLASSES))]
    elif kind == 6 and isinstance(home[key], int):
        home[key] = int(home[key]) * int(10 ** rng.integers(1, 12))
    else:
        home[key] = copy.deepcopy(ODD[rng.integers(len(ODD))])


def _nested(value, depth):
    for _ in range(depth):
        value = [value]
    return value


# --- HDF5 ---------------------------------------------------------------------------------------


def changed_hdf5(content, rng):
    """HDF5 bytes with one to three changes; one in eight has bytes turned over."""
    if rng.integers(8) == 0:
        return flipped(content, rng)
    stream = io.BytesIO(content)
    with h5py.File(stream, "r+") as file:
        for _ in range(rng.integers(1, 4)):
            _change_object(file, rng)
    return stream.getvalue()


def flipped(content, rng):
    """Bytes with some turned over or cut off."""
    data = bytearray(content)
    for _ in range(rng.integers(1, 20)):
        data[rng.integers(len(data))] = rng.integers(256)
    return (
        bytes(data[: rng.integers(len(data) // 2, len(data))])
        if rng.integers(4) == 0
        else bytes(data)
    )


def _change_object(file, rng):
    names = []
    _walk(file, names, set())
    if not names:
        return
    name = names[rng.integers(len(names))]
    kind = rng.integers(len(_KINDS) + 1)
    if kind == len(_KINDS):
        _change_attribute(file[name], rng)
        return
    try:
        del file[name]
        _KINDS[kind](file, name, rng)
    except (ValueError, KeyError, RuntimeError, TypeError, OSError):
        return  # what is above was changed already


def _walk(group, names, seen):
    for key in group:
        link = group.get(key, getlink=True)
        found = group[key] if isinstance(link, h5py.HardLink) else None
        names += [f"{group.name}/{key}"] if isinstance(found, (h5py.Group, h5py.Dataset)) else []
        if isinstance(found, h5py.Group) and found.id.__hash__() not in seen and len(names) < 200:
            seen.add(found.id.__hash__())
            _walk(found, names, seen)


def _virtual(file, name, rng):
    layout = h5py.VirtualLayout((2,), "f4")
    layout[:] = h5py.VirtualSource("secret.h5", "x", (2,))
    file.create_virtual_dataset(name, layout)


_KINDS = [
    lambda f, n, r: None,
    lambda f, n, r: f.create_group(n),
    lambda f, n, r: f.create_dataset(n, data=np.float32(3)),
    lambda f, n, r: f.create_dataset(n, data=h5py.Empty("f4")),
    lambda f, n, r: f.create_dataset(
        n, tuple(int(x) for x in r.integers(0, 5, r.integers(1, 5))), "f4"
    ),
    lambda f, n, r: f.create_dataset(n, (2**40,), "f4", chunks=(2**16,), compression="gzip"),
    lambda f, n, r: f.create_dataset(n, (2**20, 2**20), "f8"),
    lambda f, n, r: f.create_dataset(n, data=np.full((4, 3), np.nan, "f4")),
    lambda f, n, r: f.create_dataset(n, data=["a", "b"], dtype=h5py.string_dtype()),
    lambda f, n, r: f.create_dataset(n, data=np.zeros(3, "V2")),
    lambda f, n, r: f.create_dataset(n, data=np.zeros(2, [("a", "f4"), ("b", "i4")])),
    lambda f, n, r: f.create_dataset(n, (2,), h5py.vlen_dtype("f4")),
    lambda f, n, r: f.create_dataset(n, data=np.array([f.ref], dtype=h5py.ref_dtype)),
    lambda f, n, r: f.create_dataset(n, (8,), "u1", external=[("secret.bin", 0, 8)]),
    lambda f, n, r: f.__setitem__(n, h5py.SoftLink("/")),
    lambda f, n, r: f.__setitem__(n, h5py.ExternalLink("secret.h5", "/x")),
    lambda f, n, r: f.__setitem__(n, f),
    lambda f, n, r: f.__setitem__(n, np.dtype("f4")),
    lambda f, n, r: f.create_dataset(n, data=np.zeros(4, complex)),
    lambda f, n, r: f.create_dataset(n, data=np.zeros(4, "f2")),
    lambda f, n, r: f.create_dataset(n, data=np.zeros(4, "i8")),
    _virtual,
]
"""What stands where an object stood."""


def _change_attribute(found, rng):
    names = [*found.attrs, "name", "layer_names", "weight_names", "model_config", "dtype"]
    values = [
        3,
        "x",
        b"\xff",
        np.zeros(9),
        ["a"],
        "",
        np.float64("nan"),
        h5py.Empty("f4"),
        "[" * 300,
    ]
    found.attrs[names[rng.integers(len(names))]] = values[rng.integers(len(values))]


# --- whole files --------------------------------------------------------------------------------


def changed_archive(content, rng):
    """A `.keras` file whose config, weights or members are changed."""
    with zipfile.ZipFile(io.BytesIO(content)) as old:
        members = {n: old.read(n) for n in old.namelist()}
    kind = rng.integers(10)
    if kind < 6:
        config = changed_config(json.loads(members["config.json"]), rng)
        members["config.json"] = json.dumps(config).encode("utf8", "surrogatepass")
    elif kind < 9:
        members["model.weights.h5"] = changed_hdf5(members["model.weights.h5"], rng)
    else:
        _change_member(members, rng)
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as new:
        for name, data in members.items():
            new.writestr(name, data)
    return stream.getvalue()


def _change_member(members, rng):
    name = list(members)[rng.integers(len(members))]
    new = [name, "../out", "/abs", "assets/../../out", "assets/layers/x/y", "C:\\x", name + "\\y"][
        rng.integers(7)
    ]
    data = members.pop(name)
    members[new] = [data, b"", b"\x00" * 2**25, b"[" * 10**5, flipped(data, rng) if data else b""][
        rng.integers(5)
    ]


def changed_legacy(content, rng):
    """A legacy `.h5` file whose config or objects are changed."""
    if rng.integers(2):
        return changed_hdf5(content, rng)
    stream = io.BytesIO(content)
    with h5py.File(stream, "r+") as file:
        key = ["model_config", "training_config"][rng.integers(2)]
        if key in file.attrs:
            file.attrs[key] = json.dumps(changed_config(json.loads(file.attrs[key]), rng))
    return stream.getvalue()
