"""An Analysis as the map needs it: everybody by id, in the reader's language."""

from __future__ import annotations

from collections import defaultdict
from functools import cached_property
from itertools import pairwise

from graph.decision.narrowed import Narrowed
from graph.decision.results import Access, Analysis, Cover, PersonRow, Seller, Tie
from graph.text import Language
from ui import format as fmt
from ui.diagram import words


def unnamed(person: PersonRow) -> bool:
    """Tell whether a placeholder has no name but that of the post."""
    if not person.placeholder or person.name in ("", person.id):
        return person.placeholder
    posts = [title for title in (person.title, person.title_en) if title]
    return any(
        name.startswith(post) for name in (person.name, person.name_en or "") for post in posts
    )


class View:
    """One deal in one language.

    Parameters
    ----------
    analysis : Analysis
        The answer to draw.
    language : {"en", "zh"}
        The reader's language.
    narrowed : Narrowed or None
        How deciders are reached over the kinds of relationship that are shown, where not all are;
        places do not depend on it.
    """

    def __init__(
        self, analysis: Analysis, language: Language, narrowed: Narrowed | None = None
    ) -> None:
        self.analysis = analysis
        self.narrowed = narrowed
        self.hidden = frozenset[str]() if narrowed is None else narrowed.hidden
        self.language: Language = language
        self.people: dict[str, PersonRow] = {p.id: p for p in analysis.people}
        self.sellers: dict[str, Seller] = {s.id: s for s in analysis.team}
        self.deciders: dict[str, float] = {
            d.id: d.weight for d in analysis.deciders if d.id in self.people
        }
        self.strongest = max((p.influence for p in analysis.people), default=0.0)

    def name(self, id_: str) -> str:
        """Return a person's or seller's name; a placeholder is not yet known."""
        person = self.people.get(id_)
        if person is not None and unnamed(person):
            return words.NOT_YET_KNOWN[self.language]
        thing = person or self.sellers.get(id_)
        if thing is None:
            return id_
        own, english = thing.name, thing.name_en
        return ((english or own) if self.language == "en" else (own or english)) or id_

    def title(self, person: PersonRow) -> str:
        """Return the job title, empty where none is known."""
        return self._either(person.title, person.title_en)

    def department(self, person: PersonRow) -> str:
        """Return the department's name, empty where none is known."""
        return self._either(person.department, person.department_en)

    def _either(self, own: str | None, english: str | None) -> str:
        return ((english or own) if self.language == "en" else (own or english)) or ""

    def deal(self) -> str:
        """Return the name of the deal."""
        deal = self.analysis.opportunity
        return self._either(deal.name, deal.name_en) or deal.id

    def enterprise(self) -> str:
        """Return the name of the deal's customer."""
        deal = self.analysis.opportunity
        return self._either(deal.enterprise_name, deal.enterprise_name_en)

    def about(self) -> str:
        """Return what stands below the deal's name: customer, day, and what is not shown."""
        day = fmt.day(self.analysis.as_of, None, self.language)
        names = [words.KINDS[k][self.language] for k in words.KINDS if k in self.hidden]
        kinds = ("、" if self.language == "zh" else ", ").join(names)
        without = words.WITHOUT[self.language].format(kinds=kinds) if kinds else ""
        return " · ".join(part for part in (self.enterprise(), day, without) if part)

    @cached_property
    def ties(self) -> list[Tie]:
        """The ties whose two ends are here, each once, in a fixed order."""
        seen: dict[tuple[str, str, str], Tie] = {}
        for tie in self.analysis.ties:
            if tie.source != tie.target and tie.source in self.people and tie.target in self.people:
                seen.setdefault((tie.kind, tie.source, tie.target), tie)
        return [seen[key] for key in sorted(seen)]

    @cached_property
    def shown(self) -> list[Tie]:
        """The ties of the kinds that are shown."""
        return [tie for tie in self.ties if tie.kind not in self.hidden]

    @property
    def team_title(self) -> str:
        """What stands on the band of those who reach the people from outside."""
        return words.OUR_TEAM[self.language]

    def covers(self, person: PersonRow) -> list[Cover]:
        """Return who of ours covers a person, nobody where cover is not shown."""
        return [] if "COVERS" in self.hidden else person.covers

    def unmet(self, seller: str, person: str) -> bool:
        """Tell whether somebody is a seller of ours who does not cover a person yet."""
        row = self.people.get(person)
        known = {c.seller for c in row.covers} if row is not None else set()
        return seller in self.sellers and seller not in known

    @property
    def access(self) -> list[Access]:
        """How deciders are reached over the ties that are shown."""
        return self.analysis.access if self.narrowed is None else self.narrowed.access

    @cached_property
    def chances(self) -> dict[tuple[str, str], float]:
        """What gets over each step that is known by number, over the ties that are shown."""
        found: dict[tuple[str, str], float] = {
            (t.source, t.target): t.weight
            for t in self.shown
            if t.kind == "INFLUENCES" and t.weight is not None
        }
        if self.narrowed is not None:
            found |= {(a, b): p for a, b, p in self.narrowed.ties}
        elif self.analysis.model is not None:
            found |= {(a, b): p for a, b, p in self.analysis.model.ties}
        for person in self.analysis.people:
            found |= {(c.seller, person.id): c.strength for c in self.covers(person)}
        for access in self.access:
            found |= dict(zip(pairwise(access.best_route), access.best_route_steps, strict=False))
        return found

    @cached_property
    def bosses(self) -> dict[str, list[str]]:
        """Whom each person reports to."""
        found: dict[str, list[str]] = defaultdict(list)
        for tie in self.ties:
            if tie.kind == "REPORTS_TO":
                found[tie.source].append(tie.target)
        return dict(found)

    @cached_property
    def uncovered(self) -> set[str]:
        """People with power whom none of ours covers, as the findings say."""
        return {f.subject.id for f in self.analysis.findings if f.kind == "uncovered_power"}

    @cached_property
    def separators(self) -> set[str]:
        """People and sellers through whom every road to some decider runs."""
        return {s for a in self.access if a.threads == 1 for s in a.separators}

    @cached_property
    def reliability(self) -> dict[str, float]:
        """How surely each decider is reached."""
        return {a.decider: a.reliability for a in self.access}

    def share(self, value: float | None) -> str:
        """Return a share as a percentage."""
        return fmt.share(value)

    def stance_word(self, person: PersonRow) -> str:
        """Return the stance in words."""
        from ui.tokens import stance_word

        return words.STANCE_WORDS[stance_word(person.stance)][self.language]

    def cover_words(self, person: PersonRow) -> str:
        """Say who covers a person."""
        sellers = [c for c in person.covers if c.strength > 0]
        if not sellers:
            return words.NOT_COVERED[self.language]
        who = ", ".join(f"{self.name(c.seller)} {fmt.share(c.strength)}" for c in sellers)
        return words.COVERED_BY[self.language].format(who=who)
