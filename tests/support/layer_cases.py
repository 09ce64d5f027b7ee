"""For every layer: how it is made, in either library, and the shapes it is called on."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple

import numpy as np


class Case(NamedTuple):
    """One way to make and call a layer.

    Args:
        make: from a library's module `layers` to the layer.
        inputs: the shape of each positional argument, with the batch; a list of shapes is a list of tensors.
        dtype: of the inputs; for ints, numbers in [0, 3).
        call: further keyword arguments of the call.
        known: keys of the config in which ours differs on purpose.
        oracle: whether Keras can run it here.
        masks: whether Keras can run it with a mask (batch, time).
        slow: whether it takes seconds to compile.
        own_dtype: whether the dtype of what comes out does not follow the policy.
    """

    make: object
    inputs: tuple
    dtype: str = "float32"
    call: Mapping = MappingProxyType({})
    known: tuple = ()
    oracle: bool = True
    masks: bool = True
    slow: bool = False
    own_dtype: bool = False


def case(make, *inputs, **more):
    return Case(make, inputs, **more)


def twice(inputs):
    return inputs * 2


def product(params, inputs):
    return inputs @ params["w"].astype(inputs.dtype)


def product_params(inputs):
    return {"w": np.ones((inputs.shape[-1], 2), inputs.dtype)}


FUNCTIONS = {f.__name__: f for f in (twice, product, product_params)}

SEQUENCE, IMAGE, ROW = (3, 4, 5), (2, 6, 6, 4), (3, 4)
STATE = [(3, 2)]
PAIR = [(3, 4), (3, 4)]

CORE = {
    "Dense": [
        case(lambda L: L.Dense(3, activation="relu"), ROW),
        case(
            lambda L: L.Dense(
                2, use_bias=False, kernel_regularizer="l2", activity_regularizer="l1",
                kernel_constraint="non_neg",
            ),
            SEQUENCE,
        ),
    ],
    "EinsumDense": [
        case(lambda L: L.EinsumDense("abc,cd->abd", (None, 3), bias_axes="d"), SEQUENCE),
        case(lambda L: L.EinsumDense("...x,xy->...y", 3, activation="tanh"), ROW),
        case(lambda L: L.EinsumDense("ab...,bc->ac...", (3, None), bias_axes="c"), SEQUENCE),
        case(lambda L: L.EinsumDense("abc,cde->abde", (None, 2, 3), bias_axes="de"), SEQUENCE),
    ],
    "Embedding": [
        case(lambda L: L.Embedding(3, 2), (3, 4), dtype="int32"),
        case(lambda L: L.Embedding(3, 2, mask_zero=True), (3, 4), dtype="int32"),
        case(lambda L: L.Embedding(3, 2), (3,), dtype="float32"),
    ],
    "ReversibleEmbedding": [
        case(lambda L: L.ReversibleEmbedding(3, 2), (3, 4), dtype="int32"),
        case(
            lambda L: L.ReversibleEmbedding(3, 4, tie_weights=False, logit_soft_cap=2.0), SEQUENCE[:2],
            call={"reverse": True},
        ),
    ],
    "Identity": [case(lambda L: L.Identity(), SEQUENCE)],
    "Lambda": [
        case(lambda L: L.Lambda(twice), ROW),
        case(lambda L: L.Lambda(twice, output_shape=(4,)), ROW),
    ],
    "Masking": [case(lambda L: L.Masking(), SEQUENCE)],
    "Wrapper": [],
    "Layer": [],
    "InputLayer": [],
    "JaxLayer": [
        case(lambda L: L.JaxLayer(product, product_params), ROW, oracle=False),
    ],
    "FlaxLayer": [],
    "TFSMLayer": [],
    "TorchModuleWrapper": [],
}  # fmt: skip


ACTIVATIONS = {
    "Activation": [case(lambda L: L.Activation("tanh"), ROW)],
    "ReLU": [
        case(lambda L: L.ReLU(), ROW),
        case(lambda L: L.ReLU(max_value=1.0, negative_slope=0.1, threshold=0.2), ROW),
    ],
    "LeakyReLU": [case(lambda L: L.LeakyReLU(0.2), ROW)],
    "PReLU": [
        case(lambda L: L.PReLU(alpha_initializer="ones"), SEQUENCE),
        case(lambda L: L.PReLU("glorot_uniform", shared_axes=[1]), SEQUENCE),
    ],
    "ELU": [case(lambda L: L.ELU(0.5), ROW)],
    "Softmax": [
        case(lambda L: L.Softmax(), ROW),
        case(lambda L: L.Softmax((1, 2)), SEQUENCE, masks=False),
    ],
}

RESHAPING = {
    "Flatten": [
        case(lambda L: L.Flatten(), SEQUENCE),
        case(lambda L: L.Flatten("channels_first"), IMAGE),
        case(lambda L: L.Flatten(), (3,)),
    ],
    "Reshape": [case(lambda L: L.Reshape((2, -1)), SEQUENCE), case(lambda L: L.Reshape((2, 2)), ROW)],
    "Permute": [case(lambda L: L.Permute((2, 1)), SEQUENCE)],
    "RepeatVector": [case(lambda L: L.RepeatVector(2), ROW)],
}  # fmt: skip

REGULARIZATION = {
    "Dropout": [case(lambda L: L.Dropout(0.5, noise_shape=(None, 1), seed=1), ROW)],
    "GaussianNoise": [case(lambda L: L.GaussianNoise(0.5), ROW)],
    "GaussianDropout": [case(lambda L: L.GaussianDropout(0.5), ROW)],
    "AlphaDropout": [case(lambda L: L.AlphaDropout(0.5), ROW)],
    "SpatialDropout1D": [case(lambda L: L.SpatialDropout1D(0.5), SEQUENCE)],
    "SpatialDropout2D": [case(lambda L: L.SpatialDropout2D(0.5), IMAGE)],
    "SpatialDropout3D": [case(lambda L: L.SpatialDropout3D(0.5), (2, 2, 2, 2, 3))],
    "ActivityRegularization": [case(lambda L: L.ActivityRegularization(0.1, 0.2), ROW)],
}

MERGING = {
    **{
        name: [
            case(lambda L, name=name: getattr(L, name)(), PAIR),
            case(lambda L, name=name: getattr(L, name)(), [(3, 4, 5), (3, 5)]),
        ]
        for name in ("Add", "Subtract", "Multiply", "Average", "Maximum", "Minimum")
    },
    "Concatenate": [
        case(lambda L: L.Concatenate(), PAIR),
        case(lambda L: L.Concatenate(axis=1), [(3, 2, 5), (3, 4, 5)]),
    ],
    "Dot": [
        case(lambda L: L.Dot(1), PAIR),
        case(lambda L: L.Dot((2, 1), normalize=True), [(3, 4, 5), (3, 5, 2)]),
        case(lambda L: L.Dot(-1), [(3, 4, 5), (3, 2, 5)]),
    ],
}

RECURRENT = {
    "SimpleRNN": [
        case(lambda L: L.SimpleRNN(2, return_state=True), SEQUENCE, known=("seed",)),
        case(lambda L: L.SimpleRNN(2, use_bias=False, unroll=True), SEQUENCE, known=("seed",)),
    ],
    "LSTM": [
        case(lambda L: L.LSTM(2), SEQUENCE),
        case(lambda L: L.LSTM(2, return_sequences=True, return_state=True, go_backwards=True), SEQUENCE),
        case(lambda L: L.LSTM(2, activation="relu", unit_forget_bias=False, dropout=0.2), SEQUENCE),
        case(lambda L: L.LSTM(2, return_sequences=True, zero_output_for_mask=True), SEQUENCE),
    ],
    "GRU": [
        case(lambda L: L.GRU(2, bias_initializer="glorot_uniform"), SEQUENCE),
        case(lambda L: L.GRU(2, reset_after=False, return_state=True), SEQUENCE),
        case(lambda L: L.GRU(2, use_bias=False, return_sequences=True), SEQUENCE),
    ],
    "SimpleRNNCell": [case(lambda L: L.SimpleRNNCell(2), ROW, STATE)],
    "LSTMCell": [case(lambda L: L.LSTMCell(2), ROW, STATE * 2)],
    "GRUCell": [
        case(lambda L: L.GRUCell(2), ROW, STATE),
        case(lambda L: L.GRUCell(2, reset_after=False), ROW, STATE),
    ],
    "StackedRNNCells": [
        case(lambda L: L.StackedRNNCells([L.GRUCell(2), L.LSTMCell(2)]), ROW, [(3, 2), [(3, 2), (3, 2)]]),
    ],
    "RNN": [
        case(lambda L: L.RNN(L.SimpleRNNCell(2), return_sequences=True), SEQUENCE),
        case(lambda L: L.RNN([L.GRUCell(2), L.LSTMCell(3)]), SEQUENCE),
    ],
    "Bidirectional": [
        case(lambda L: L.Bidirectional(L.LSTM(2, return_sequences=True)), SEQUENCE),
        case(lambda L: L.Bidirectional(L.GRU(2, return_state=True), merge_mode="sum"), SEQUENCE),
        case(lambda L: L.Bidirectional(L.LSTM(2, return_sequences=True), merge_mode=None), SEQUENCE),
    ],
    "TimeDistributed": [
        case(lambda L: L.TimeDistributed(L.Dense(2)), SEQUENCE),
        case(lambda L: L.TimeDistributed(L.LSTM(2)), (2, 3, 4, 5), masks=False),
    ],
    "ConvLSTM1D": [case(lambda L: L.ConvLSTM1D(2, 3, return_sequences=True), (2, 3, 5, 2), masks=False)],
    "ConvLSTM2D": [
        case(
            lambda L: L.ConvLSTM2D(2, 3, strides=2, return_state=True), (2, 3, 5, 5, 2),
            masks=False, slow=True,
        ),
        case(
            lambda L: L.ConvLSTM2D(2, (2, 3), data_format="channels_first"), (2, 3, 2, 5, 5),
            masks=False, slow=True,
        ),
    ],
    "ConvLSTM3D": [
        case(
            lambda L: L.ConvLSTM3D(2, 2, padding="same"), (2, 2, 3, 3, 3, 1),
            masks=False, slow=True,
        ),
    ],
}  # fmt: skip

ATTENTION = {
    "MultiHeadAttention": [
        case(lambda L: L.MultiHeadAttention(2, 3), (3, 4, 5), (3, 6, 5)),
        case(
            lambda L: L.MultiHeadAttention(2, 3, value_dim=2, output_shape=7, use_gate=True),
            (3, 4, 5), (3, 6, 4), (3, 6, 3),
            call={"use_causal_mask": True, "return_attention_scores": True},
        ),
        case(
            lambda L: L.MultiHeadAttention(2, 3, sliding_window=2, use_bias=False), (3, 4, 5), (3, 4, 5),
            call={"return_attention_scores": True},
        ),
        case(
            lambda L: L.MultiHeadAttention(2, 3, attention_axes=(2,)), (2, 3, 4, 5), (2, 3, 4, 5),
            masks=False,
        ),
    ],
    "GroupQueryAttention": [
        case(lambda L: L.GroupQueryAttention(3, 4, 2), (3, 4, 5), (3, 6, 5)),
        case(
            lambda L: L.GroupQueryAttention(3, 4, 2, use_gate=True, use_bias=False), (3, 4, 5), (3, 4, 5),
            call={"return_attention_scores": True, "use_causal_mask": True},
        ),
    ],
    "Attention": [
        case(lambda L: L.Attention(), [(3, 4, 5), (3, 6, 5)]),
        case(
            lambda L: L.Attention(use_scale=True, score_mode="concat"), [(3, 4, 5), (3, 6, 2), (3, 6, 5)],
            call={"use_causal_mask": True},
        ),
    ],
    "AdditiveAttention": [
        case(
            lambda L: L.AdditiveAttention(), [(3, 4, 5), (3, 6, 5)],
            call={"return_attention_scores": True},
        ),
    ],
}  # fmt: skip

NORMALIZATION = {
    "BatchNormalization": [case(lambda L: L.BatchNormalization(), ROW)],
    "GroupNormalization": [case(lambda L: L.GroupNormalization(2), IMAGE)],
    "LayerNormalization": [
        case(lambda L: L.LayerNormalization(), SEQUENCE, known=("rms_scaling",))
    ],
    "RMSNormalization": [case(lambda L: L.RMSNormalization(), SEQUENCE)],
    "UnitNormalization": [case(lambda L: L.UnitNormalization(), SEQUENCE)],
    "SpectralNormalization": [case(lambda L: L.SpectralNormalization(L.Dense(3)), ROW)],
}

WHOLE = {"dtype": "int32", "own_dtype": True}
HOST = {**WHOLE, "oracle": False}

PREPROCESSING = {
    "Rescaling": [
        case(lambda L: L.Rescaling(0.5, 1.0), ROW),
        case(lambda L: L.Rescaling([1.0, 2.0, 3.0, 4.0], offset=[0, 1, 2, 3]), ROW),
    ],
    "Normalization": [
        case(lambda L: L.Normalization(mean=[1.0, 2.0, 3.0, 4.0], variance=[1.0, 0.5, 2.0, 0.0]), ROW),
        case(lambda L: L.Normalization(axis=(1, -1), mean=1.0, variance=2.0, invert=True), SEQUENCE),
        case(lambda L: L.Normalization(axis=None), ROW, oracle=False),
    ],
    "Discretization": [
        case(lambda L: L.Discretization([-0.5, 0.5]), ROW, oracle=False, own_dtype=True),
        *[
            case(lambda L, mode=mode: L.Discretization([-0.5, 0.5], output_mode=mode), ROW)
            for mode in ("one_hot", "multi_hot", "count")
        ],
    ],
    "CategoryEncoding": [
        *[
            case(lambda L, mode=mode: L.CategoryEncoding(3, mode), ROW, **WHOLE)
            for mode in ("one_hot", "multi_hot", "count")
        ],
        case(lambda L: L.CategoryEncoding(3, "one_hot"), (3, 1), **WHOLE),
    ],
    "Hashing": [
        case(lambda L: L.Hashing(5, dtype="int32"), ROW, **HOST),
        case(lambda L: L.Hashing(5, mask_value=1, salt=3, output_mode="count"), ROW, **HOST),
    ],
    "HashedCrossing": [
        case(lambda L: L.HashedCrossing(5, output_mode="one_hot"), [(3, 1), (3, 1)], **HOST),
    ],
    "IntegerLookup": [
        case(lambda L: L.IntegerLookup(vocabulary=[2, 0], output_mode="one_hot"), ROW, **HOST),
        case(
            lambda L: L.IntegerLookup(
                vocabulary=[2, 0], idf_weights=[0.5, 0.25], output_mode="tf_idf", max_tokens=5,
                pad_to_max_tokens=True, mask_token=1,
            ), ROW, **HOST,
        ),
    ],
    "StringLookup": [],
    "TextVectorization": [],
}  # fmt: skip

SPATIAL_SHAPES = {1: (2, 8, 4), 2: (2, 8, 8, 4), 3: (2, 4, 4, 4, 2)}


def _spatial(make, name, ranks=(1, 2, 3)):
    """One case for each rank of a family, as in Conv1D, Conv2D, Conv3D."""
    found = {}
    for rank in ranks:
        full = name.replace("#", f"{rank}D")
        found[full] = [
            case(lambda L, full=full: make(getattr(L, full)), SPATIAL_SHAPES[rank], slow=rank == 3)
        ]
    return found


SPATIAL = {
    **_spatial(lambda C: C(3, 2), "Conv#"),
    **_spatial(lambda C: C(3, 2, strides=2), "Conv#Transpose"),
    **_spatial(lambda C: C(2), "DepthwiseConv#", (1, 2)),
    **_spatial(lambda C: C(3, 2), "SeparableConv#", (1, 2)),
    **_spatial(lambda C: C(2), "MaxPooling#"),
    **_spatial(lambda C: C(2), "AveragePooling#"),
    **_spatial(lambda C: C(), "GlobalMaxPooling#"),
    **_spatial(lambda C: C(), "GlobalAveragePooling#"),
    **_spatial(lambda C: C(2), "AdaptiveMaxPooling#"),
    **_spatial(lambda C: C(2), "AdaptiveAveragePooling#"),
    **_spatial(lambda C: C(1), "Cropping#"),
    **_spatial(lambda C: C(1), "ZeroPadding#"),
    **_spatial(lambda C: C(2), "UpSampling#"),
}

PICTURE = (2, 9, 8, 3)


def _picture(make, **more):
    """A case on pictures, outside of training: what a layer draws is tested by itself."""
    return [case(make, PICTURE, call={"training": False}, **more)]


PICTURES = {
    "Resizing": [
        case(lambda L: L.Resizing(4, 5), PICTURE),
        case(lambda L: L.Resizing(4, 5, "bicubic", pad_to_aspect_ratio=True, fill_value=1.0), PICTURE),
        case(lambda L: L.Resizing(12, 5, "lanczos3", crop_to_aspect_ratio=True), PICTURE),
    ],
    "CenterCrop": [
        case(lambda L: L.CenterCrop(4, 5), PICTURE), case(lambda L: L.CenterCrop(12, 5), PICTURE),
    ],
    "RandomCrop": _picture(lambda L: L.RandomCrop(9, 8, seed=1)),
    "RandomFlip": _picture(lambda L: L.RandomFlip("vertical", seed=1)),
    "RandomRotation": _picture(lambda L: L.RandomRotation((0.1, 0.3), "wrap", "nearest", seed=1)),
    "RandomZoom": _picture(lambda L: L.RandomZoom(0.2, (-0.3, 0.1), seed=1)),
    "RandomTranslation": _picture(lambda L: L.RandomTranslation(0.2, (0.1, 0.2), seed=1)),
    "RandomShear": _picture(lambda L: L.RandomShear(0.2, (0.1, 0.2), seed=1)),
    "RandomPerspective": _picture(lambda L: L.RandomPerspective(0.5, 0.3, seed=1)),
    "RandomElasticTransform": _picture(lambda L: L.RandomElasticTransform(0.5, (0.1, 0.3), seed=1)),
    "RandomBrightness": _picture(lambda L: L.RandomBrightness(0.2, (0, 1), seed=1)),
    "RandomContrast": _picture(lambda L: L.RandomContrast(0.2, seed=1)),
    "RandomHue": _picture(lambda L: L.RandomHue(0.2, seed=1)),
    "RandomSaturation": _picture(lambda L: L.RandomSaturation((0.3, 0.7), seed=1)),
    "RandomColorDegeneration": _picture(lambda L: L.RandomColorDegeneration(0.2, seed=1)),
    "RandomGrayscale": _picture(lambda L: L.RandomGrayscale(0.2, seed=1), known=("seed",)),
    "RandomColorJitter": _picture(lambda L: L.RandomColorJitter((0, 1), 0.2, 0.1, hue_factor=0.3, seed=1)),
    "RandomPosterization": _picture(lambda L: L.RandomPosterization(3, seed=1)),
    "Solarization": _picture(lambda L: L.Solarization(0.2, 0.3, seed=1)),
    "RandomInvert": _picture(lambda L: L.RandomInvert(0.2, seed=1)),
    "RandomSharpness": _picture(lambda L: L.RandomSharpness(0.2, seed=1)),
    "RandomGaussianBlur": _picture(lambda L: L.RandomGaussianBlur(0.2, 5, (0.1, 2.0), seed=1)),
    "AutoContrast": [case(lambda L: L.AutoContrast((0, 1)), PICTURE)],
    "Equalization": _picture(lambda L: L.Equalization(bins=64)),
    "ContrastLimitedAdaptiveHistogramEqualization": _picture(
        lambda L: L.ContrastLimitedAdaptiveHistogramEqualization(tile_grid_size=(2, 3))
    ),
    "CutMix": _picture(lambda L: L.CutMix(0.5, seed=1)),
    "MixUp": _picture(lambda L: L.MixUp(0.5, seed=1), oracle=False),
    "RandomErasing": _picture(lambda L: L.RandomErasing(0.5, 0.2, 3.0, seed=1)),
    "RandAugment": _picture(lambda L: L.RandAugment(num_ops=3, factor=0.2, seed=1)),
    "AugMix": _picture(lambda L: L.AugMix(num_chains=2, alpha=0.5, seed=1)),
    "MaxNumBoundingBoxes": _picture(lambda L: L.MaxNumBoundingBoxes(3), known=("fill_value",)),
    "Pipeline": [case(lambda L: L.Pipeline([L.CenterCrop(4, 5), L.Resizing(3, 3)]), PICTURE)],
    "MelSpectrogram": [
        case(lambda L: L.MelSpectrogram(32, 8, num_mel_bins=4, top_db=None), (2, 64), oracle=False),
        case(lambda L: L.MelSpectrogram(32, 8, power_to_db=False, mag_exp=1.0), (2, 64), oracle=False),
    ],
    "STFTSpectrogram": [
        case(lambda L: L.STFTSpectrogram("real", 16), (2, 64, 2)),
        case(lambda L: L.STFTSpectrogram("magnitude", 16, expand_dims=True, padding="same"), (2, 64, 2)),
    ],
}  # fmt: skip

CASES = {
    **CORE, **ACTIVATIONS, **RESHAPING, **REGULARIZATION, **MERGING, **RECURRENT, **ATTENTION,
    **NORMALIZATION, **SPATIAL, **PREPROCESSING, **PICTURES,
}  # fmt: skip
