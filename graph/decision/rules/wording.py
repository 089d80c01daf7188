"""How figures and names are written in the sentences of findings, in both languages."""

from __future__ import annotations

from collections.abc import Sequence

from graph.decision.naming import Name as Name
from graph.model import values
from graph.rounding import share as share
from graph.text import Text

# A title has at most this many words.
TITLE_WORDS = 5
# Of a longer name so many stay: two may be the first two of another's, or end in "of".
NAME_WORDS = 3


def signed(x: float) -> str:
    """Write a lean or stance with its sign, a true minus, and two decimals.

    Examples
    --------
    >>> signed(0.081), signed(-0.4), signed(-0.001)
    ('+0.08', '−0.40', '0.00')
    """
    text = f"{x:+.2f}"
    return "0.00" if text in {"+0.00", "-0.00"} else text.replace("-", "−")


def listed(names: Sequence[Name], joint: Text | None = None, *, most: int | None = None) -> Text:
    """Join names: A, B and C; beyond ``most`` people they are counted.

    Examples
    --------
    >>> str(listed([Name("1", "Li", "李"), Name("2", "Wu", "吴"), Name("3", "He", "贺")]))
    'Li, Wu and He'
    >>> str(listed([Name("1", "Li", "李"), Name("2", "Wu", "吴"), Name("3", "He", "贺")], most=2))
    'Li, Wu and 1 more'
    """
    if most is not None and len(names) > most:
        return Text(
            ", ".join(n.text.en for n in names[:most]) + f" and {len(names) - most} more",
            "、".join(n.text.zh for n in names[:most]) + f"等{len(names)}人",
        )
    joint = joint or Text(" and ", "和")
    return Text(
        _joined([n.text.en for n in names], ", ", joint.en),
        _joined([n.text.zh for n in names], "、", joint.zh),
    )


def _joined(words: Sequence[str], comma: str, last: str) -> str:
    if len(words) < 2:
        return "".join(words)
    return comma.join(words[:-1]) + last + words[-1]


def titled(pattern: Text, name: Name) -> Text:
    """Fill ``{name}``; a long name is cut to three words where the English title has over five.

    What tells namesakes apart is never cut.

    Examples
    --------
    >>> str(titled(Text("One thread to {name}", "通往{name}只有一条路"), Name("x", "A B C", "丙")))
    'One thread to A B C'
    """
    others = len([w for w in pattern.en.split() if "{name}" not in w])
    room = max(TITLE_WORDS - others, NAME_WORDS)
    return Text(
        pattern.en.format(name=" ".join(name.en.split()[:room]) + name.apart.en),
        pattern.zh.format(name=name.text.zh),
    )


def role_name(role: str) -> Text:
    """Return what a role is called inside a sentence."""
    return Text(values.ROLES.label(role, "en").lower(), values.ROLES.label(role, "zh"))
