"""Which of the files that were brought is the network, and why the others are not used."""

from __future__ import annotations

from pathlib import Path

from graph.errors import LinchpinError
from graph.text import Text
from loaders.ties import holds_ties
from ui.influence.files import Uploaded

MATRIX = (".##h", ".##d")
File = tuple[str, bytes]
_OTHER = Text(
    "Not used: {names}. One network is looked at, the one brought last.",
    "未使用：{names}。一次只看一个关系网，以最后上传者为准。",
)
_TABLE = Text(
    "Not used: {names}. No columns say who turns to whom; a table of who everybody is belongs "
    "under People.",
    "未使用：{names}。没有说明谁找谁的列；人员表请放入“人员”。",
)
_UNREAD = Text("Not used: {why}", "未使用：{why}")


def network_among(files: list[File]) -> Uploaded | None:
    r"""Return the network among files, the last if there are several, and what the others are.

    Parameters
    ----------
    files : list of (str, bytes)
        Names and contents, in the order in which they were brought.

    Returns
    -------
    Uploaded or None
        Where none is a network, a table whose columns may yet be named, else whatever came last,
        for its reader to say what is wrong; None without files.

    Examples
    --------
    >>> found = network_among([("t.csv", b"from,to\na,b\n"), ("p.csv", b"id,age\na,40\n")])
    >>> found.name, str(found.left[0])[:16]
    ('t.csv', 'Not used: p.csv.')
    """
    parts = together(files)
    if len(parts) < 2:
        return parts[0] if parts else None
    said = [_said(part) for part in parts]
    order = (_OTHER, _TABLE)
    best = max(range(len(parts)), key=lambda i: (-_rank(said[i], order), i))
    left = [i for i in range(len(parts)) if i != best]
    alike = [
        word.format(
            names=", ".join(name for i in left if said[i] is word for name in _names(parts[i]))
        )
        for word in order
        if any(said[i] is word for i in left)
    ]
    others = [said[i] for i in left if said[i] not in order]
    return Uploaded(parts[best].files, left=(*alike, *others))


def together(files: list[File]) -> list[Uploaded]:
    """Return the files each for itself, a UCINET pair together, in the order of their last parts.

    Examples
    --------
    >>> pair = together([("a.##d", b"1"), ("b.csv", b"2"), ("a.##h", b"3")])
    >>> [[name for name, _ in part.files] for part in pair]
    [['b.csv'], ['a.##h', 'a.##d']]
    """
    parts: dict[str, dict[str, bytes]] = {}
    for name, data in files:
        path = Path(name)
        whose = path.stem + MATRIX[0] if path.suffix.lower() in MATRIX else name
        parts[whose] = {**parts.pop(whose, {}), name: data}
    return [Uploaded(tuple(sorted(part.items(), reverse=True))) for part in parts.values()]


def _rank(said: Text, order: tuple[Text, ...]) -> int:
    return order.index(said) if said in order else len(order)


def _names(part: Uploaded) -> list[str]:
    return [name for name, _ in part.files]


def _said(part: Uploaded) -> Text:
    """Return what is said of a file if another one is the network."""
    try:
        with part.on_disk() as path:
            return _OTHER if holds_ties(path) else _TABLE
    except LinchpinError as error:
        return _UNREAD.format(why=error.message)
