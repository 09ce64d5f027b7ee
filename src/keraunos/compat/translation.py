"""The one rule by which a table of old arguments is applied to a call."""

from collections.abc import Iterable
from typing import Any, NamedTuple

from keraunos.compat.arguments import ANY, Table
from keraunos.compat.wording import say
from keraunos.core.errors import bad


class Call(NamedTuple):
    """Keyword arguments in today's words, and what was changed for them."""

    kwargs: dict[str, Any]
    old: dict[str, Any]
    new: dict[str, Any]
    gone: list[str]


def respelled(owner: str, kwargs: dict[str, Any], known: Iterable[str], table: Table) -> Call:
    """Translate the keywords for which the table has a word that is known; the rest stays as it is.

    Args:
        owner: the name of what is called, for messages.
        kwargs: the keyword arguments as given. known: the names it takes today.
    Raises: ValueError for an argument that is gone, given a value that mattered.
    """
    call = Call(dict(kwargs), {}, {}, [])
    known = frozenset(known)
    for names, today in table.joined.items():
        if today in known and names[0] in call.kwargs and not known.intersection(names):
            call.old.update({n: call.kwargs.pop(n) for n in names if n in call.kwargs})
            call.new[today] = tuple(call.old[n] for n in names if n in call.old)
    for name in list(call.kwargs):
        _respell(owner, call, name, known, table)
    for name, values in table.values.items():
        given = call.new.get(name, call.kwargs.get(name))
        if name in known and isinstance(given, (str, int)) and given in values:
            call.old.setdefault(name, call.kwargs.pop(name)) if name in call.kwargs else None
            call.new[name] = values[given]
    call.kwargs.update(call.new)
    return call


def _respell(owner: str, call: Call, name: str, known: frozenset[str], table: Table) -> None:
    """Move one argument to where it belongs today."""
    value = call.kwargs[name]
    if value is None and None in table.unset.get(name, ()):
        del call.kwargs[name]
        return
    if name in known:
        return
    taken = {*call.kwargs, *call.new}
    today = next((t for t in table.renamed.get(name, ()) if t in known and t not in taken), None)
    if today is not None:
        call.new[today] = call.old[name] = call.kwargs.pop(name)
    elif name in table.dropped:
        harmless = table.dropped[name]
        if not any(h is ANY or h is value or h == value for h in harmless):
            expected = f"{' or '.join(map(repr, harmless))}, as the argument is gone"
            raise ValueError(bad(owner, name, expected, value, "Leave it out."))
        call.gone.append(name)
        del call.kwargs[name]


def tell(owner: str, call: Call, today: str | None = None) -> None:
    """Say once, on one line, what was changed: the old words and today's.

    Args: today: the name of what is called today, if it is another.
    """
    today = today or owner
    if call.new:
        text = f"{owner}({_shown(call.old)}) is now {today}({_shown(call.new)})."
        say(text, key=f"{owner}({sorted(call.old)})")
    elif today != owner:
        say(f"{owner} is now {today}.")
    if call.gone:
        names = ", ".join(call.gone)
        say(f"{today} takes no {names} any more; left out.")


def _shown(arguments: dict[str, Any]) -> str:
    return ", ".join(f"{name}={_short(value)}" for name, value in arguments.items())


def _short(value: Any) -> str:
    text = repr(value)
    return text if len(text) <= 40 and not text.startswith("<") else "…"
