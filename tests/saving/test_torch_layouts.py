"""The layouts of torch's modules: what they compute by their documentation, layers compute."""

import numpy as np
import pytest

import keraunos as k
from keraunos.saving import torch_layouts


def draw(*shape, seed=0):
    return np.random.default_rng(seed + sum(shape)).normal(size=shape).astype("f4") * 0.5


def sigmoid(x):
    return 1 / (1 + np.exp(-x))


def given(layer, arrays, x, **call):
    """What the layer gives with a module's arrays; the arrays must come back from it."""
    layer(x, **call)
    for variable, value in torch_layouts.ours(layer, arrays):
        assert variable.shape == value.shape
        variable.assign(value)
    for name, array in torch_layouts.theirs(layer).items():
        if not name.startswith("bias_"):  # of two biases the sum counts
            np.testing.assert_array_equal(array, arrays[name], err_msg=name)
    return np.asarray(layer(x, **call))


def close(found, expected):
    np.testing.assert_allclose(found, expected, rtol=1e-5, atol=1e-5)


def test_linear():
    x, w, b = draw(2, 3), draw(4, 3), draw(4)
    close(given(k.layers.Dense(4), {"weight": w, "bias": b}, x), x @ w.T + b)


def correlate(x, w, groups=1):
    """torch's conv2d over (rows, channels, height, width), no padding."""
    size = [a - b + 1 for a, b in zip(x.shape[2:], w.shape[2:])]
    per, out = w.shape[1], w.shape[0] // groups
    y = np.zeros((len(x), w.shape[0], *size), "f4")
    for o in range(w.shape[0]):
        start = o // out * per
        for i in range(size[0]):
            for j in range(size[1]):
                patch = x[:, start : start + per, i : i + w.shape[2], j : j + w.shape[3]]
                y[:, o, i, j] = (patch * w[o]).sum((1, 2, 3))
    return y


def last(x):
    return np.moveaxis(x, 1, -1)


def test_conv2d():
    x, w, b = draw(2, 3, 5, 4), draw(6, 3, 2, 3), draw(6)
    found = given(k.layers.Conv2D(6, (2, 3)), {"weight": w, "bias": b}, last(x))
    close(found, last(correlate(x, w)) + b)


def test_grouped_and_depthwise_convolution():
    x, w = draw(2, 4, 5, 4), draw(8, 2, 2, 2)
    close(
        given(k.layers.Conv2D(8, 2, groups=2, use_bias=False), {"weight": w}, last(x)),
        last(correlate(x, w, groups=2)),
    )
    w = draw(8, 1, 2, 2)
    layer = k.layers.DepthwiseConv2D(2, depth_multiplier=2, use_bias=False)
    close(given(layer, {"weight": w}, last(x)), last(correlate(x, w, groups=4)))


def test_transposed_convolution():
    x, w = draw(1, 3, 4, 4), draw(3, 2, 2, 3)
    y = np.zeros((1, 2, 5, 6), "f4")
    for i in range(4):
        for j in range(4):
            y[:, :, i : i + 2, j : j + 3] += np.einsum("nc,cokl->nokl", x[:, :, i, j], w)
    close(
        given(k.layers.Conv2DTranspose(2, (2, 3), use_bias=False), {"weight": w}, last(x)), last(y)
    )


def test_normalization():
    x, w, b, mean, var = draw(4, 3), draw(3), draw(3, seed=1), draw(3, seed=2), abs(draw(3, seed=3))
    state = {"weight": w, "bias": b, "running_mean": mean, "running_var": var}
    found = given(k.layers.BatchNormalization(epsilon=1e-5), state, x, training=False)
    close(found, (x - mean) / np.sqrt(var + 1e-5) * w + b)
    centred = x - x.mean(1, keepdims=True)
    expected = centred / np.sqrt((centred**2).mean(1, keepdims=True) + 1e-5) * w + b
    close(given(k.layers.LayerNormalization(epsilon=1e-5), {"weight": w, "bias": b}, x), expected)


def recurrent_state(gates, units=3, features=2, end=""):
    return {
        f"weight_ih_l0{end}": draw(gates * units, features),
        f"weight_hh_l0{end}": draw(gates * units, units),
        f"bias_ih_l0{end}": draw(gates * units),
        f"bias_hh_l0{end}": draw(gates * units, seed=1),
    }


