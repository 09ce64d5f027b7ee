import subprocess
import sys

import pytest

from keraunos.cli.demo import command
from keraunos.cli.demo.stories import Picture, Story
from keraunos.draw.scene import Scene


def told(quick):
    scene = Scene(20, 10, "t")
    facts = {"training": f"quick={quick}", "to compile": "1 s", "to run": "2 s"}
    return Story("one", "One", "About.", 0.5, "points", facts, scene, print,
                 [Picture("one-a", "A", "A.", "a", scene)])  # fmt: skip


def failing(quick):
    raise ImportError("pip install scikit-learn")


def test_pictures_and_page_are_written(tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(command, "_TELLERS", {"a thing": told})
    out = tmp_path / "deep" / "out"
    assert command.main(["--out", str(out), "--quick"]) == 0
    assert sorted(p.name for p in out.iterdir()) == ["index.html", "one-a.png", "one-a.svg"]
    said = capsys.readouterr().out
    assert "1/1 Training a network on a thing" in said
    assert "50.0% right on points; 1 s to compile, 2 s to run quick=True" in said
    assert str(out / "index.html") in said


def test_a_part_that_fails_leaves_the_others(tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(command, "_TELLERS", {"a": failing, "b": told})
    assert command.main(["--out", str(tmp_path)]) == 1
    assert "Left out: pip install scikit-learn" in capsys.readouterr().out
    page = (tmp_path / "index.html").read_text(encoding="utf8")
    assert "Not shown" in page
    assert "pip install scikit-learn" in page
    assert 'id="one"' in page


def test_the_folder_is_keraunos_demo_here(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(command, "_TELLERS", {"a": told})
    command.main([])
    assert (tmp_path / "keraunos-demo" / "index.html").exists()


def test_an_unknown_option_is_refused(capsys):
    with pytest.raises(SystemExit, match="2"):
        command.main(["--fast"])
    assert "--fast" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("code", "absent"),
    [
        (
            "from keraunos.cli.main import main\ntry: main(['--help'])\nexcept SystemExit: pass",
            "jax",
        ),
        ("import keraunos.utils, keraunos.cli.demo", "matplotlib"),
        ("import keraunos.cli.demo", "sklearn"),
    ],
)
def test_what_is_not_needed_yet_is_not_loaded(code, absent):
    asked = f"{code}\nimport sys; sys.exit({absent!r} in sys.modules)"
    assert subprocess.run([sys.executable, "-c", asked], stdout=subprocess.DEVNULL).returncode == 0
