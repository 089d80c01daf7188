"""The form of a new campaign: what, for whom, when, how; with size and background beside it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

import streamlit as st

from graph.errors import LinchpinError
from graph.vocabulary import values
from ui import services, services_campaigns, state, trouble
from ui.campaigns.following import Following
from ui.campaigns.kept import Campaign
from ui.campaigns.planned import background_card, size_card
from ui.campaigns.views.improve import NEXT, PAGE
from ui.campaigns.views.plan import contact_cost, size_of
from ui.components.rows import rows
from ui.fields import hint
from ui.names import Names
from ui.text import t, word

LENGTH = timedelta(days=29)
USUAL = (0.1, 0.15)


@dataclass(frozen=True)
class Start:
    """What the fields hold at first: of the campaign before, where one follows another."""

    id: str
    starts: date
    products: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    channel: str | None = None
    price: float | None = None
    budget: float | None = None
    measure: str = "sales"
    base: float = USUAL[0]
    target: float = USUAL[1]


def show() -> None:
    """Draw the form."""
    start, names = _start(), Names(services.snapshot())
    left, right = st.columns([42, 58], gap="small")
    with left, st.container(border=True, key="lp_panel_plan"):
        planned = _asked(start, names)
        keep = st.button(
            t("Keep the plan"), icon=":material/save:", type="primary", key="campaigns.keep_plan"
        )
    size = size_of(planned.base, planned.target, planned.power or 0.8)
    if keep:
        try:
            figures = {"per_arm": size.per_arm.model_dump()} if size else {}
            with st.spinner(t("Keeping the plan…")):
                services_campaigns.plan(planned, **figures)
        except LinchpinError as error:
            with left:
                trouble.show(error)
        else:
            _open(planned.id)
    with right:
        currency, today = services.settings().currency, services.as_of()
        cost = contact_cost(planned.channel, size)
        rows(size_card(size, cost, planned.budget, currency), key="campaign_new_size")
        known = services_campaigns.background_of(planned.products, today)
        rows(background_card(known, names, today), key="campaign_new_background")


def _open(id_: str) -> None:
    st.session_state.pop(NEXT, None)
    state.put(PAGE, "id", id_)
    state.put(PAGE, "view", "targets")
    state.keep_all(PAGE, {"id": "", "view": "plan"})
    st.rerun()


def _start() -> Start:
    taken = set(services.snapshot().nodes["Campaign"].ids)
    free = next(f"C{n}" for n in range(1, len(taken) + 2) if f"C{n}" not in taken)
    first = services.as_of() + timedelta(days=1)
    next_: Following | None = st.session_state.get(NEXT)
    if next_ is None:
        return Start(free, first)
    before = next_.before
    return Start(
        free, next_.starts, before.products, next_.tags, before.channel, before.price,
        before.budget, before.measure or "sales", next_.plan.base, next_.plan.target,
    )  # fmt: skip


def _asked(start: Start, names: Names) -> Campaign:
    """Draw the fields and return what stands in them."""
    id_, name = _called(start)
    offered, known = (services.snapshot().nodes[kind].ids for kind in ("Product", "Tag"))
    products = st.multiselect(
        t("Products (several are a bundle)"), offered,
        [p for p in start.products if p in services.snapshot().nodes["Product"]],
        format_func=lambda p: names.of("Product", p), key=_key("products", start),
        placeholder=hint(offered, t("choose")), disabled=not offered,
    )  # fmt: skip
    tags = st.multiselect(
        t("Tags of those it is for"), known,
        [g for g in start.tags if g in services.snapshot().nodes["Tag"]],
        format_func=lambda g: names.of("Tag", g), key=_key("tags", start),
        placeholder=hint(known, t("choose")), disabled=not known,
    )  # fmt: skip
    starts, ends = _days(start)
    price, budget, channel = _offer(start, names)
    measure, base, target, power = _goal(start)
    return Campaign(
        id=id_, name=name or None, starts=starts, ends=ends, products=tuple(products),
        measure=measure, price=price, budget=budget, channel=channel, base=base, target=target,
        power=power, tags=tuple(tags),
    )  # fmt: skip


def _key(name: str, start: Start) -> str:
    return f"campaigns.new.{name}.{start.id}.{start.base:g}"


def _called(start: Start) -> tuple[str, str]:
    with st.container(horizontal=True):
        id_ = st.text_input(t("Id"), start.id, key=_key("id", start), width=110)
        name = st.text_input(t("Name"), key=_key("name", start), max_chars=120)
    return str(id_).strip(), str(name).strip()


def _days(start: Start) -> tuple[date, date]:
    with st.container(horizontal=True):
        starts = st.date_input(t("From"), start.starts, key=_key("starts", start))
        ends = st.date_input(t("To"), start.starts + LENGTH, key=_key("ends", start))
    return starts, ends


def _offer(start: Start, names: Names) -> tuple[float | None, float | None, str | None]:
    with st.container(horizontal=True):
        price = st.number_input(t("Price a month"), value=start.price, key=_key("price", start))
        budget = st.number_input(t("Budget"), value=start.budget, key=_key("budget", start))
    channels = services.snapshot().nodes["Channel"].ids
    first = channels.index(start.channel) if start.channel in channels else None
    channel = st.selectbox(
        t("Channel"), channels, first,
        format_func=lambda c: names.of("Channel", c), key=_key("channel", start),
        placeholder=hint(channels, t("choose")), disabled=not channels,
    )  # fmt: skip
    return price, budget, channel


def _goal(start: Start) -> tuple[str, float | None, float | None, float]:
    """Ask for the measure, the two rates in percent, and the power."""
    words = values.CAMPAIGN_MEASURES
    with st.container(horizontal=True):
        measure = st.segmented_control(
            t("Measure of success"), words.words, format_func=lambda m: word(words, m),
            default=start.measure, required=True, key=_key("measure", start),
        )  # fmt: skip
        power = st.number_input(
            t("Power, %"), 1.0, 99.9, 80.0, 5.0, format="%g", key=_key("power", start), width=110
        )
    with st.container(horizontal=True):
        base = _percent(t("Rate of the control arm, %"), start.base, _key("base", start))
        target = _percent(t("Rate hoped for, %"), start.target, _key("target", start))
    return str(measure), base, target, power / 100


def _percent(label: str, value: float, key: str) -> float | None:
    given = st.number_input(label, 0.0, 100.0, round(100 * value, 1), 1.0, format="%g", key=key)
    return None if given is None else round(given / 100, 6)
