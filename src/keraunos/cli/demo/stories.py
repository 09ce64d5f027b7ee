"""The three stories of the demo: each trains a network of `examples` and draws what it learnt."""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property, partial
from pathlib import Path
from typing import Any

import numpy as np

from keraunos.cli.demo.programs import program
from keraunos.core import config
from keraunos.core.errors import DataError
from keraunos.draw import charts, plot_model, raster, svg, table
from keraunos.draw.scene import Scene

QUICK = {"spiral": 150, "digits": 1, "alphabet": 60}
"""Epochs of the quick demo."""

SMALL_EPOCHS = 40
"""Epochs for the small digits, of which there are few."""

SEED = 7


@dataclass(frozen=True)
class Picture:
    """A picture of the page: its file's name without ending, its texts, and what it is drawn from.

    `caption` says what one sees to those who see it, `alt` to those who do not.
    """

    name: str
    title: str
    caption: str
    alt: str
    drawn: Any

    @cached_property
    def files(self) -> dict[str, bytes]:
        """Ending -> content; the first is the one that the page shows."""
        if isinstance(self.drawn, Scene):
            painted = svg.paint(self.drawn).encode()
            return {"svg": painted, "png": raster.encode(self.drawn, dpi=192)}
        return {"png": charts.encode(self.drawn)}


@dataclass
class Story:
    """One network: what it is about, how it went, and the pictures.

    `highlight` draws its best picture on a part of a figure; `diagram` is the scene of its network.
    """

    name: str
    title: str
    about: str
    accuracy: float
    measured_on: str
    facts: dict[str, str]
    diagram: Scene
    highlight: Callable[[Any], Any]
    pictures: list[Picture] = field(default_factory=list)


def spiral(quick: bool = False) -> Story:
    """Points of three arms in the plane."""
    steps = program("spiral")
    (x, y), (new_x, new_y) = steps.load(seed=1), steps.load(seed=2)
    model, history, epochs = _trained(steps, "spiral", quick, x, y)
    accuracy = model.evaluate(new_x, new_y, verbose=0)[1]

    def regions(on: Any = None) -> Any:
        return charts.regions(lambda places: model.predict(places, verbose=0), new_x, new_y, on)

    story = _story(
        "spiral", "Three spiral arms", model, epochs, accuracy, "300 new points", regions,
        "300 points lie on three arms of a spiral, and the network is told only where each point is. Ten "
        "units cut the plane by straight lines; put together, the lines can follow the bent arms.",
    )  # fmt: skip
    story.pictures += [
        Picture("spiral-data", "The data",
                "Each colour is one arm. The network is given x and y and must name the colour.",
                "Scatter plot of 300 points on three spiral arms, coloured by arm.",
                charts.points(x, y, title="The points it learns from")),
        _network(story),
        _learning(story, history),
        Picture("spiral-result", "What it answers",
                "The ground shows its answer for every place, pale where it is unsure; the dots are the new "
                "points in their true colours.",
                "Map of the plane coloured by the class that the network gives each place; the colours "
                "follow the spiral arms.", regions()),
    ]  # fmt: skip
    return story


def digits(quick: bool = False, say: Callable[[str], Any] = print) -> Story:
    """Handwritten digits; the small ones of scikit-learn where MNIST cannot be had.

    Raises: ImportError if there are neither, saying what to do.
    """
    steps = program("digits")
    (x, y), (new_x, new_y), source = _digits_data(steps, say)
    small = source != "MNIST"
    if quick and not small:
        x, y = x[:12000], y[:12000]
    epochs = None if quick or not small else SMALL_EPOCHS
    model, history, epochs = _trained(
        steps, "digits", quick and not small, x, y, epochs, x.shape[1]
    )
    accuracy = model.evaluate(new_x, new_y, verbose=0)[1]
    answers, truth = model.predict(new_x, verbose=0).argmax(axis=1), charts.classes_of(new_y)
    side = round(x.shape[1] ** 0.5)
    samples = partial(_samples, new_x.reshape(-1, side, side), truth, answers)
    story = _story(
        "digits", "Handwritten digits", model, epochs, accuracy, f"{len(new_x):,} new pictures",
        partial(samples, rows=5, columns=5),
        f"{len(x):,} pictures of {source}, {side} × {side} pixels each, without any convolution: every unit "
        "sees all pixels at once. The table of mistakes shows which digits look alike to it.",
    )  # fmt: skip
    story.pictures += [
        Picture("digits-data", "The data", "Over each picture stands the digit that was meant.",
                "24 pictures of handwritten digits, each with its digit above it.",
                charts.images(x[:24].reshape(-1, side, side), y[:24], title="Some it learns from")),
        _network(story),
        _learning(story, history),
        Picture("digits-samples", "What it reads",
                "New pictures with its answers. Green is right; the last ones, in red, it gets wrong.",
                "24 pictures of digits with the network's answers, right ones green, mistakes red.",
                samples()),
        Picture("digits-confusion", "What it mixes up",
                "A row a true digit, a column an answer. Blue counts are right answers, red ones mistakes.",
                "Table of true digits against answers; nearly all counts lie on the diagonal.",
                charts.confusion(truth, answers, range(10), title="True digits and answers")),
    ]  # fmt: skip
    return story


def _samples(
    pictures: Any, truth: Any, answers: Any, on: Any = None, rows: int = 4, columns: int = 6
) -> Any:
    """New pictures and what the network reads; the last row are mistakes."""
    wrong = np.flatnonzero(answers != truth)[:columns]
    shown = np.concatenate([np.arange(columns * rows - len(wrong)), wrong])
    title = "Its answers; the last are mistakes" if len(wrong) else "Its answers"
    return charts.images(pictures[shown], truth[shown], answers[shown], on, title, columns)


