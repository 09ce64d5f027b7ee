"""What is inferred of shapes, whole and partly unknown ones, is what comes out, for drawn arguments."""

import jax
import jax.numpy as jnp
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from keraunos import layers
from keraunos.core.symbolic import KerasTensor

small, few = st.integers(1, 3), st.integers(1, 4)
formats = st.sampled_from(["channels_last", "channels_first"])
paddings = st.sampled_from(["valid", "same"])
flags = st.booleans()
KEEP = {"derandomize": True, "suppress_health_check": list(HealthCheck)}


def examples(count):
    """Two settings: a few examples always, many in the slow tier."""
    return [
        pytest.param(settings(max_examples=count, **KEEP), id="few"),
        pytest.param(settings(max_examples=8 * count, **KEEP), id="many", marks=pytest.mark.slow),
    ]


def spread(function, structure):
    """A function of shapes over one shape or a list of them."""
    if isinstance(structure, list):
        return [function(shape) for shape in structure]
    return function(structure)


def outcome(make, *args):
    """The shapes that come out, or the word that they are refused."""
    try:
        found = make(*args)
    except ValueError:
        return "refused"
    return [tuple(leaf.shape) for leaf in jax.tree.leaves(found)]


def agree(make, shapes, blind, dtype="float32", **call):
    """Shapes of a run, of symbolic tensors, and of symbolic tensors that know neither batch nor `blind` axes.

    Args: make: a layer. shapes: of its input, or a list. blind: axes whose sizes are hidden, if any.
    """

    def known(shape):
        return KerasTensor((None, *shape[1:]), dtype)

    def blurred(shape):
        hidden = {axis % len(shape) for axis in blind if -len(shape) <= axis < len(shape)}
        return KerasTensor([None if i in {0, *hidden} else s for i, s in enumerate(shape)], dtype)

    layer = make()

    def run(shapes):
        arrays = spread(lambda shape: jnp.zeros(shape, dtype), shapes)
        return layer(arrays, **call)

    real = outcome(lambda: jax.eval_shape(lambda: run(shapes)))
    symbolic = outcome(lambda: make()(spread(known, shapes), **call))
    if real == "refused" or symbolic == "refused":
        assert real == symbolic
        return
    assert symbolic == [(None, *shape[1:]) for shape in real]
    unknown = outcome(lambda: make()(spread(blurred, shapes), **call))
    if unknown == "refused":  # weights may need a size that is hidden
        return
    assert [len(shape) for shape in unknown] == [len(shape) for shape in real]
    for less, whole in zip(unknown, real):
        assert less[0] is None
        assert all(a is None or a == b for a, b in zip(less[1:], whole[1:]))


def image(data, rank, layout, channels, least=1, most=8):
    """A shape of a batch of 2, and its axes in space."""
    sizes = data.draw(st.lists(st.integers(least, most), min_size=rank, max_size=rank))
    last = layout == "channels_last"
    return (2, *sizes, channels) if last else (2, channels, *sizes), [
        i + 1 + (not last) for i in range(rank)
    ]


@pytest.mark.parametrize("how", examples(40))
@pytest.mark.parametrize("kind", ["Conv", "ConvTranspose", "DepthwiseConv", "SeparableConv"])
def test_convolutions(kind, how):
    @how
    @given(st.data())
    def check(data):
        rank = data.draw(st.integers(1, 3 if kind.startswith("Conv") else 2))
        layout, groups = data.draw(formats), data.draw(st.sampled_from([1, 2]))
        shape, space = image(data, rank, layout, 4)
        padding = data.draw(paddings if rank > 1 or kind != "Conv" else
                            st.sampled_from(["valid", "same", "causal"]))  # fmt: skip
        options = {"kernel_size": data.draw(small), "padding": padding, "data_format": layout}
        options[data.draw(st.sampled_from(["strides", "dilation_rate"]))] = data.draw(small)
        if kind == "Conv":
            options["groups"] = groups
        if kind != "DepthwiseConv":
            options["filters"] = 2
        if kind == "ConvTranspose" and data.draw(flags) and options.get("strides", 1) > 1:
            options["output_padding"] = options["strides"] - 1
        name = f"{kind.removesuffix('Transpose')}{rank}D" + "Transpose" * kind.endswith("Transpose")
        if padding == "causal" and layout == "channels_first":
            return
        agree(lambda: getattr(layers, name)(**options), shape, space)

    check()


