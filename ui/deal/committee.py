"""The committee as the Deal page shows it: power of the members, coalitions that win."""

from __future__ import annotations

from collections.abc import Sequence

from graph.decision.plan.results import CommitteePower
from graph.decision.results import Analysis, PersonRow, Sentence
from ui import format as fmt
from ui.components.html import Markup, el, icon, join, share_bar
from ui.deal import chosen as pick
from ui.deal.figures import glyph, name_of
from ui.deal.votes import votes_of
from ui.text import language, say, t, tn, together

# Coalitions that are shown; more are counted.
SHOWN = 30


def power_table(analysis: Analysis, power: CommitteePower) -> Markup:
    """Return the indices of each member, the most powerful first."""
    people = {p.id: p for p in analysis.people}
    order = sorted(power.votes, key=lambda i: (-power.shapley_shubik[i], -power.banzhaf[i], i))
    most = max(*power.banzhaf.values(), *power.shapley_shubik.values())
    titles = (
        (t("Member"), ""),
        (t("Votes"), "num"),
        (t("Banzhaf"), ""),
        (t("Shapley–Shubik"), ""),
        (t("Swings"), "num"),
        (t("Today"), ""),
    )
    head = el("thead", "", el("tr", "", *(el("th", css, name) for name, css in titles)))
    body = el("tbody", "", *(_member(people[id_], power, most) for id_ in order))
    foot = t(
        "Banzhaf: share of all swings, the coalitions that win with a member and lose without. "
        "Shapley–Shubik: share of the orders of arrival in which the member decides. Both exact."
    )
    return el(
        "section",
        "panel",
        el("div", "panel-head", el("h2", "", t("Power"), el("span", "beside", t("exact")))),
        el("div", "scroll plain-head", el("table", "power", head, body)),
        el("p", "rest small-text", foot),
    )


def _member(person: PersonRow, power: CommitteePower, most: float) -> Markup:
    id_ = person.id
    swings = f"{fmt.whole(power.banzhaf_raw[id_])}"
    return el(
        "tr",
        "",
        el("td", "", _named(person, veto=id_ in power.vetoes)),
        el("td", "num", votes_of(power.votes[id_])),
        el("td", "", _index(power.banzhaf[id_], most)),
        el("td", "", _index(power.shapley_shubik[id_], most)),
        el("td", "num second", swings),
        el("td", "", _today(id_, power)),
        data_id=f"map:person:{id_}",
        tabindex="0",
    )


def _named(person: PersonRow, *, veto: bool) -> Markup:
    english = language() == "en"
    title = (person.title_en or person.title) if english else (person.title or person.title_en)
    called = el("span", "cut", name_of(person), title=name_of(person))
    name = join(called, el("span", "chip bad veto", t("veto")) if veto else None)
    under = el("span", "small-text cut", title or "", title=title or "")
    return el("div", "pair", glyph(person.stance), el("div", "two", el("b", "named", name), under))


def _index(value: float, most: float) -> Markup:
    return el(
        "span",
        "index",
        share_bar(value / most if most else 0.0, "primary"),
        el("b", "", fmt.share(value)),
    )


def _today(id_: str, power: CommitteePower) -> Markup:
    if id_ in power.for_us:
        side = el("span", "chip good", t("for us"))
    elif id_ in power.against:
        side = el("span", "chip bad", t("against"))
    else:
        side = el("span", "chip quiet", t("undecided"))
    pivotal = el("span", "chip line", t("pivotal")) if id_ in power.pivotal else None
    inferred = el("span", "chip line", t("inferred")) if id_ in power.inferred else None
    return join(side, " ", inferred, " " if inferred else None, pivotal)


def coalitions_panel(analysis: Analysis, power: CommitteePower) -> Markup:
    """Return the minimal winning coalitions, those that lack fewest members first."""
    people = {p.id: p for p in analysis.people}
    ours = set(power.for_us)
    ordered = sorted(
        power.minimal_coalitions, key=lambda own: (len(set(own) - ours), len(own), own)
    )
    head = el(
        "div",
        "panel-head",
        el(
            "h2",
            "",
            t("Minimal winning coalitions"),
            el("span", "beside", t("each is enough, and needs every one of its members")),
        ),
        el("b", "second", fmt.whole(power.coalition_count)),
    )
    rows = [_coalition(own, people, ours) for own in ordered[:SHOWN]]
    rest = power.coalition_count - len(rows)
    more = el("p", "rest small-text", t("and {n} more", n=rest)) if rest > 0 else None
    return el("section", "panel coalitions", head, *rows, more)


def _coalition(own: Sequence[str], people: dict[str, PersonRow], ours: set[str]) -> Markup:
    missing = [id_ for id_ in own if id_ not in ours]
    members = [
        el(
            "span",
            f"ally{' missing' if id_ in missing else ''}",
            glyph(people[id_].stance),
            name_of(people[id_]),
        )
        for id_ in own
    ]
    if missing:
        state = el("span", "chip warn", tn("{n} to win", "{n} to win", len(missing)))
    else:
        state = el("span", "chip good", icon("check"), t("all for us"))
    names = together(name_of(people[id_]) for id_ in own)
    return el(
        "div",
        "coalition",
        el("div", "allies", *members),
        state,
        data_id=f"map:{pick.people(own)}",
        tabindex="0",
        role="button",
        aria_label=t("Show {names} on the map", names=names),
    )


def without_committee(analysis: Analysis, reason: Sentence | None) -> Markup:
    """Say why there are no indices, and show who decides formally and in fact."""
    why = say(reason) if reason else t("There is no committee.")
    votes = any(p.vote_weight for p in analysis.people)
    title = t("This committee cannot decide") if votes else t("No committee votes on this deal")
    note = el(
        "section",
        "panel no-committee",
        icon("how_to_vote"),
        el("div", "", el("b", "", title), el("p", "second", why)),
    )
    if not analysis.deciders:
        return note
    return join(note, _formal(analysis))


def _formal(analysis: Analysis) -> Markup:
    people = {p.id: p for p in analysis.people}
    titles = (
        (t("Decides"), ""),
        (t("Formal weight"), ""),
        (t("Influence"), ""),
        (t("Settled opinion"), "num"),
    )
    head = el("thead", "", el("tr", "", *(el("th", css, name) for name, css in titles)))
    rows = [
        el(
            "tr",
            "",
            el("td", "", _named(people[d.id], veto=people[d.id].veto)),
            el("td", "", _index(d.weight, 1.0)),
            el("td", "", _index(people[d.id].influence, 1.0)),
            el("td", "num", fmt.opinion(people[d.id].settled_opinion)),
            data_id=f"map:person:{d.id}",
            tabindex="0",
        )
        for d in analysis.deciders
    ]
    beside = t("what each formally decides, and the share of the decision that is really theirs")
    return el(
        "section",
        "panel",
        el("div", "panel-head", el("h2", "", t("Decision weights"), el("span", "beside", beside))),
        el("div", "scroll plain-head", el("table", "power", head, el("tbody", "", *rows))),
    )
