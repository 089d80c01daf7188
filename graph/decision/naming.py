"""What people and sellers are called in sentences, those of one name told apart.

Two people of one answer may have the same name, a person and a seller too, and often in one
language alone. Each of them is then named with what only they have among those of that name: the
title, else the department, else the id; of a seller the role, else the id.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from graph.decision.columns import names, values
from graph.decision.results import Subject
from graph.model import values as listed_values
from graph.text import Text

if TYPE_CHECKING:
    from graph.decision.model import DealModel

NOTHING = Text("", "")
_POST = ("title", "title_en", "department", "department_en")


@dataclass(frozen=True)
class Name:
    """The id of a node with its name in both languages; ``apart`` tells it from its namesakes."""

    id: str
    en: str
    zh: str
    apart: Text = NOTHING

    @property
    def text(self) -> Text:
        """What it is called in a sentence."""
        return Text(self.en, self.zh) + self.apart

    def subject(self, kind: str) -> Subject:
        """Return it as the subject of a finding, which has its id beside the plain name."""
        return Subject(kind=kind, id=self.id, name=self.zh, name_en=self.en)


@dataclass(frozen=True)
class Bearer:
    """Somebody who has a name, and what may tell them from others of it, the best first."""

    id: str
    en: str
    zh: str
    marks: tuple[Text, ...] = ()


def told_apart(bearers: Sequence[Bearer]) -> list[Name]:
    """Return the names of those who stand in one answer, namesakes each with what tells them.

    Examples
    --------
    >>> chief = Bearer("p1", "Li Wei", "李伟", (Text("President", "行长"),))
    >>> others = [Bearer("p2", "Li Wei", "李薇"), Bearer("p3", "He Jun", "贺军")]
    >>> [str(name.text) for name in told_apart([chief, *others])]
    ['Li Wei (President)', 'Li Wei (p2)', 'He Jun']
    >>> told_apart([chief, *others])[0].text.zh
    '李伟'
    """
    english = _marks(bearers, "en")
    chinese = _marks(bearers, "zh")
    return [
        Name(
            b.id,
            b.en,
            b.zh,
            Text(f" ({en})" if en else "", f"（{zh}）" if zh else "") if en or zh else NOTHING,
        )
        for b, en, zh in zip(bearers, english, chinese, strict=True)
    ]


def _marks(bearers: Sequence[Bearer], language: str) -> list[str]:
    """Return what tells each bearer from those of the same name in a language, else nothing."""
    alike: dict[str, list[int]] = {}
    for i, b in enumerate(bearers):
        alike.setdefault((b.zh if language == "zh" else b.en).casefold(), []).append(i)
    found = [""] * len(bearers)
    for group in alike.values():
        if len(group) > 1:
            marks = _telling([bearers[i] for i in group], language)
            for i, mark in zip(group, marks, strict=True):
                found[i] = mark
    return found


def _telling(namesakes: Sequence[Bearer], language: str) -> list[str]:
    """Return the first mark that only one of the namesakes has, else the id."""
    said = Counter(mark for b in namesakes for mark in {m[language] for m in b.marks})
    own = ([m[language] for m in b.marks if m[language]] for b in namesakes)
    return [
        next((mark for mark in marks if said[mark] == 1), b.id)
        for b, marks in zip(namesakes, own, strict=True)
    ]


def people_named(model: DealModel) -> list[Name]:
    """Return what each person of a deal's model is called."""
    return _known(model)[: model.size]


def sellers_named(model: DealModel) -> list[Name]:
    """Return what each of our team in a deal is called."""
    return _known(model)[model.size :]


def _known(model: DealModel) -> list[Name]:
    """Return the names, put together once for a model: every sentence asks for them."""
    kept = model.__dict__
    if "_names" not in kept:
        kept["_names"] = _named(model)
    found: list[Name] = kept["_names"]
    return found


def _named(model: DealModel) -> list[Name]:
    own = names(model.snapshot, "Person", model.people)
    ours = names(model.snapshot, "Seller", model.team)
    plain = [Bearer(*who) for who in (*own, *ours)]
    if all(len({getattr(b, way).casefold() for b in plain}) == len(plain) for way in ("en", "zh")):
        return [Name(b.id, b.en, b.zh) for b in plain]
    marks = [*_posts(model), *_parts(model)]
    return told_apart([Bearer(b.id, b.en, b.zh, m) for b, m in zip(plain, marks, strict=True)])


def _posts(model: DealModel) -> list[tuple[Text, ...]]:
    """Return title and department of each person."""
    held = np.flatnonzero(model.posts.row >= 0)
    posts = model.snapshot.edge("WORKS_FOR")
    columns = [values(posts, field, model.posts.row[held]) for field in _POST]
    found: list[tuple[Text, ...]] = [()] * model.size
    for i, title, title_en, unit, unit_en in zip(held.tolist(), *columns, strict=True):
        found[i] = (_both(title, title_en), _both(unit, unit_en))
    return found


def _both(own: str | None, english: str | None) -> Text:
    return Text(english or own or "", own or english or "")


def _parts(model: DealModel) -> list[tuple[Text, ...]]:
    """Return the role of each of our team."""
    roles = values(model.snapshot.nodes["Seller"], "role", model.team)
    listed = listed_values.SELLER_ROLES
    return [
        (Text(listed.label(role, "en").lower(), listed.label(role, "zh")),) if role else ()
        for role in roles
    ]
