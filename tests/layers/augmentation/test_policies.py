"""A few augmentations at random, and chains of them mixed."""

import numpy as np
import pytest
from support.pictures import BOXES, MASKS, PICTURES, close, drawn, pair

import keraunos as k
from keraunos import layers


@pytest.mark.parametrize("picked", [(0, 3), (1, 4), (2, 5), (6, 7), (8, 9), (10, 0)])
def test_chosen_augmentations_are_those_of_keras(picked):
    own, theirs = pair("RandAugment", seed=3)
    numbers = drawn(theirs, PICTURES, layer_idxes=np.array(picked, "i4"))
    close(own.transform_images(PICTURES, numbers), theirs.transform_images(PICTURES, numbers), 2550)


def as_links(own, theirs):
    """The chains that Keras drew, in the form of ours."""
    numbers = own.get_random_transformation(PICTURES)
    which = np.full(own.num_chains * own.chain_depth, len(own.names))
    links = {
        name: drawn and {key: np.array(x) if hasattr(x, "shape") else x for key, x in drawn.items()}
        for name, drawn in numbers["transforms"].items()
    }
    for i, chain in enumerate(theirs["chain_transforms"]):
        for j, link in enumerate(chain):
            place, name = i * own.chain_depth + j, link["layer_name"]
            which[place] = own.names.index(name)
            for key, x in (link["transformation"] or {}).items():
                if hasattr(x, "shape"):
                    links[name][key][place] = x
    weights = {key: np.asarray(theirs[key]) for key in ("chain_mixing_weights", "weight_sample")}
    return {**weights, "layer_idxes": which, "transforms": links}


@pytest.mark.parametrize("all_ops", [True, False])
def test_mixed_chains_are_those_of_keras(all_ops):
    own, theirs = pair("AugMix", num_chains=2, seed=3, all_ops=all_ops)
    numbers = theirs.get_random_transformation(PICTURES)
    found = own.transform_images(PICTURES, as_links(own, numbers))
    close(found, theirs.transform_images(PICTURES, numbers), 2550)


@pytest.mark.parametrize("name", ["RandAugment", "AugMix"])
def test_the_layers_are_made_as_keras_makes_them(name):
    own, theirs = pair(name, value_range=(0, 1), factor=0.8, seed=9)
    theirs.build((3, 11, 9, 3))
    for inner in own.choices():
        config = inner.get_config()
        other = getattr(theirs, own.names[own.choices().index(inner)]).get_config()
        numbers = {key: value for key, value in config.items() if "factor" in key}
        assert {key: tuple(value) for key, value in numbers.items()} == {
            key: tuple(other[key]) for key in numbers
        }


def test_masks_and_boxes_move_with_the_pictures():
    layer = layers.RandAugment(seed=1, bounding_box_format="xyxy")
    numbers = {**layer.get_random_transformation(PICTURES), "layer_idxes": np.array([1])}
    shift = layer.random_translation
    inner = numbers["transforms"]["random_translation"]
    close(layer.transform_segmentation_masks(MASKS, numbers),
          shift.transform_segmentation_masks(MASKS, inner))  # fmt: skip
    close(layer.transform_bounding_boxes(BOXES, numbers),
          shift.transform_bounding_boxes(BOXES, inner))  # fmt: skip


def test_links_and_weights_are_drawn():
    layer = layers.AugMix(seed=1)
    numbers = layer.get_random_transformation(PICTURES[:, :4, :4])
    assert numbers["layer_idxes"].shape == (9,)
    assert 0 <= int(np.min(numbers["layer_idxes"])) <= int(np.max(numbers["layer_idxes"])) <= 11
    assert float(np.sum(numbers["chain_mixing_weights"])) == pytest.approx(1)
    assert numbers["transforms"]["random_rotation"]["angle"].shape == (9, 3)


@pytest.mark.slow
@pytest.mark.parametrize("name", ["RandAugment", "AugMix"])
def test_in_fit_each_step_chooses_anew(name):
    inputs = k.Input((8, 8, 3))
    mean = layers.GlobalAveragePooling2D()(getattr(layers, name)(seed=1)(inputs))
    model = k.Model(inputs, layers.Dense(1, use_bias=False, kernel_initializer="ones")(mean))
    model.compile(k.optimizers.SGD(0.0), "mae")
    data = np.broadcast_to(PICTURES[:1, :8, :8], (4, 8, 8, 3))
    target = np.full((4, 1), 1e4)
    losses = model.fit(data, target, batch_size=4, epochs=4, verbose=0).history["loss"]
    assert len(set(losses)) >= 3
    expected = 1e4 - PICTURES[0, :8, :8].mean((0, 1)).sum()
    assert model.evaluate(data, target, verbose=0) == pytest.approx(expected, rel=1e-5)


def test_wrong_arguments():
    with pytest.raises(ValueError, match="`num_ops` must be an int >= 1"):
        layers.RandAugment(num_ops=0)
    with pytest.raises(ValueError, match="`alpha` must be a float > 0"):
        layers.AugMix(alpha=-1.0)
    with pytest.raises(ValueError, match="`chain_depth` must be"):
        layers.AugMix(chain_depth=0)
    with pytest.raises(ValueError, match="RandAugment: `factor`"):
        layers.RandAugment(factor=1.5)
