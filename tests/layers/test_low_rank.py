"""LoRA: a frozen weight and two factors, against the oracle."""

import numpy as np
import pytest
from support.oracle import TOLERANCE, keras
from support.twins import draw, value_and_gradients

import keraunos as k

IDS = np.array([[1, 2, 5], [0, 3, 3]])
CASES = {
    "Dense": (("Dense", 8), draw(4, 6)),
    "EinsumDense": (("EinsumDense", "abc,cd->abd", (3, 5)), draw(2, 3, 4)),
    "EinsumDense heads": (("EinsumDense", "ab,bcd->acd", (4, 3)), draw(2, 6)),
    "Embedding": (("Embedding", 9, 6), IDS),
    "ReversibleEmbedding": (("ReversibleEmbedding", 9, 6), IDS),
    "Conv1D": (("Conv1D", 6, 3, 1, "causal", None, 2, 2), draw(2, 7, 4)),
    "Conv2D": (("Conv2D", 4, (2, 3), 2, "same"), draw(2, 6, 5, 3)),
    "Conv2D first": (("Conv2D", 4, 3, 1, "valid", "channels_first"), draw(2, 3, 5, 6)),
    "Conv3D": (("Conv3D", 3, 2), draw(2, 4, 3, 3, 2)),
}


def twins(case, **options):
    """The layer with LoRA in both libraries, every weight drawn, and data."""
    (name, *args), x = CASES[case]
    ours, theirs = (getattr(lib.layers, name)(*args, **options) for lib in (k, keras))
    for layer in (ours, theirs):
        layer.build(x.shape)
        if not options:
            layer.enable_lora(2, 3.0)
    values = [draw(*w.shape, seed=i) for i, w in enumerate(ours.weights)]
    ours.set_weights(values)
    theirs.set_weights(values)
    return ours, theirs, x


@pytest.mark.parametrize("case", CASES)
def test_weights_config_and_output_are_keras(case):
    ours, theirs, x = twins(case)
    for kind in ("weights", "trainable_weights", "non_trainable_weights"):
        mine, his = ([w.name for w in getattr(layer, kind)] for layer in (ours, theirs))
        assert mine == his
    for key in ("lora_rank", "lora_alpha"):
        assert ours.get_config()[key] == theirs.get_config()[key]
    assert ours.lora_enabled
    np.testing.assert_allclose(ours(x), theirs(x), rtol=1e-5, atol=1e-5)


@pytest.mark.parametrize("case", ["Dense", "EinsumDense", "Conv1D", "Conv2D first"])
def test_gradients_are_keras(case):
    ours, theirs, x = twins(case)
    for mine, his in zip(value_and_gradients(ours, x), value_and_gradients(theirs, x), strict=True):
        np.testing.assert_allclose(mine, his, rtol=1e-5, atol=1e-4)


@pytest.mark.filterwarnings("ignore:__array__ implementation:DeprecationWarning")  # the oracle's
@pytest.mark.parametrize("case", CASES)
def test_it_saves_the_sum_and_loads_as_a_layer_without(case):
    ours, theirs, x = twins(case)
    mine, his = {}, {}
    ours.save_own_variables(mine)
    theirs.save_own_variables(his)
    assert list(mine) == list(his)
    for key, value in his.items():
        np.testing.assert_allclose(mine[key], np.array(value), **TOLERANCE["float32"])
    (name, *args), _ = CASES[case]
    plain = getattr(k.layers, name)(*args)
    plain.build(x.shape)
    plain.load_own_variables(mine)
    np.testing.assert_allclose(plain(x), ours(x), rtol=1e-5, atol=1e-5)
    wanted = np.array(ours(x))
    ours.load_own_variables(mine)
    np.testing.assert_allclose(ours(x), wanted, rtol=1e-5, atol=1e-5)
    assert np.any(ours.trainable_weights[-2].numpy())  # so that training can go on


@pytest.mark.parametrize("case", ["Dense", "EinsumDense", "EinsumDense heads", "Embedding"])
def test_in_8_bits(case):
    ours, _, x = twins(case)
    before = np.array(ours(x))
    ours.quantize("int8")
    after = np.array(ours(x))
    assert np.abs(after - before).max() < 0.05 * np.abs(before).max()
    store = {}
    ours.save_own_variables(store)
    assert store["0"].dtype == "int8"
    ours.load_own_variables(store)
    np.testing.assert_allclose(ours(x), after, atol=0.05 * np.abs(before).max())


ADAPTED = {
    "Dense": (("Dense", 8), (6,)),
    "Conv2D": (("Conv2D", 3, 2), (4, 4, 2)),
}


@pytest.mark.parametrize("name", ADAPTED)
@pytest.mark.parametrize("suffix", [".keras", ".weights.h5"])
def test_files_of_models(tmp_path, suffix, name):
    (_, *args), shape = ADAPTED[name]

    def model():
        k.utils.set_random_seed(1)
        x = k.Input(shape)
        y = getattr(k.layers, name)(*args, lora_rank=2, lora_alpha=4)(x)
        return k.Model(x, k.layers.Dense(2)(k.layers.Flatten()(y)))

    one, x = model(), draw(4, *shape)
    one.compile("adam", "mse")
    frozen = one.layers[1].kernel.numpy()
    one.fit(x, draw(4, 2), epochs=3, verbose=0)
    np.testing.assert_array_equal(one.layers[1].kernel.numpy(), frozen)
    path = tmp_path / f"m{suffix}"
    if suffix == ".keras":
        one.save(path)
        again = k.models.load_model(path)
        assert again.layers[1].lora_enabled
        theirs = keras.models.load_model(path)
        np.testing.assert_allclose(
            theirs.predict(x, verbose=0), one.predict(x, verbose=0), rtol=1e-5, atol=1e-6
        )
    else:
        one.save_weights(path)
        again = model()
        again.load_weights(path)
    np.testing.assert_allclose(
        again.predict(x, verbose=0), one.predict(x, verbose=0), rtol=1e-5, atol=1e-6
    )


def test_what_cannot_be_is_said():
    with pytest.raises(ValueError, match=r"enable_lora\(2\) needs a built layer"):
        k.layers.Dense(3).enable_lora(2)
    layer = k.layers.Dense(3, lora_rank=2)
    layer.build((None, 4))
    with pytest.raises(ValueError, match="needs a layer without LoRA; this one has rank 2"):
        layer.enable_lora(2)
    with pytest.raises(ValueError, match="`lora_rank` must be an int >= 1; got 0"):
        k.layers.Dense(3, lora_rank=0)
    with pytest.raises(ValueError, match="`kernel_constraint` must be None beside LoRA"):
        k.layers.Dense(3, lora_rank=2, kernel_constraint="non_neg").build((None, 4))
    assert not hasattr(k.layers.DepthwiseConv2D(3), "enable_lora")
