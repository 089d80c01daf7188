"""The mend of a finding as changes of a what-if, so that the same mend can be tried anywhere.

What a finding says of its mend, what the screen draws of it, and what a what-if makes of it then
agree to the last digit: it is one set of changes.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from graph.decision.results import Analysis, Finding, Mend


class Contact(NamedTuple):
    """A contact of ours with a person, of this strength once the finding is mended."""

    seller: str
    person: str
    strength: float


def mend_changes(analysis: Analysis, finding: Finding) -> list[str]:
    """Return the changes of a what-if by which a finding is mended.

    Parameters
    ----------
    analysis : Analysis
        The deal as it is.
    finding : Finding
        One of its findings.

    Returns
    -------
    list of str
        As ``--what-if`` takes them; none where the mend is not one that a what-if can make: a role
        for somebody not known yet, a second source, a question answered, a seller still to be
        named.

    Examples
    --------
    >>> from graph.decision.results import Finding, Mend
    >>> against = Finding.model_construct(kind="hostile_power",
    ...     mend=Mend(kind="stance", person="luo"))
    >>> mend_changes(None, against)
    ['stance:luo=neutral']
    """
    mend = finding.mend
    if mend is None:
        return []
    if mend.kind == "stance" and mend.person:
        return [f"stance:{mend.person}=neutral"]
    if mend.kind == "tie" and mend.by and mend.person and mend.strength is not None:
        return [f"influence:{mend.by}>{mend.person}={mend.strength!r}"]
    return [f"cover:{c.seller}>{c.person}={c.strength!r}" for c in contacts_of(analysis, finding)]


def contacts_of(analysis: Analysis, finding: Finding) -> list[Contact]:
    """Return the contacts by which a finding is mended; none where it is mended otherwise."""
    mend = finding.mend
    made = None if mend is None else _CONTACTS.get(mend.kind)
    if made is None or mend is None or mend.seller is None or mend.strength is None:
        return []
    return made(analysis, finding, mend)


def _one(analysis: Analysis, finding: Finding, mend: Mend) -> list[Contact]:
    """Return the one contact: a further one, or what lifts our coverage to the strength."""
    if mend.person is None or mend.strength is None or mend.seller is None:
        return []
    strength = mend.strength
    if finding.kind in ("uncovered_power", "weak_step"):  # the coverage by all of ours together
        others = [s for seller, s in _held(analysis, mend.person).items() if seller != mend.seller]
        missed = math.prod(1 - s for s in others)
        strength = max(0.0, 1 - (1 - strength) / missed) if missed > 0 else 0.0
    return [Contact(mend.seller, mend.person, strength)]


def _second(analysis: Analysis, finding: Finding, mend: Mend) -> list[Contact]:
    """Return the contacts of a second seller with everybody whom the first one covers."""
    covered = [p.id for p in analysis.people if _held(analysis, p.id).get(finding.subject.id)]
    return [Contact(str(mend.seller), p, float(mend.strength or 0.0)) for p in covered]


def _several(analysis: Analysis, finding: Finding, mend: Mend) -> list[Contact]:  # noqa: ARG001
    """Return a contact with each person by a seller not there yet; none where too few are ours."""
    ours = [str(mend.seller), *(s.id for s in analysis.team if s.id != mend.seller)]
    made: list[Contact] = []
    for person in mend.people:
        there = {*_held(analysis, person), *(c.seller for c in made if c.person == person)}
        seller = next((s for s in ours if s not in there), None)
        if seller is None:
            return []
        made.append(Contact(seller, person, float(mend.strength or 0.0)))
    return made


def _held(analysis: Analysis, person: str) -> dict[str, float]:
    """Return our strength with a person today, by seller."""
    row = next((p for p in analysis.people if p.id == person), None)
    return {} if row is None else {c.seller: c.strength for c in row.covers if c.strength > 0}


_CONTACTS: dict[str, Callable[[Analysis, Finding, Mend], list[Contact]]] = {
    "contact": _one,
    "further_contact": _one,
    "contact_today": _one,
    "contacts": _several,
    "second_seller": _second,
}