@pytest.mark.parametrize("how", examples(60))
def test_pooling(how):
    @how
    @given(st.data())
    def check(data):
        rank, layout = data.draw(small), data.draw(formats)
        kind = data.draw(st.sampled_from(["Max", "Average"]))
        shape, space = image(data, rank, layout, 3)
        form = data.draw(st.sampled_from(["Pooling", "Global", "Adaptive"]))
        if form == "Global":
            name, options = f"Global{kind}Pooling{rank}D", {"keepdims": data.draw(flags)}
        elif form == "Adaptive":
            name, options = f"Adaptive{kind}Pooling{rank}D", {"output_size": data.draw(small)}
        else:
            name = f"{kind}Pooling{rank}D"
            options = {"pool_size": data.draw(small), "strides": data.draw(st.none() | small),
                       "padding": data.draw(paddings)}  # fmt: skip
        agree(lambda: getattr(layers, name)(data_format=layout, **options), shape, space)

    check()


@pytest.mark.parametrize("how", examples(60))
def test_margins_and_sizes(how):
    @how
    @given(st.data())
    def check(data):
        rank, layout = data.draw(small), data.draw(formats)
        shape, space = image(data, rank, layout, 3, least=2)
        pairs = data.draw(st.lists(st.tuples(small, small), min_size=rank, max_size=rank))
        pairs = pairs[0] if rank == 1 else tuple(pairs)
        form = data.draw(st.sampled_from(["ZeroPadding", "Cropping", "UpSampling"]))
        first = data.draw(small) if form == "UpSampling" else pairs
        options = {} if rank == 1 and form != "ZeroPadding" else {"data_format": layout}
        if not options and layout == "channels_first":
            return
        agree(lambda: getattr(layers, f"{form}{rank}D")(first, **options), shape, space)

    check()


@pytest.mark.parametrize("how", examples(60))
def test_pictures(how):
    @how
    @given(st.data())
    def check(data):
        layout = data.draw(formats)
        shape, space = image(data, 2, layout, 3, least=2)
        height, width = data.draw(st.integers(1, 9)), data.draw(st.integers(1, 9))
        name = data.draw(st.sampled_from(["Resizing", "CenterCrop", "RandomCrop"]))
        options = {}
        if name == "Resizing":
            options[data.draw(st.sampled_from(["crop_to_aspect_ratio", "pad_to_aspect_ratio"]))] = (
                data.draw(flags)
            )
        agree(
            lambda: getattr(layers, name)(height, width, data_format=layout, **options),
            shape,
            space,
        )

    check()


@pytest.mark.parametrize("how", examples(80))
def test_reshaping(how):
    @how
    @given(st.data())
    def check(data):
        sizes = data.draw(st.lists(few, min_size=1, max_size=4))
        blind = data.draw(st.lists(st.integers(1, len(sizes)), max_size=2))
        form = data.draw(st.sampled_from(["Reshape", "Permute", "Flatten", "RepeatVector"]))
        if form == "Reshape":
            target = data.draw(st.permutations(sizes))
            if data.draw(flags):
                target = [*target[:-1], -1]
            make, given_sizes = (lambda: layers.Reshape(tuple(target))), sizes
        elif form == "Permute":
            order = data.draw(st.permutations(range(1, len(sizes) + 1)))
            make, given_sizes = (lambda: layers.Permute(tuple(order))), sizes
        elif form == "Flatten":
            make, given_sizes = (lambda: layers.Flatten()), sizes
        else:
            make, given_sizes, blind = (lambda: layers.RepeatVector(3)), sizes[:1], []
        agree(make, (2, *given_sizes), blind)

    check()


