"""All campaigns in one table: what each sold, to how many, and what it brought."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from graph.customers.campaigns.results import Evaluation, Interval
from ui.campaigns.kept import Campaign
from ui.campaigns.marks import Scale, axis, interval, points, times
from ui.components.html import Markup, el
from ui.format import DASH, day, share, whole
from ui.names import Names
from ui.text import language, t

PLANNED, ASSIGNED, RUNNING = "planned", "assigned", "running"
PARTLY, MEASURED = "partly", "measured"


@dataclass(frozen=True)
class Standing:
    """A campaign with where it stands; ``evaluation`` where anybody is assigned.

    ``missing``: of how many no result is known.
    """

    campaign: Campaign
    evaluation: Evaluation | None
    measured: bool
    missing: int = 0

    def state(self, today: date) -> str:
        """Return planned, assigned, running, partly (some results are missing) or measured."""
        if self.evaluation is None:
            return PLANNED
        if self.measured:
            return PARTLY if self.missing else MEASURED
        began = self.campaign.starts is not None and self.campaign.starts <= today
        return RUNNING if began else ASSIGNED


def chip(state: str) -> Markup:
    """Return the state as a chip."""
    words = {
        PLANNED: ("quiet", t("Planned")),
        ASSIGNED: ("primary", t("Assigned")),
        RUNNING: ("warn", t("Running")),
        PARTLY: ("warn", t("Partial")),
        MEASURED: ("good", t("Measured")),
    }
    css, said = words[state]
    return el("span", f"chip {css}", said)


def title_of(campaign: Campaign, names: Names) -> str:
    """Return what a campaign is called: its name, else its id."""
    found = names.of("Campaign", campaign.id)
    return found or campaign.id


def products_of(campaign: Campaign, names: Names) -> str:
    """Return the names of what a campaign sells."""
    return " + ".join(names.of("Product", p) for p in campaign.products) or DASH


def dates_of(campaign: Campaign, today: date) -> str:
    """Return first and last day; a year that both share is said once."""
    starts, ends = campaign.starts, campaign.ends
    if starts is None and ends is None:
        return DASH
    chinese = language() == "zh"
    first = last = today
    if starts is not None and ends is not None and starts.year == ends.year:
        # Chinese puts the year first, English last.
        first, last = (today, starts) if chinese else (ends, today)
    return f"{day(starts, first)} {'至' if chinese else '–'} {day(ends, last)}"


def table(standings: Sequence[Standing], names: Names, today: date) -> Markup:
    """Draw all campaigns; a click opens one."""
    gaps = [_sales(s.evaluation) for s in standings if s.evaluation and s.measured]
    scale = Scale.over(v for g in gaps for v in (g.low, g.high, g.value))
    head = (
        ("", t("Campaign")),
        ("", t("Dates")),
        ("", t("State")),
        ("num", t("Target / control")),
        ("num", t("Contact")),
        ("num", t("Sales")),
        ("", axis(scale)),
        ("num", t("Difference, points")),
        ("num", t("Lift")),
    )
    widths = ("15.5%", "16%", "8.5%", "10.5%", "8.5%", "8.5%", "", "16.5%", "7%")
    return el(
        "section",
        "panel scroll",
        el(
            "table",
            "campaigns deals",
            el("colgroup", "", *(el("col", "", style=f"width:{w}" if w else None) for w in widths)),
            el("thead", "", el("tr", "", *(el("th", css, w, scope="col") for css, w in head))),
            el("tbody", "", *(_row(s, scale, names, today) for s in standings)),
        ),
    )


def _sales(evaluation: Evaluation) -> Interval:
    return next(e.difference for e in evaluation.effects if e.measure == "sales")


def _row(standing: Standing, scale: Scale, names: Names, today: date) -> Markup:
    campaign, found = standing.campaign, standing.evaluation
    title = title_of(campaign, names)
    cells: list[Markup] = [
        el("td", "two", el("b", "camp-name", title), el("span", "small-text cut",
                                                  products_of(campaign, names))),
        el("td", "second", dates_of(campaign, today)),
        el("td", "", chip(standing.state(today))),
    ]  # fmt: skip
    dash = el("td", "num second", DASH)
    if found is None:
        cells += [dash] * 6
    elif standing.measured:
        cells += _figures(found, scale)
    else:
        cells += [_assigned(found), *[dash] * 5]
    return el(
        "tr", "", *cells, data_id=campaign.id, tabindex="0",
        aria_label=f"{title}, {products_of(campaign, names)}",
    )  # fmt: skip


def _figures(found: Evaluation, scale: Scale) -> list[Markup]:
    target, control = found.arms
    sales = next(e for e in found.effects if e.measure == "sales")
    return [
        _assigned(found),
        el("td", "num", _pair(target.contact.rate, control.contact.rate)),
        el("td", "num", _pair(target.sales.rate, control.sales.rate)),
        el("td", "", interval(sales.difference, scale)),
        el("td", "num", points(sales.difference)),
        el("td", "num", el("b", "", times(sales.lift.value))),
    ]


def _assigned(found: Evaluation) -> Markup:
    target, control = found.arms
    return el("td", "num", f"{whole(target.assigned)} / {whole(control.assigned)}")


def _pair(target: float | None, control: float | None) -> Markup:
    return el("span", "", el("b", "", share(target)), f" / {share(control)}")