def lstm(x, s, end=""):
    h = c = np.zeros((len(x), 3), "f4")
    steps = []
    for t in range(x.shape[1]):
        z = x[:, t] @ s[f"weight_ih_l0{end}"].T + s[f"bias_ih_l0{end}"]
        i, f, g, o = np.split(z + h @ s[f"weight_hh_l0{end}"].T + s[f"bias_hh_l0{end}"], 4, axis=1)
        c = sigmoid(f) * c + sigmoid(i) * np.tanh(g)
        h = sigmoid(o) * np.tanh(c)
        steps.append(h)
    return np.stack(steps, 1)


def gru(x, s):
    h = np.zeros((len(x), 3), "f4")
    for t in range(x.shape[1]):
        r, z, n = np.split(x[:, t] @ s["weight_ih_l0"].T + s["bias_ih_l0"], 3, axis=1)
        hr, hz, hn = np.split(h @ s["weight_hh_l0"].T + s["bias_hh_l0"], 3, axis=1)
        r, z = sigmoid(r + hr), sigmoid(z + hz)
        h = (1 - z) * np.tanh(n + r * hn) + z * h
    return h


def rnn(x, s):
    h = np.zeros((len(x), 3), "f4")
    for t in range(x.shape[1]):
        h = np.tanh(
            x[:, t] @ s["weight_ih_l0"].T
            + s["bias_ih_l0"]
            + h @ s["weight_hh_l0"].T
            + s["bias_hh_l0"]
        )
    return h


def test_recurrent_layers():
    x = draw(2, 5, 2)
    s = recurrent_state(4)
    close(given(k.layers.LSTM(3, return_sequences=True), s, x), lstm(x, s))
    s = recurrent_state(3)
    close(given(k.layers.GRU(3), s, x), gru(x, s))
    s = recurrent_state(1)
    close(given(k.layers.SimpleRNN(3), s, x), rnn(x, s))


def test_both_directions():
    x = draw(2, 5, 2)
    s = {**recurrent_state(4), **recurrent_state(4, end="_reverse")}
    found = given(k.layers.Bidirectional(k.layers.LSTM(3, return_sequences=True)), s, x)
    back = lstm(x[:, ::-1], s, "_reverse")[:, ::-1]
    close(found, np.concatenate([lstm(x, s), back], -1))


def test_a_gru_of_another_kind_is_said():
    layer = k.layers.GRU(3, reset_after=False)
    layer(draw(1, 2, 2))
    for call in (lambda: torch_layouts.theirs(layer), lambda: torch_layouts.ours(layer, {})):
        with pytest.raises(ValueError, match="reset_after=True"):
            call()


def test_attention():
    heads, size = 2, 4
    x, w, b = draw(1, 3, size), draw(3 * size, size), draw(3 * size)
    out, c = draw(size, size), draw(size)
    q, key, v = np.split(x @ w.T + b, 3, axis=-1)
    parted = [a.reshape(1, 3, heads, size // heads).transpose(0, 2, 1, 3) for a in (q, key, v)]
    scores = parted[0] @ parted[1].swapaxes(-1, -2) / np.sqrt(size // heads)
    weights = np.exp(scores) / np.exp(scores).sum(-1, keepdims=True)
    joined = (weights @ parted[2]).transpose(0, 2, 1, 3).reshape(1, 3, size)
    state = {"in_proj_weight": w, "in_proj_bias": b, "out_proj.weight": out, "out_proj.bias": c}
    layer = k.layers.MultiHeadAttention(heads, size // heads)
    layer(x, x)
    for variable, value in torch_layouts.ours(layer, state):
        variable.assign(value)
    close(np.asarray(layer(x, x)), joined @ out.T + c)
    for name, array in torch_layouts.theirs(layer).items():
        np.testing.assert_array_equal(array, state[name])


def test_modules_are_told_apart():
    names = ["a.0.weight", "a.0.num_batches_tracked", "at.in_proj_weight", "at.out_proj.bias",
             "r.weight_ih_l0", "r.weight_ih_l1_reverse", "top"]  # fmt: skip
    assert torch_layouts.modules(dict.fromkeys(names, 0)) == {
        "a.0": {"weight": 0}, "at": {"in_proj_weight": 0, "out_proj.bias": 0},
        "r": {"weight_ih_l0": 0}, "r.1": {"weight_ih_l0_reverse": 0}, "": {"top": 0},
    }  # fmt: skip


def test_what_torch_has_no_counterpart_of():
    assert not torch_layouts.known(k.layers.SeparableConv2D(2, 2))
    assert not torch_layouts.known(k.layers.Bidirectional(k.layers.RNN(k.layers.LSTMCell(2))))
