"""Models of unusual forms, written once and trained by both libraries from equal weights on equal data.

Where no chance is in a form, each epoch's numbers and the weights after the last are the oracle's;
where there is, both come as far.
"""

import jax
import numpy as np
import pytest
from support import unusual_models as forms
from support.oracle import keras

import keraunos as k

CERTAIN = ["siamese", "sequence_to_sequence", "transformer", "multi_task", "adversaries"]


def made(name, lib):
    form = getattr(forms, name)
    return form(lib, jax.value_and_grad) if name == "adversaries" else form(lib)


def trained(name, lib, weights=None, **more):
    model, fit = made(name, lib)
    if weights is not None:
        model.set_weights(weights)
    start = model.get_weights()
    history = model.fit(**{**fit, "verbose": 0, **more}).history
    return model, start, history


@pytest.fixture(scope="module")
def pairs():
    """name -> both models, trained, and both histories; each made when first asked for."""
    kept = {}

    def pair(name):
        if name not in kept:
            theirs, start, his = trained(name, keras, shuffle=False)
            ours, _, mine = trained(name, k, start, shuffle=False)
            kept[name] = ours, theirs, mine, his
        return kept[name]

    return pair


@pytest.mark.slow
@pytest.mark.parametrize("name", CERTAIN)
def test_every_epoch_and_the_weights_are_the_oracles(pairs, name):
    ours, theirs, mine, his = pairs(name)
    assert list(mine) == list(his)
    for log, values in his.items():
        np.testing.assert_allclose(mine[log], values, rtol=2e-4, atol=1e-5, err_msg=log)
    for variable, value in zip(ours.weights, theirs.get_weights(), strict=True):
        if "key/bias" in variable.path:
            continue  # softmax does not see it: its gradient is the rounding of zero
        np.testing.assert_allclose(
            variable.numpy(), value, rtol=1e-3, atol=1e-4, err_msg=variable.path
        )


@pytest.mark.slow
@pytest.mark.parametrize("name", CERTAIN[:-1])
def test_what_is_learned_is_evaluated_and_predicted_alike(pairs, name):
    ours, theirs, _, _ = pairs(name)
    _, fit = made(name, k)
    data = {key: fit[key] for key in ("x", "y", "sample_weight") if key in fit}
    mine = ours.evaluate(**data, verbose=0, return_dict=True)
    his = theirs.evaluate(**data, verbose=0, return_dict=True)
    assert list(mine) == list(his)
    np.testing.assert_allclose(list(mine.values()), list(his.values()), rtol=1e-3, atol=1e-4)
    mine, his = (model.predict(fit["x"], verbose=0) for model in (ours, theirs))
    assert type(mine) is type(his)
    assert k.tree.flatten(k.tree.map_structure(np.shape, mine)) == k.tree.flatten(
        k.tree.map_structure(np.shape, his)
    )
    for a, b in zip(k.tree.flatten(mine), keras.tree.flatten(his), strict=True):
        np.testing.assert_allclose(a, b, rtol=1e-3, atol=1e-3)


@pytest.mark.slow
def test_the_halves_of_a_translator_write_the_same_words(pairs):
    ours, theirs, _, _ = pairs("sequence_to_sequence")
    _, fit = made("sequence_to_sequence", k)
    source = fit["x"]["source"][:4]

    def written(lib, model):
        reader, step = forms.writer_alone(lib, model)
        states = reader.predict(source, verbose=0)
        word, said = np.ones((4, 1), int), []
        for _ in range(5):
            chances, *states = step.predict([word, *states], verbose=0)
            word = chances.argmax(axis=-1)
            said.append(chances)
        return np.concatenate(said, axis=1)

    np.testing.assert_allclose(written(k, ours), written(keras, theirs), rtol=1e-3, atol=1e-4)


@pytest.mark.slow
def test_labels_that_are_missing_move_nothing():
    model, fit = made("multi_task", k)
    start = model.get_weights()
    model.fit(**fit, verbose=0, shuffle=False)
    once = model.get_weights()
    fit["y"]["size"][fit["sample_weight"]["size"] == 0] = -7.0
    other, _ = made("multi_task", k)
    other.set_weights(start)
    other.fit(**fit, verbose=0, shuffle=False)
    for a, b in zip(once, other.get_weights(), strict=True):
        np.testing.assert_array_equal(a, b)


@pytest.mark.slow
def test_both_sides_of_a_gan_move(pairs):
    ours, _, mine, _ = pairs("adversaries")
    start = made("adversaries", k)[0].get_weights()
    assert len(ours.trainable_variables) == 8
    assert [w.shape for w in start] == [v.shape for v in ours.get_weights()]
    assert ours.optimizer.iterations == ours.maker_optimizer.iterations == 48
    made_now = ours.maker.predict(forms.rng(9).normal(size=(200, 3)), verbose=0).mean(axis=0)
    assert np.abs(made_now).max() > 0.1
    assert all(np.isfinite(values).all() for values in mine.values())


@pytest.mark.slow
def test_a_variational_autoencoder_comes_as_far():
    """Draws differ, so what is compared is where both end: within a tenth of the loss of a mean."""
    theirs, start, his = trained("variational", keras)
    ours, _, mine = trained("variational", k, start)
    assert list(mine) == list(his)
    assert mine["loss"][0] > 1.5 * mine["loss"][-1]
    assert abs(mine["loss"][-1] - his["loss"][-1]) < 0.1 * his["loss"][0]
    assert abs(mine["mae"][-1] - his["mae"][-1]) < 0.1 * his["mae"][0]
    x = made("variational", k)[1]["x"][:3]
    draws = [ours.predict(x, verbose=0) for _ in range(2)]
    assert not np.allclose(*draws)  # the seed goes on from call to call
    for model in (ours, theirs):
        model(x)
    assert len(ours.losses) == len(theirs.losses) == 1


@pytest.mark.slow
def test_a_variational_run_cut_at_every_epoch_has_the_bits_of_the_whole():
    every = k.callbacks.LambdaCallback(on_epoch_end=lambda epoch, logs: None)
    whole, start, _ = trained("variational", k, epochs=3, shuffle=False)
    cut, _, _ = trained("variational", k, start, epochs=3, shuffle=False, callbacks=[every])
    for a, b in zip(whole.variables, cut.variables, strict=True):
        np.testing.assert_array_equal(a.numpy(), b.numpy())
