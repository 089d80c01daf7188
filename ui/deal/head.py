"""The head of the Deal page: where we are, what the deal is, tabs and exports; and the chooser."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import streamlit as st

from graph.decision.results import Analysis
from graph.opportunities import as_they_stood
from graph.snapshot import Snapshot
from graph.text import Language
from graph.vocabulary import values
from ui import format as fmt
from ui import services
from ui.components.download import download
from ui.components.html import Markup, el, icon, join
from ui.components.rows import rows
from ui.deal.chosen import causes
from ui.deal.figures import little_known
from ui.diagram.export import MIME, Format, export_drawing, export_map, file_name
from ui.diagram.light import Light
from ui.diagram.map import Drawing
from ui.links import go
from ui.text import language, named, t, word
from ui.tokens import Theme


def title(analysis: Analysis) -> None:
    """Draw the way back, the name and what is known of the deal at a glance."""
    deal = analysis.opportunity
    english = language() == "en"
    customer = (
        (deal.enterprise_name_en or deal.enterprise_name)
        if english
        else (deal.enterprise_name or deal.enterprise_name_en)
    )
    crumbs = el(
        "div",
        "crumbs",
        el(
            "span",
            "",
            t("Overview"),
            data_id="overview",
            data_event="go",
            tabindex="0",
            role="link",
        ),
        el("span", "", f" / {customer}") if customer else None,
    )
    name = el("div", "title", el("h1", "", named(deal)), *chips(analysis))
    event = rows(el("div", "deal-title", crumbs, name), key="deal_title")
    if event is not None and event.kind == "go":
        go("overview")


def chips(analysis: Analysis) -> list[Markup]:
    """Return procurement, stage, amount and dates; what is not known has no chip."""
    deal = analysis.opportunity
    texts = []
    if deal.procurement:
        texts.append(word(values.PROCUREMENTS, deal.procurement))
    if deal.stage:
        texts.append(word(values.STAGES, deal.stage))
    if deal.amount is not None:
        texts.append(fmt.money(deal.amount, deal.currency))
    if deal.expected_close is not None and deal.outcome is None:
        texts.append(t("Closes {day}", day=fmt.day(deal.expected_close, analysis.as_of)))
    shown = [el("span", "chip line", text) for text in texts]
    if deal.outcome:
        css = "good" if deal.outcome == "won" else "bad"
        shown.append(el("span", f"chip {css}", word(values.OUTCOMES, deal.outcome)))
    little = little_known(analysis, services.settings().model.enough_known)
    if little and analysis.passes and not deal.outcome:
        known = t("Only {n} known", n=fmt.share(analysis.known_share))
        shown.append(el("span", "chip warn", icon("help"), known, title=little))
    return shown


def exports(drawing: Drawing, light: Light | None) -> None:
    """Offer the map as a file; each is made when it is asked for."""
    analysis, lang = drawing.view.analysis, language()
    theme: Theme = "dark" if st.context.theme.type == "dark" else "light"
    kinds: tuple[tuple[Format, str, str], ...] = (
        ("svg", t("Map as SVG"), "draw"),
        ("png", t("Map as PNG"), "image"),
        ("pdf", t("Map as PDF"), "picture_as_pdf"),
        ("pptx", t("Map as PowerPoint"), "slideshow"),
        ("html", t("Map as web page"), "html"),
        ("json", t("Analysis as JSON"), "data_object"),
    )
    with st.popover(t("Export"), icon=":material/download:"):
        for kind, label, symbol in kinds:
            download(
                label,
                _maker(drawing, kind, lang, theme, light),
                file_name(analysis, kind),
                symbol,
                mime=MIME[kind],
                width="stretch",
                key=f"deal_export_{kind}",
            )


def _maker(
    drawing: Drawing, kind: Format, lang: Language, theme: Theme, light: Light | None
) -> Callable[[], bytes]:
    if kind == "json":
        return lambda: export_map(drawing.view.analysis, "json", lang)
    return lambda: export_drawing(drawing, kind, theme, light)


def choose() -> None:
    """Ask which deal: by name among all, or from the open ones with the most at stake."""
    st.html(
        el(
            "div",
            "lp-title",
            join(
                el("h1", "", t("Deal")),
                el("p", "", t("Which deal? Search it by name, or open one of these.")),
            ),
        )
    )
    chosen = picker("deal_choose")
    if chosen:
        open_deal(chosen)
    with st.spinner(t("Analysing the open deals…")):
        analyses = services.analyses()
    if analyses:
        event = rows(_open_deals(analyses), key="deal_open")
        if event is not None:
            open_deal(event.id)


def picker(key: str) -> str | None:
    """Offer every deal by name and return the one that was picked."""
    names = deal_names()
    return st.selectbox(
        t("Deal"),
        list(names),
        index=None,
        format_func=lambda id_: names.get(id_, id_),
        placeholder=t("Search by name of deal or customer"),
        key=key,
        label_visibility="collapsed",
    )


def open_deal(id_: str) -> None:
    """Put a deal into the address and show it."""
    for name in ("id", "sel"):
        st.query_params.pop(name, None)
    st.query_params["deal"] = id_
    st.rerun()


def deal_names() -> dict[str, str]:
    """Return the name and customer of every deal: open ones first, then by name."""
    return _deal_names(services.snapshot(), services.version(), services.as_of(), language())


@st.cache_resource(show_spinner=False, max_entries=6)
def _deal_names(
    _snapshot: Snapshot, version: services.Version, day: date, lang: Language
) -> dict[str, str]:
    del version  # names the picture in the cache
    snapshot = _snapshot
    deals, firms = snapshot.nodes["Opportunity"], snapshot.nodes["Enterprise"]
    customer = {
        int(s): firms.name(int(e), lang)
        for s, e in zip(snapshot.edge("FOR").source, snapshot.edge("FOR").target, strict=True)
    }
    outcomes = as_they_stood(deals.frame, day).get_column("outcome").to_list()
    found = []
    for at, id_ in enumerate(deals.ids):
        name = deals.name(at, lang)
        whose = customer.get(at, "")
        shown = name if not whose or whose in name else f"{name} · {whose}"
        if outcomes[at]:
            shown += f" ({word(values.OUTCOMES, outcomes[at])})"
        found.append((bool(outcomes[at]), shown, id_))
    return {id_: shown for _, shown, id_ in sorted(found)}


MOST_OPEN = 12


def _open_deals(analyses: list[Analysis]) -> Markup:
    def stake(a: Analysis) -> tuple[float, str]:
        return (-max((f.money or 0.0 for f in a.findings), default=0.0), a.opportunity.id)

    lines = []
    for a in sorted(analyses, key=stake)[:MOST_OPEN]:
        worst = causes(a)[0][0] if a.findings else None
        lines.append(
            el(
                "div",
                "pick",
                el("b", "cut", named(a.opportunity)),
                el("span", "cut second", str(worst.title[language()]) if worst else fmt.DASH),
                el("span", "num", fmt.money(a.opportunity.amount, a.opportunity.currency)),
                el("b", "num", fmt.lean(a.lean)),
                data_id=a.opportunity.id,
                tabindex="0",
                role="button",
            )
        )
    head = el(
        "div",
        "panel-head",
        el("h2", "", t("Open deals, most at stake first")),
        el("span", "small-text", icon("info", "small"), " ", t("amount, lean")),
    )
    return el("div", "panel", head, *lines)
