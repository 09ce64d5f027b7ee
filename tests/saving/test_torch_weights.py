"""Weights between torch's names and a model: by name, order or mapping; nothing goes astray in silence."""

import numpy as np
import pytest

import keraunos as k
from keraunos.core.errors import FileError, ShapeError
from keraunos.saving import load_torch_weights, safetensors, save_torch_weights


def net():
    return k.Sequential(
        [
            k.Input((8, 8, 3)),
            k.layers.Conv2D(4, 3, name="conv"),
            k.layers.BatchNormalization(name="norm"),
            k.layers.ReLU(),
            k.layers.Flatten(),
            k.layers.Dense(2, name="head"),
        ]
    )


def state():
    rng = np.random.default_rng(0)
    four = dict.fromkeys(("0.bias", "1.weight", "1.bias", "1.running_mean", "1.running_var"), (4,))
    shapes = {"0.weight": (4, 3, 3, 3), **four, "10.weight": (2, 144), "10.bias": (2,)}
    made = {name: rng.normal(size=shape).astype("f4") for name, shape in shapes.items()}
    return {**made, "1.num_batches_tracked": np.array(3)}


NAMES = {"0": "conv", "1": "norm", "10": "head"}


class Tensor:
    """What a tensor of torch offers."""

    def __init__(self, array):
        self.array = array

    def detach(self):
        return self

    def cpu(self):
        return self

    def numpy(self):
        return self.array


def check(model):
    s = state()
    conv, norm, head = model.get_layer("conv"), model.get_layer("norm"), model.get_layer("head")
    expected = [
        (conv.kernel, s["0.weight"].transpose(2, 3, 1, 0)), (conv.bias, s["0.bias"]),
        (norm.gamma, s["1.weight"]), (norm.beta, s["1.bias"]), (norm.moving_mean, s["1.running_mean"]),
        (norm.moving_variance, s["1.running_var"]), (head.kernel, s["10.weight"].T),
        (head.bias, s["10.bias"]),
    ]  # fmt: skip
    for variable, value in expected:
        np.testing.assert_array_equal(variable.numpy(), value, err_msg=variable.path)


@pytest.mark.parametrize("names", [None, NAMES])
def test_a_mapping_of_arrays_or_tensors(names):
    for kind in (lambda x: x, Tensor):
        model = net()
        load_torch_weights(model, {name: kind(x) for name, x in state().items()}, names)
        check(model)


def test_a_file_whose_names_are_sorted():
    with open("w.safetensors", "wb") as stream:
        safetensors.write(stream, dict(sorted(state().items())), {"format": "pt"})
    model = net()
    load_torch_weights(model, "w.safetensors")
    check(model)


def test_there_and_back():
    model, other = net(), net()
    save_torch_weights(model, "w.safetensors", {"features.0": "conv"})
    with open("w.safetensors", "rb") as stream:
        names = set(safetensors.read(stream, "f")[0])
    assert {"features.0.weight", "norm.running_mean", "head.bias"} < names
    load_torch_weights(other, "w.safetensors", {"features.0": "conv"})
    for a, b in zip(model.get_weights(), other.get_weights(), strict=True):
        np.testing.assert_array_equal(a, b)


def test_a_graph_needs_names_and_the_message_lists_them():
    x = k.Input((3,))
    model = k.Model(
        x, k.layers.Add()([k.layers.Dense(3, name="a")(x), k.layers.Dense(3, name="b")(x)])
    )
    given = {f"{m}.{n}": np.ones((3, 3) if n == "weight" else 3, "f4")
             for m in ("one", "two") for n in ("weight", "bias")}  # fmt: skip
    with pytest.raises(
        ShapeError, match="Modules without a layer: one, two; layers without.*: a, b"
    ):
        load_torch_weights(model, given)
    load_torch_weights(model, given, {"one": "b", "two": "a"})
    assert model.get_weights()[0].tolist() == np.ones((3, 3)).tolist()


def test_what_does_not_fit_sets_nothing():
    model = net()
    before = model.get_weights()
    wrong = [
        ({**state(), "10.weight": np.ones((5, 144), "f4")}, r"head.*kernel is \(144, 2\)"),
        (
            {n: x for n, x in state().items() if n != "0.bias"},
            "the module has weight; the layer needs bias",
        ),
        ({**state(), "0.extra": np.ones(1)}, "the module has bias, extra, weight"),
        ({n: x for n, x in state().items() if not n.startswith("10")}, "layers without a module: "),
    ]
    for given, words in wrong:
        with pytest.raises(ShapeError, match=words):
            load_torch_weights(model, given)
    for a, b in zip(before, model.get_weights()):
        np.testing.assert_array_equal(a, b)
    with pytest.warns(UserWarning, match="kernel is .*Left as it is"):
        load_torch_weights(model, wrong[0][0], skip_mismatch=True)
    np.testing.assert_array_equal(model.get_weights()[1], state()["0.bias"])


def test_names_that_are_none_are_said():
    with pytest.raises(ValueError, match=r"names of its modules; got 'nine'.*It has: 0, 1, 10"):
        load_torch_weights(net(), state(), {"nine": "conv"})
    with pytest.raises(ValueError, match=r"the name of one layer.*There are: conv, norm, head"):
        load_torch_weights(net(), state(), {"0": "none"})
    with pytest.raises(ValueError, match=r"ends in .safetensors"):
        save_torch_weights(net(), "w.pt")


def test_other_files_are_refused():
    net().save_weights("w.weights.h5")
    with pytest.raises(FileError, match="not a safetensors file"):
        load_torch_weights(net(), "w.weights.h5")


def test_a_layer_that_torch_has_not_is_named():
    model = k.Sequential([k.Input((8, 8, 3)), k.layers.SeparableConv2D(2, 3, name="apart")])
    with pytest.raises(ValueError, match="SeparableConv2D 'apart' has weights"):
        save_torch_weights(model, "w.safetensors")
    with pytest.raises(ShapeError, match="SeparableConv2D 'apart'.*no module of that layout"):
        load_torch_weights(model, {"0.weight": np.ones(1)})