def alphabet(quick: bool = False) -> Story:
    """The letter after three letters."""
    steps = program("alphabet")
    x, y = steps.load()
    model, history, epochs = _trained(steps, "alphabet", quick, x, y)
    accuracy = model.evaluate(x, y, verbose=0)[1]
    shares, truth = model.predict(x, verbose=0), charts.classes_of(y)
    answers = shares.argmax(axis=1)
    given = [[steps.LETTERS[i] for i in np.rint(w[:, 0] * 26).astype(int)] for w in x]
    rows = [
        (" ".join(g), steps.LETTERS[t], f"{s.max():.0%}", steps.LETTERS[a])
        for g, t, s, a in zip(given, truth, shares, answers)
    ]
    result = table.table(
        ("read", "next", "how sure", "answer"),
        rows,
        "The predicted letters",
        list(answers == truth),
    )
    short = table.table(
        ("read", "sure", "answer"), [(g, s, a) for g, _, s, a in rows], "The predicted letters",
        list(answers == truth), blocks=2,
    )  # fmt: skip
    pairs = [("".join(g), steps.LETTERS[t]) for g, t in zip(given, truth)]
    story = _story(
        "alphabet", "The next letter", model, epochs, accuracy, "the 23 samples",
        lambda on: raster.fit(short, on),
        "An LSTM reads three letters of the alphabet, one after the other, and names the one that follows. "
        "It learns the 23 samples by heart, one at a time; the table shows how sure it is of each.",
    )  # fmt: skip
    story.pictures += [
        Picture("alphabet-data", "The data", "Three letters are given, the blue one is to be found.",
                "All 23 samples as tiles: three letters, an arrow, and the letter that follows.",
                table.tiles(pairs, "What it learns from", columns=2)),
        _network(story),
        _learning(story, history),
        Picture("alphabet-result", "What it answers",
                "“How sure” is the probability it gives its answer; green answers are right, red ones wrong.",
                f"Table of 23 rows: the letters read, the next one, how sure the network is, and its answer; "
                f"{int((answers == truth).sum())} of 23 are right.", result),
    ]  # fmt: skip
    return story


def _trained(
    steps: Any, name: str, quick: bool, x: Any, y: Any, epochs: int | None = None, *build: Any
) -> tuple[Any, dict[str, list[float]], int]:
    """The program's network, trained as the program does; with how it went, and over how many epochs."""
    from keraunos.utils import set_random_seed

    set_random_seed(SEED)
    count = QUICK[name] if quick else epochs or steps.EPOCHS
    model = steps.build(*build)
    history = steps.train(model, x, y, count)
    return model, history.history, count


def _story(
    name: str, title: str, model: Any, epochs: int, accuracy: float, measured_on: str,
    highlight: Callable[[Any], Any], about: str,
) -> Story:  # fmt: skip
    report = model._report
    facts = {
        "parameters": f"{model.count_params():,}",
        "training": f"{epochs:,} epoch{'' if epochs == 1 else 's'}, {report.steps:,} steps",
        "to compile": f"{report.compile_seconds:.2f} s",
        "to run": f"{report.run_seconds:.2f} s",
    }
    shown = plot_model(model, None, show_shapes=True, show_layer_activations=True)
    return Story(name, title, about, accuracy, measured_on, facts, shown.scene, highlight)


def _network(story: Story) -> Picture:
    return Picture(
        f"{story.name}-network", "The network",
        "Each box is a layer, with the shape that goes in and the one that comes out; None stands for the "
        "number of samples.",
        f"Flow diagram of the network for {story.title.lower()}, with settings and shapes of each layer.",
        story.diagram,
    )  # fmt: skip


def _learning(story: Story, history: dict[str, list[float]]) -> Picture:
    ends = [f"{name} from {values[0]:.2f} to {values[-1]:.2f}" for name, values in history.items()]
    return Picture(
        f"{story.name}-curves", "How it learnt",
        "Accuracy is the share of right answers, loss how wrong its probabilities are; an epoch is one "
        "look at all the data.",
        f"Line charts over the epochs: {'; '.join(ends)}.", charts.curves(history),
    )  # fmt: skip


def _mnist_folder() -> Path:
    return config.keras_home() / "datasets"


def _digits_data(steps: Any, say: Callable[[str], Any]) -> Any:
    """Training and test data, and what they are: MNIST, or else the small digits of scikit-learn."""
    try:
        return *steps.load(), "MNIST"
    except (OSError, DataError) as error:
        why = (
            error
            if isinstance(error, DataError)
            else f"put mnist.npz into {_mnist_folder()} to have it"
        )
        say(f"  MNIST is not there and cannot be downloaded; smaller digits are used ({why}).")
    try:
        from sklearn.datasets import load_digits
    except ImportError as error:
        raise ImportError(
            "The digits need MNIST or scikit-learn. With a network run the demo again; without one put "
            f"mnist.npz into {_mnist_folder()}, or install the small digits: pip install scikit-learn."
        ) from error
    bunch: Any = load_digits()
    order = np.random.default_rng(SEED).permutation(len(bunch.images))
    images, answers = bunch.images[order], bunch.target[order]
    cut = len(images) * 4 // 5
    train, test = (
        steps.prepare(images[:cut], answers[:cut]),
        steps.prepare(images[cut:], answers[cut:]),
    )
    return train, test, "the digits of scikit-learn"
