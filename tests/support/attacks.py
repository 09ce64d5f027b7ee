"""What attackers put into files of models: configs that ask for code, objects that lead out of the file."""

import base64
import marshal

import h5py
import numpy as np

CANARY = "canary.txt"


def touch(x):
    with open("canary.txt", "w") as file:
        file.write("code ran")
    return x


def bytecode():
    return base64.b64encode(marshal.dumps(touch.__code__)).decode("ascii")


def thing(module, name, config=None, **more):
    return {"module": module, "class_name": name, "config": config or {}, **more}


def keras_lambda():
    code = {
        "class_name": "__lambda__",
        "config": {"code": bytecode(), "defaults": None, "closure": None},
    }
    return thing("keras.layers", "Lambda", {"name": "l", "function": code})


def old_lambda():
    config = {"name": "l", "function": [bytecode(), None, None], "function_type": "lambda"}
    return thing("keras.layers", "Lambda", config)


def model_of(layer):
    start = thing("keras.layers", "InputLayer", {"batch_shape": [None, 2], "name": "x"})
    return thing("keras", "Sequential", {"name": "m", "layers": [start, layer]})


ATTACKS = {
    "bytecode in a Lambda": keras_lambda(),
    "bytecode in a Lambda of Keras 2": old_lambda(),
    "bytecode as an activation": thing(
        "keras.layers", "Dense",
        {"units": 2, "activation": {"class_name": "__lambda__",
                                    "config": {"code": bytecode(), "defaults": None, "closure": None}}},
    ),
    "a module of Python's": thing("os", "system", {"command": f"touch {CANARY}"}),
    "a module that is not loaded yet": thing("this", "s"),
    "a builtin": thing("builtins", "exec", {"source": f"open('{CANARY}', 'w')"}),
    "a function of a builtin": {"module": "builtins", "class_name": "function", "config": "exec"},
    "a module of ours": thing("keraunos.saving.atomic", "writing", {"path": CANARY}),
    "get_file as a class": thing("keras.utils", "get_file", {"origin": "http://localhost/x"}),
    "get_file as an activation": thing("keras.layers", "Dense", {"units": 2, "activation": thing(
        "keras.utils", "get_file", {"origin": "http://localhost/x"})}),
    "the switch of safe mode": thing("keras.config", "enable_unsafe_deserialization"),
    "the switch, as an activation": thing(
        "keras.layers", "Dense", {"units": 2, "activation": "enable_unsafe_deserialization"}),
    "load_model as an activation": thing("keras.layers", "Dense", {"units": 2, "activation": {
        "module": "keras.models", "class_name": "function", "config": "load_model"}}),
    "a callback that writes": thing("keras.callbacks", "ModelCheckpoint", {"filepath": "x.keras"}),
    "a registered name that is not": thing(
        "keras.layers", "Dense", {"units": 2, "activation": thing("x", "y", registered_name="os>system")}),
    "a wrong inner config": {"module": "keras.layers", "class_name": "Dense", "config": ["units", 2]},
    "a function of another module in a Lambda": thing(
        "keras.layers", "Lambda", {"function": "system", "function_type": "function", "module": "os"}),
    "a Lambda in a Pipeline": thing("keras.layers", "Pipeline", {"layers": [keras_lambda()]}),
    "a Lambda in a wrapper": thing("keras.layers", "TimeDistributed", {"layer": keras_lambda()}),
    "a Lambda in a model inside": thing("keras.models", "Functional", {
        "name": "f", "layers": [{**keras_lambda(), "name": "l", "inbound_nodes": []}],
        "input_layers": [], "output_layers": []}),
    "an unknown form": thing("keras.layers", "Dense", {"units": 2, "activation": {
        "class_name": "__typespec__", "config": {"module": "os", "name": "system"}}}),
    "arrays of objects": thing("keras.layers", "Dense", {"units": 2, "kernel_initializer": {
        "class_name": "__numpy__", "config": {"value": [1], "dtype": "object"}}}),
}  # fmt: skip
"""Attack -> the config of a layer that makes it."""


# --- ways out of an HDF5 file -------------------------------------------------------------------


def soft(file):
    file["real"] = np.ones(2)
    file["x"] = h5py.SoftLink("/real")


def external(file):
    file["x"] = h5py.ExternalLink("/etc/hostname", "/")


def virtual(file):
    layout = h5py.VirtualLayout((2,), "f4")
    layout[:] = h5py.VirtualSource("other.h5", "y", (2,))
    file.create_virtual_dataset("x", layout)


def elsewhere(file):
    file.create_dataset("x", (8,), "u1", external=[("secret.bin", 0, 8)])


def references(file):
    file["real"] = np.ones(2)
    file.create_dataset("x", data=np.array([file["real"].ref], dtype=h5py.ref_dtype))


def texts(file):
    file.create_dataset("x", data=["a", "b"], dtype=h5py.string_dtype())


def ragged(file):
    file.create_dataset("x", (2,), h5py.vlen_dtype("f4"))


def records(file):
    file.create_dataset("x", data=np.zeros(2, [("a", "f4"), ("b", "i4")]))


def opaque(file):
    file.create_dataset("x", data=np.zeros(2, "V5"))


def complexes(file):
    file["x"] = np.zeros(2, complex)


def wrong_label(file):
    file.create_dataset("x", data=np.zeros(2, "V2")).attrs["dtype"] = "object"


def huge(file):
    file.create_dataset("x", (2**40,), "f4", chunks=(2**20,), compression="gzip")


def never_written(file):
    file.create_dataset("x", (2**33,), "f4")


def bomb(file):
    file.create_dataset("x", data=np.zeros(2**26, "f4"), chunks=(2**24,), compression="gzip")


def named_type(file):
    file["x"] = np.dtype("f4")


WAYS_OUT = [
    soft, external, virtual, elsewhere, references, texts, ragged, records, opaque, complexes,
    wrong_label, huge, never_written, bomb, named_type,
]  # fmt: skip
"""Each puts what leads out of a file, or is no plain array, under the name x."""
