"""`keraunos demo`: trains, draws, writes the page and says where it is."""

import argparse
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from keraunos.cli.demo import stories
from keraunos.cli.demo.page import page_of
from keraunos.cli.demo.poster import poster_of
from keraunos.cli.demo.stories import Story

_TELLERS: dict[str, Callable[[bool], Story]] = {
    "a spiral of three classes": stories.spiral,
    "handwritten digits": stories.digits,
    "the next letter of the alphabet": stories.alphabet,
}
"""What is trained -> what trains it and tells of it."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the demo; 1 if a part of it could not be shown."""
    options = _options(arguments)
    began = time.perf_counter()
    out = Path(options.out)
    out.mkdir(parents=True, exist_ok=True)
    told, notes = _tell(options.quick)
    for story in told:
        for picture in story.pictures:
            for form, content in picture.files.items():
                (out / f"{picture.name}.{form}").write_bytes(content)
    page = out / "index.html"
    page.write_text(page_of(told, notes, time.perf_counter() - began), encoding="utf8")
    if options.poster:
        Path(options.poster).write_bytes(poster_of(told))
    print(f"\nThe page: {page.resolve()}\nOpen it in a browser; it needs no network.")
    return 1 if notes else 0


def _options(arguments: Sequence[str] | None) -> Any:
    parser = argparse.ArgumentParser(
        prog="keraunos demo",
        description="Train three small networks and write a page that shows what they learnt.",
    )
    parser.add_argument(
        "--out", default="keraunos-demo", metavar="DIR", help="where to (keraunos-demo)"
    )
    parser.add_argument("--quick", action="store_true", help="train a few epochs only")
    parser.add_argument("--poster", metavar="FILE", help="also write one wide PNG of it all")
    return parser.parse_args(arguments)


def _tell(quick: bool) -> tuple[list[Story], list[str]]:
    """The stories that could be told, and for each that could not what to do."""
    told: list[Story] = []
    notes: list[str] = []
    for number, (name, teller) in enumerate(_TELLERS.items(), 1):
        print(f"{number}/{len(_TELLERS)} Training a network on {name} …", flush=True)
        try:
            story = teller(quick)
        except ImportError as error:
            notes.append(str(error))
            print(f"  Left out: {error}", flush=True)
            continue
        told.append(story)
        facts = story.facts
        print(
            f"  {story.accuracy:.1%} right on {story.measured_on}; {facts['to compile']} to compile, "
            f"{facts['to run']} to run {facts['training']}",
            flush=True,
        )
    return told, notes
