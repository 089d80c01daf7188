"""The arms of a campaign drawn: how many of each stratum in each arm, and who was left out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import polars as pl

from graph.customers.campaigns.assign import parts_of
from ui.campaigns.left_out import NAMES
from ui.components.html import Markup, el, icon
from ui.format import DASH, share, whole
from ui.text import either, say, t, tn

# More strata than this are summed up in a last row.
MOST = 12


def arms_card(rows: pl.DataFrame, strata: Sequence[str], *, kept: bool) -> Markup:
    """Draw the strata by arm.

    Parameters
    ----------
    rows : frame
        ``arm, stratum`` of everybody assigned.
    strata : sequence of str
        The columns that make a stratum.
    kept : bool
        Whether they are stored.
    """
    sizes = dict(rows.group_by("arm").len().iter_rows())
    state = (
        el("span", "chip good", icon("check"), t("Kept"))
        if kept
        else el("span", "chip warn", t("Drawn, not kept yet"))
    )
    return el(
        "section",
        "panel camp-card",
        el("div", "camp-head", el("h2", "", t("Arms")), state),
        el(
            "div",
            "camp-figure",
            el("b", "", whole(sizes.get("target", 0))),
            el("span", "second", t("target")),
            el("b", "", whole(sizes.get("control", 0))),
            el("span", "second", t("control")),
        ),
        _strata(rows, strata) if strata else el("p", "small-text", t("Without strata.")),
    )


def _strata(rows: pl.DataFrame, strata: Sequence[str]) -> Markup:
    counted = (
        rows.group_by(pl.col("stratum").fill_null(""))
        .agg(
            (pl.col("arm") == "target").sum().alias("target"),
            (pl.col("arm") == "control").sum().alias("control"),
        )
        .sort(pl.col("target") + pl.col("control"), "stratum", descending=[True, False])
    )
    shown = [_stratum(s, strata, (a, b)) for s, a, b in counted.head(MOST).iter_rows()]
    rest = counted.slice(MOST)
    if rest.height:
        words = tn("{n} further stratum", "{n} further strata", rest.height)
        shown.append(_line([words], int(rest["target"].sum()), int(rest["control"].sum())))
    head = [el("th", "", name, scope="col") for name in strata]
    return el(
        "table",
        "camp-strata plain-head",
        el(
            "thead",
            "",
            el("tr", "", *head, el("th", "num", t("target"), scope="col"),
               el("th", "num", t("control"), scope="col"),
               el("th", "num", t("share target"), scope="col")),
        ),
        el("tbody", "", *shown),
    )  # fmt: skip


def _stratum(stratum: str, strata: Sequence[str], counts: tuple[int, int]) -> Markup:
    values = [either(v) if v else DASH for v in parts_of(stratum, len(strata))]
    return _line(values, *counts)


def _line(values: Sequence[str], target: int, control: int) -> Markup:
    total = target + control
    cells = [el("td", "", el("span", "cut", v, title=v)) for v in values]
    return el(
        "tr",
        "",
        *cells,
        el("td", "num", whole(target)),
        el("td", "num", whole(control)),
        el("td", "num second", share(target / total if total else None)),
    )


def left_out(reasons: Mapping[str, int], eligible: int) -> Markup:
    """Draw how many can be chosen, and why the others were left out."""
    lines = [
        el("div", "camp-past", el("span", "cut", say(NAMES[r])), "", el("b", "", whole(n)))
        for r, n in reasons.items()
    ]
    return el(
        "section",
        "panel camp-card",
        el("div", "camp-head", el("h2", "", t("Who can be chosen")),
           el("b", "", whole(eligible))),
        *(lines or [el("p", "small-text", t("Nobody of the list was left out."))]),
    )  # fmt: skip
