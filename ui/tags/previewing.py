"""A definition at work before it is kept: how many would carry it, and who."""

from __future__ import annotations

from graph.customers.tags.customers import Customers
from graph.customers.tags.results import TagView
from ui.components.html import Markup, el, share_bar
from ui.format import share, whole
from ui.names import Names
from ui.tags.book import view_of
from ui.tags.defining import Defined
from ui.tags.words import of_whom
from ui.text import say, t, tn

NAMED = 24
REJECTS = 5


def preview(made: Defined, customers: Customers) -> Markup:
    """Draw who would carry a tag."""
    answer = view_of(customers, made.definition, made.outcome, NAMED)
    names = Names(customers.snapshot)
    kinds = dict(made.outcome.who.select("id", "kind").head(NAMED).rows())
    who = [el("span", "chip quiet", names.of(kinds.get(i, "Member"), i)) for i in answer.ids]
    more = answer.carriers - len(answer.ids)
    rest = el("span", "small-text", t("and {n} more", n=whole(more))) if more > 0 else None
    return el(
        "section",
        "panel tag-preview",
        _covered(answer),
        _notes(answer, made),
        el("div", "tag-part tag-chips", *who, rest) if who else None,
        aria_label=t("Preview"),
    )


def _covered(answer: TagView) -> Markup:
    said = t(
        "{n} of {all} would carry it",
        n=whole(answer.carriers),
        all=of_whom(answer),
    )
    return el(
        "div",
        "tag-part tag-cover",
        el("b", "figure", share(answer.coverage)),
        el("div", "", share_bar(answer.coverage or 0.0, "primary"), el("span", "small-text", said)),
        el("span", "", ""),
    )


def _notes(answer: TagView, made: Defined) -> Markup | None:
    notes = [say(n) for n in answer.notes]
    if answer.undecided:
        notes.append(
            tn(
                "Of {count} customer too little is known to say.",
                "Of {count} customers too little is known to say.",
                answer.undecided,
                count=whole(answer.undecided),
            )
        )
    if made.listed is not None and made.listed.rejects.height:
        bad = made.listed.rejects
        notes.append(tn("{n} row is left out:", "{n} rows are left out:", bad.height))
        notes += [
            t("line {line}, {column}: found '{found}'", **row)
            for row in bad.head(REJECTS).select("line", "column", "found").iter_rows(named=True)
        ]
    if not notes:
        return None
    return el("div", "tag-part", el("ul", "", *(el("li", "", n) for n in notes)))
