"""The mend of a finding in words, and the ways to try it: in the What-if view and in the Plan.

Words, figures, picture and map are of one assumption: the mend's own. A meeting of the plan is
another thing, a single one, and is called so.
"""

from __future__ import annotations

from collections.abc import Callable

from graph.decision.plan.routes import ROUTE_KINDS
from graph.decision.results import Analysis, Finding, Mend
from graph.decision.what_if.mending import mend_changes
from graph.errors import LinchpinError
from graph.settings_plan import PlanSettings
from graph.vocabulary import values
from ui import format as fmt
from ui import services, services_plan
from ui.components.html import Markup, el, icon
from ui.deal import chosen as pick
from ui.deal import kinds
from ui.services_plan import Wanted
from ui.text import t, together, word

Names = Callable[[str], str]
MOST_NAMES = 3
# Mends that are a contact with one person, made by several meetings.
ONE_CONTACT = ("contact", "further_contact")
# Mends for which somebody of ours sits down with a person.
MET = (*ONE_CONTACT, "contacts", "contact_today", "source", "question")
# Rules whose mend is the coverage by all of ours together, not one contact of its own.
COVERAGE = ("uncovered_power", "weak_step")


def title(finding: Finding, names: Names) -> str:
    """Return what is supposed: who does what until the finding is mended."""
    mend = finding.mend
    made = None if mend is None else _TITLES.get(mend.kind)
    if made is None or mend is None:
        return t("If this is mended")
    return made(finding, mend, names) or t("If this is mended")


def _contact(_finding: Finding, mend: Mend, names: Names) -> str:
    if mend.person is None:
        return ""
    who = names(mend.person)
    if mend.seller is None:
        return t("If another seller of ours meets {person} more than once", person=who)
    seller = names(mend.seller)
    return t("If {seller} meets {person} more than once", seller=seller, person=who)


def _contacts(_finding: Finding, mend: Mend, names: Names) -> str:
    if not mend.people:
        return ""
    return t("If we meet {people} more than once", people=_several(mend.people, names))


def _today(_finding: Finding, mend: Mend, names: Names) -> str:
    seller, person = names(mend.seller or ""), names(mend.person or "")
    return t("If {seller} contacts {person} today", seller=seller, person=person)


def _second(finding: Finding, mend: Mend, names: Names) -> str:
    first = names(finding.subject.id)
    if mend.seller is None:
        return t("If a second seller stands beside {first}", first=first)
    return t("If {second} stands beside {first}", second=names(mend.seller), first=first)


def _stance(_finding: Finding, mend: Mend, names: Names) -> str:
    return t("If {person} becomes neutral", person=names(mend.person or ""))


def _tie(_finding: Finding, mend: Mend, names: Names) -> str:
    one, other = names(mend.by or ""), names(mend.person or "")
    return t("If {person} listens to {ally}", person=other, ally=one)


def _source(_finding: Finding, mend: Mend, names: Names) -> str:
    return t("If a second source agrees about {person}", person=names(mend.person or ""))


def _question(_finding: Finding, mend: Mend, names: Names) -> str:
    return t("If it is certain where {person} stands", person=names(mend.person or ""))


def _role(_finding: Finding, mend: Mend, _names: Names) -> str:
    return t("If it is known who is {role}", role=word(values.ROLES, mend.role))


def _towards(_finding: Finding, mend: Mend, names: Names) -> str:
    who = _several(mend.people, names)
    return t("If it is known where {people} stand towards {rival}", people=who,
             rival=names(mend.by or ""))  # fmt: skip


_TITLES: dict[str, Callable[[Finding, Mend, Names], str]] = {
    "contact": _contact,
    "further_contact": _contact,
    "contacts": _contacts,
    "contact_today": _today,
    "second_seller": _second,
    "stance": _stance,
    "tie": _tie,
    "source": _source,
    "question": _question,
    "role": _role,
    "stance_towards": _towards,
}


def _several(ids: list[str], names: Names) -> str:
    each = list(dict.fromkeys(ids))
    shown = together(names(id_) for id_ in each[:MOST_NAMES])
    more = len(each) - MOST_NAMES
    return t("{people} and {n} more", people=shown, n=more) if more > 0 else shown


def assumed(finding: Finding) -> str:
    """Return what is assumed of the mend, in words; nothing where it needs no number."""
    mend = finding.mend
    if mend is None or mend.strength is None:
        return ""
    n = fmt.share(mend.strength)
    if mend.kind in ONE_CONTACT:
        if finding.kind in COVERAGE:
            return t("assumes a coverage of {n}", n=n)
        return t("assumes a contact of {n}", n=n)
    words = {
        "contacts": t("assumes {k} contacts of {n} each",
                      k=len(mend.people), n=n),
        "second_seller": t("assumes a contact of {n} with each of them", n=n),
        "contact_today": t("assumes the tie is as strong as it was: {n}", n=n),
        "tie": t("assumes a tie of {n}", n=n),
        "source": t("assumes a source sure at {n}", n=n),
    }  # fmt: skip
    return words.get(mend.kind, "")


def after_mend(analysis: Analysis, finding: Finding) -> Analysis | None:
    """Return the deal with the mend made; None where a what-if cannot make it."""
    changes = tuple(mend_changes(analysis, finding))
    if not changes:
        return None
    try:
        return services.analysis(analysis.opportunity.id, what_if=changes)
    except LinchpinError:
        return None


def buttons(analysis: Analysis, finding: Finding, plan: PlanSettings) -> Markup | None:
    """Return the ways to try the mend: as a what-if, and as a meeting of the plan."""
    tries = _try(finding) if mend_changes(analysis, finding) else None
    meets = _plan(analysis, finding, plan)
    return el("span", "remedy-ways", tries, meets) if tries or meets else None


def _try(finding: Finding) -> Markup:
    return el(
        "button",
        "quiet-button",
        icon("science"),
        t("Try in What-if"),
        type="button",
        data_id=f"try:{finding.key}",
        tabindex="0",
    )


def _plan(analysis: Analysis, finding: Finding, plan: PlanSettings) -> Markup | None:
    mend = finding.mend
    person = next((p for p in analysis.people if mend and p.id == mend.person), None)
    ours = mend is not None and mend.seller in {s.id for s in analysis.team}
    if mend is None or person is None or person.placeholder or not ours or mend.kind not in MET:
        return None
    hours = f"{plan.takes(str(mend.seller), person.employer):g}"
    first = t("Plan the first meeting · {n} h", n=hours)
    return el(
        "button",
        "quiet-button first",
        icon("event_available"),
        first if mend.kind == "contacts" else t("Plan this meeting · {n} h", n=hours),
        type="button",
        data_id=f"plan:{pick.route([str(mend.seller), person.id]).id}",
        tabindex="0",
    )


def second_route(analysis: Analysis, finding: Finding, *, every: bool = False) -> list[str]:
    """Return another route of ours to the decider of a finding, the best beside those it names.

    Over the kinds of ties that are shown, or over ``every`` kind.
    """
    access = next((a for a in analysis.access if a.decider == finding.subject.id), None)
    if access is None or not access.best_route:
        return []
    shown = kinds.NAMES if every else kinds.shown()
    wanted = Wanted((access.decider,), kinds=tuple(k for k in ROUTE_KINDS if k in shown))
    named = [access.best_route, *access.routes]
    found = services_plan.routes_of(analysis.opportunity.id, wanted)
    return next((r.ids for r in found if r.ids not in named), [])