@pytest.mark.parametrize("how", examples(80))
def test_merging(how):
    @how
    @given(st.data())
    def check(data):
        sizes = data.draw(st.lists(few, min_size=1, max_size=3))
        blind = data.draw(st.lists(st.integers(1, len(sizes)), max_size=1))
        name = data.draw(st.sampled_from(["Add", "Multiply", "Average", "Maximum", "Minimum", "Subtract",
                                          "Concatenate", "Dot"]))  # fmt: skip
        if name == "Concatenate":
            axis = data.draw(st.integers(1, len(sizes)))
            other = [data.draw(few) if i + 1 == axis else s for i, s in enumerate(sizes)]
            axis = data.draw(st.sampled_from([axis, axis - len(sizes) - 1]))
            make = lambda: layers.Concatenate(axis)  # noqa: E731
        elif name == "Dot":
            axes = data.draw(st.integers(1, len(sizes))), data.draw(st.integers(1, len(sizes)))
            other = [data.draw(few) for _ in sizes]
            other[axes[1] - 1] = sizes[axes[0] - 1]
            make, blind = (lambda: layers.Dot(axes)), []
        else:
            other = [data.draw(st.sampled_from([1, s])) for s in sizes]
            make = getattr(layers, name)
        agree(make, [(2, *sizes), (2, *other)], blind)

    check()


@pytest.mark.parametrize("how", examples(30))
def test_recurrence(how):
    @how
    @given(st.data())
    def check(data):
        name = data.draw(st.sampled_from(["SimpleRNN", "LSTM", "GRU"]))
        sequences, state = data.draw(flags), data.draw(flags)
        both = data.draw(st.sampled_from([None, "concat", "sum", "apart"]))

        def make():
            one = getattr(layers, name)(2, return_sequences=sequences, return_state=state)
            if both is None:
                return one
            return layers.Bidirectional(one, merge_mode=None if both == "apart" else both)

        agree(make, (2, data.draw(few), data.draw(few)), [1])

    check()


@pytest.mark.parametrize("how", examples(20))
def test_recurrence_over_pictures(how):
    @how
    @given(st.data())
    def check(data):
        layout = data.draw(formats)
        shape, space = image(data, 2, layout, 2, least=3, most=6)
        shape = (2, data.draw(few), *shape[1:])
        options = {"return_sequences": data.draw(flags), "return_state": data.draw(flags),
                   "strides": data.draw(st.integers(1, 2)), "padding": data.draw(paddings)}  # fmt: skip
        inner = data.draw(st.sampled_from(["ConvLSTM2D", "TimeDistributed"]))

        def make():
            if inner == "ConvLSTM2D":
                return layers.ConvLSTM2D(2, 2, data_format=layout, **options)
            plain = {key: options[key] for key in ("strides", "padding")}
            return layers.TimeDistributed(layers.Conv2D(2, 2, data_format=layout, **plain))

        agree(make, shape, [axis + 1 for axis in space])

    check()


@pytest.mark.parametrize("how", examples(30))
def test_attention(how):
    @how
    @given(st.data())
    def check(data):
        heads, size, asked, seen = (data.draw(few) for _ in range(4))
        scores, form = data.draw(flags), data.draw(st.sampled_from(["multi", "grouped", "plain"]))
        query, value = (
            (2, asked, 6),
            (2, seen, 6 if form == "plain" else data.draw(st.sampled_from([5, 6]))),
        )
        if form == "plain":
            kind = data.draw(st.sampled_from([layers.Attention, layers.AdditiveAttention]))
            agree(kind, [query, value], [1], return_attention_scores=scores)
            return
        shape = data.draw(st.none() | st.just(7))

        class Both(layers.Layer):
            """An attention on a list, so that it is called like the others."""

            def __init__(self):
                super().__init__()
                if form == "multi":
                    self.inner = layers.MultiHeadAttention(heads, size, output_shape=shape)
                else:
                    self.inner = layers.GroupQueryAttention(size, heads * 2, heads)

            def call(self, inputs):
                return self.inner(*inputs, return_attention_scores=scores)

        agree(Both, [query, value], [1])

    check()
