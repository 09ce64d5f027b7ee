"""What is said of old spellings, and where."""

import warnings

import pytest

from keraunos.compat.wording import OldSpellingWarning, forget, one_line, say, users_frame

pytestmark = pytest.mark.usefixtures("fresh")


def test_once_at_the_users_line():
    with pytest.warns(OldSpellingWarning) as caught:
        list(map(say, ("a is now b.", "a is now b.", "c is now d.")))
    assert [str(w.message) for w in caught] == ["a is now b.", "c is now d."]
    assert {w.filename for w in caught} == {__file__}


def test_a_key_says_what_is_the_same():
    with pytest.warns(OldSpellingWarning) as caught:
        _ = [say(f"f(a={n}) is now f(b={n}).", key="f(a)") for n in (1, 2)]
    assert len(caught) == 1
    forget()
    with pytest.warns(OldSpellingWarning, match=r"f\(a=3\)"):
        say("f(a=3) is now f(b=3).", key="f(a)")


def test_the_users_frame():
    frame = users_frame()
    assert frame is not None
    assert frame.f_code.co_name == "test_the_users_frame"


def test_one_line_without_the_source():
    text = one_line(OldSpellingWarning("lr is now learning_rate."), OldSpellingWarning, "s.py", 3)
    assert text == "s.py:3: lr is now learning_rate.\n"
    other = one_line(UserWarning("x"), UserWarning, "s.py", 3, "source")
    assert other == warnings._formatwarnmsg_impl(
        warnings.WarningMessage("x", UserWarning, "s.py", 3, line="source")
    )
