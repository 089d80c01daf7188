"""Why a person of the network holds the influence they hold, part by part."""

from __future__ import annotations

from typing import Any

from graph.decision.bare.reasons import Reasons, Through
from ui.components.html import Markup, el, share_bar
from ui.format import plain, share, whole
from ui.text import t, tn, together

# So many parts are drawn, the others together.
PARTS = 8
NAMES = 6


def reasons(why: Reasons, row: dict[str, Any], people: int) -> Markup:
    """Draw what the influence of one person is made of, and whom they hold together."""
    return el(
        "section",
        "panel reasons",
        _head(why, row, people),
        el("p", "small-text", _said(why)),
        *(_part(words, about, value) for words, about, value in _parts(why)),
        _bridges(row),
        aria_label=t("Why {person}", person=why.id),
    )


def _head(why: Reasons, row: dict[str, Any], people: int) -> Markup:
    chips = [
        el("span", "chip primary", share(why.influence, 1)),
        el("span", "chip quiet", t("rank {rank} of {n}", rank=whole(why.rank), n=whole(people))),
    ]
    if row["cut_point"]:
        chips.append(el("span", "chip warn", t("cut point")))
    if "first_three" in row:
        words = t("among the first three in {part}", part=share(row["first_three"]))
        chips.append(el("span", "chip quiet", words))
    return el("div", "panel-head", el("h2", "cut", why.id), el("span", "chips", *chips))


def _said(why: Reasons) -> str:
    asked = tn("{n} person turns to this one", "{n} people turn to this one", why.asked_by)
    ratio = why.breadth / why.mean_breadth if why.mean_breadth else 0.0
    wide = t("breadth {ratio} times the mean", ratio=plain(ratio, 1))
    stubborn = t("stubbornness {l}", l=plain(why.stubbornness, 3))
    return " · ".join((asked, wide, stubborn))


def _parts(why: Reasons) -> list[tuple[str, str, float]]:
    """Return the parts with what they mean, the largest first; many together at the end."""
    parts = [(t("through {person}", person=p.id), _about(p), p.share) for p in why.through[:PARTS]]
    rest = (
        (t("stays with this one"), t("asks few others, and so is swayed little"), why.kept),
        (t("own equal say"), t("everybody decides alike"), why.own),
        (t("presumed"), t("of those who turn to nobody and to whom nobody turns"), why.presumed),
    )
    parts = sorted(parts + [part for part in rest if part[2] > 0], key=lambda p: -p[2])
    others = why.through[PARTS:]
    if others:
        words = tn("through {n} other", "through {n} others", len(others))
        parts.append((words, t("less each"), sum(p.share for p in others)))
    return parts


def _about(part: Through) -> str:
    if part.listens:
        return t("listens {a}", a=plain(part.listens, 2))
    return t("not seen asking; presumed to listen back")


def _part(words: str, about: str, value: float) -> Markup:
    return el(
        "div",
        "reason-row",
        el("span", "reason", el("b", "", words), " ", el("span", "small-text", about)),
        share_bar(value, "primary"),
        el("b", "num", share(value)),
    )


def _bridges(row: dict[str, Any]) -> Markup | None:
    """Say which groups only this person holds together."""
    if not row["cut_point"]:
        return None
    groups = [el("li", "", _group(g)) for g in row["bridges"]]
    words = t("Without {person} these groups lose each other:", person=row["id"])
    return el("div", "notes", el("b", "", words), el("ul", "", *groups))


def _group(group: dict[str, Any]) -> str:
    named = group["people"][:NAMES]
    shown = together(named)
    left = group["size"] - len(named)
    return f"{shown} {t('and {n} more', n=left)}" if left else shown
