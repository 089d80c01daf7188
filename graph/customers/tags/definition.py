"""What a tag is and how it is obtained, checked; as it is kept with the store."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date
from typing import TYPE_CHECKING, Any, Literal

from graph.errors import UsageError, nearest
from graph.model import fold, values
from graph.text import Text

if TYPE_CHECKING:
    from collections.abc import Mapping

How = Literal["rule", "threshold", "model", "import"]
# Somebody's files say who carries it; no definition of ours.
STATED = "stated"
LONGEST = 80
BASE_TAGS = 3


@dataclass(frozen=True)
class Applied:
    """One time a definition was applied."""

    applied_on: date
    added: int
    removed: int


@dataclass(frozen=True)
class Definition:
    """A tag and how it is obtained.

    Parameters
    ----------
    id, name : str
    dimension : str
        demographic, social, psychographic or business.
    how : str
        rule, threshold, model or import.
    text : str
        The Cypher, the expression, or the name of the imported file.
    base : bool
        One of the three base tags.
    confidence : float
        How sure the tag is, 0..1.
    excludes : tuple of str
        Tags that nobody can carry beside it.
    kinds : tuple of str
        The kinds of customers that it was about when last evaluated.
    applied_on : date or None
    history : tuple of Applied
        Each time that applying it changed who carries it, and the first.
    """

    id: str
    name: str
    dimension: str
    how: How
    text: str
    base: bool = False
    confidence: float = 0.8
    excludes: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    applied_on: date | None = None
    history: tuple[Applied, ...] = field(default=())

    @property
    def source(self) -> str:
        """The name under which it states who carries it.

        Examples
        --------
        >>> Definition("T-BIG", "Large", "business", "threshold", "employees >= 500").source
        'tag:T-BIG'
        """
        return f"tag:{self.id}"

    def applied(self, on: date, added: int, removed: int) -> Definition:
        """Return it with one more time applied; a time that changed nothing adds no line."""
        first = self.applied_on is None
        entry = (Applied(on, added, removed),) if first or added or removed else ()
        return replace(self, applied_on=on, history=(*self.history, *entry))

    def body(self) -> dict[str, Any]:
        """Return it as the JSON that is kept."""
        return {
            "id": self.id,
            "name": self.name,
            "dimension": self.dimension,
            "how": self.how,
            "text": self.text,
            "base": self.base,
            "confidence": self.confidence,
            "excludes": list(self.excludes),
            "kinds": list(self.kinds),
            "applied_on": self.applied_on.isoformat() if self.applied_on else None,
            "history": [[a.applied_on.isoformat(), a.added, a.removed] for a in self.history],
        }

    @classmethod
    def read(cls, body: Mapping[str, Any]) -> Definition:
        """Read what :meth:`body` made."""
        when = body["applied_on"]
        return cls(
            **{
                **body,
                "excludes": tuple(body["excludes"]),
                "kinds": tuple(body["kinds"]),
                "applied_on": date.fromisoformat(when) if when else None,
                "history": tuple(
                    Applied(date.fromisoformat(on), added, removed)
                    for on, added, removed in body["history"]
                ),
            }
        )


def checked_id(given: str) -> str:
    """Return the id of a tag; refuse one that cannot be one."""
    return _short(given, Text("id", "编号"))


def checked_name(given: str) -> str:
    """Return the name of a tag on one line; refuse an empty or overlong one.

    Examples
    --------
    >>> checked_name('  Large  "key" account ')
    'Large "key" account'
    """
    return _short(given, Text("name", "名称"))


def _short(given: str, what: Text) -> str:
    chosen = " ".join(given.split())
    if not 0 < len(chosen) <= LONGEST or not chosen.isprintable():
        raise UsageError(
            Text(
                "The {what} of a tag has 1 to {most} characters that can be seen.",
                "标签的{what}应为 1 到 {most} 个可见字符。",
            ).format(what=what, most=LONGEST)
        )
    return chosen


def checked_dimension(given: str) -> str:
    """Return one of the four dimensions, from its name in either language.

    Raises
    ------
    UsageError
        None of the four; the nearest is named.

    Examples
    --------
    >>> checked_dimension("Business"), checked_dimension("社会群体")
    ('business', 'social')
    """
    spelled = {
        fold(word): v.value
        for v in values.TAG_DIMENSIONS.values
        for word in (v.value, v.en, v.zh, *v.spellings)
    }
    found = spelled.get(fold(given))
    if found is not None:
        return found
    near = nearest(given, spelled)
    words = ", ".join(values.TAG_DIMENSIONS.words)
    hint = Text(f"There are {words}.", f"可选：{words}。")
    if near:
        hint = Text(
            f"Did you mean {spelled[near[0]]}? {hint.en}", f"是否指 {spelled[near[0]]}？{hint.zh}"
        )
    raise UsageError(
        Text("'{given}' is no dimension of tags.", "“{given}”不是标签维度。").format(given=given),
        hint,
    )


def checked_confidence(given: float) -> float:
    """Return a confidence of 0..1; refuse any other number."""
    if not 0 <= given <= 1:
        raise UsageError(
            Text(
                "A confidence lies between 0 and 1, found {given:g}.",
                "置信度应在 0 与 1 之间，发现 {given:g}。",
            ).format(given=given)
        )
    return given
