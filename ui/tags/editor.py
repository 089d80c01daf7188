"""The tag editor: a definition written, seen at work, and kept."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

import streamlit as st

from graph.customers.tags.definition import Definition, How
from graph.errors import LinchpinError
from graph.model import values
from ui import services, services_tags
from ui.components.rows import rows
from ui.fields import hint
from ui.tags import defining
from ui.tags.applying import apply
from ui.tags.defining import Asked, Defined
from ui.tags.previewing import preview
from ui.tags.words import how
from ui.text import language, t, word

FIELDS = "tag_editor"
WAYS: tuple[How, ...] = ("threshold", "rule", "model", "import")
# What is suggested, by way.
EXAMPLES: dict[How, str] = {
    "threshold": "employees >= 500 and billing.revenue[6] >= 10000",
    "rule": "MATCH (e:Enterprise)-[:USES]->(:Product {id: 'ZX'})\nRETURN DISTINCT e.id AS id",
    "model": "adoption.ZX >= 0.2",
    "import": "",
}


@dataclass(frozen=True)
class Form:
    """What stands in the fields of the editor."""

    asked: Asked
    file: tuple[str, bytes] | None = None


def open_editor(definition: Definition | None, done: Callable[[str], None]) -> None:
    """Open the editor on a definition, or empty; ``done`` is told the tag that was kept."""
    title = t("New tag") if definition is None else t("Edit tag")

    @st.dialog(title, width="large")
    def dialog() -> None:
        _draw(definition, done)

    dialog()


def _draw(definition: Definition | None, done: Callable[[str], None]) -> None:
    form = _form(definition)
    with st.container(horizontal=True, horizontal_alignment="right"):
        look = st.button(t("Preview"), icon=":material/visibility:", key=f"{FIELDS}.preview")
        keep = st.button(t("Keep"), icon=":material/save:", key=f"{FIELDS}.keep")
        now = st.button(
            t("Keep and apply"), icon=":material/sell:", key=f"{FIELDS}.apply", type="primary"
        )
    if not (look or keep or now):
        return
    try:
        with st.spinner(t("Deciding who carries it…")):
            made = _checked(form)
            if keep or now:
                _kept(made, at_once=now)
                done(made.definition.id)
                st.rerun()
        rows(preview(made, services_tags.customers()), key=f"{FIELDS}.previewed")
    except LinchpinError as error:
        st.error(error.say(language()), icon=":material/error:")


def _form(definition: Definition | None) -> Form:
    """Draw the fields; return what stands in them."""
    left, right = st.columns(2)
    id_ = left.text_input(
        t("Id"),
        value=definition.id if definition else "",
        disabled=definition is not None,
        key=f"{FIELDS}.id",
        placeholder="T-LARGE",
    )
    name = right.text_input(
        t("Name"), value=definition.name if definition else "", key=f"{FIELDS}.name"
    )
    dimensions = list(values.TAG_DIMENSIONS.words)
    dimension = left.selectbox(
        t("Dimension"),
        dimensions,
        index=dimensions.index(definition.dimension) if definition else len(dimensions) - 1,
        format_func=lambda d: word(values.TAG_DIMENSIONS, d),
        key=f"{FIELDS}.dimension",
    )
    usual = services.settings().model.default_confidence
    confidence = right.slider(
        t("How sure"),
        0.0,
        1.0,
        definition.confidence if definition else usual,
        0.05,
        key=f"{FIELDS}.confidence",
    )
    way, text, file = _way(definition)
    base, excludes = _more(definition)
    ways: dict[How, str | None] = {h: text if h == way else None for h in WAYS}
    asked = Asked(id_, name, dimension, ways, base, confidence, excludes)
    return Form(asked, file)


def _way(definition: Definition | None) -> tuple[How, str, tuple[str, bytes] | None]:
    way = st.segmented_control(
        t("Obtained by"),
        WAYS,
        default=definition.how if definition else "threshold",
        format_func=how,
        required=True,
        key=f"{FIELDS}.how",
    )
    chosen: How = way or "threshold"
    if chosen == "import":
        given = st.file_uploader(
            t("A list with a column of customers"),
            type=["csv", "xlsx", "parquet"],
            key=f"{FIELDS}.file",
        )
        return (
            chosen,
            given.name if given else "",
            (given.name, given.getvalue()) if given else None,
        )
    same = definition is not None and definition.how == chosen
    text = st.text_area(
        _asks(chosen),
        value=definition.text if definition and same else EXAMPLES[chosen],
        height=96,
        key=f"{FIELDS}.text.{chosen}",
        help=_help(chosen),
    )
    return chosen, text, None


def _asks(way: How) -> str:
    names = {
        "threshold": t("What must hold"),
        "rule": t("Cypher that returns id"),
        "model": t("What the model must say"),
    }
    return names[way]


def _help(way: How) -> str:
    if way == "rule":
        return t("Read only. Further columns: value, confidence.")
    if way == "model":
        known = services_tags.customers().models
        return "\n\n".join(
            f"**{name}**: {model.about[language()]}" for name, model in known.items()
        )
    return t(
        "Columns: properties such as employees or industry, billing.revenue[6], billing.cost[6], "
        "usage.PRODUCT[6], tags.TAG. Join them by and, or, not; 'is unknown' asks for a gap."
    )


def _more(definition: Definition | None) -> tuple[bool, tuple[str, ...]]:
    left, right = st.columns([1, 3], vertical_alignment="bottom")
    base = left.toggle(
        t("Base tag"), value=definition.base if definition else False, key=f"{FIELDS}.base"
    )
    known = {r.id: r.name for r in services_tags.tags()}
    own = definition.id if definition else ""
    others = [tag for tag in known if tag != own]
    excludes = right.multiselect(
        t("Excludes"),
        others,
        default=[e for e in definition.excludes if e in known] if definition else [],
        format_func=lambda tag: f"{known[tag]} ({tag})",
        key=f"{FIELDS}.excludes",
        placeholder=hint(others, t("choose")),
        disabled=not others,
    )
    return base, tuple(excludes)


def _checked(form: Form) -> Defined:
    """Return the definition that stands in the fields and who meets it; nothing is kept."""
    store, customers = services.store(), services_tags.customers()
    if form.file is None:
        return defining.check(store, form.asked, services.as_of(), customers)
    name, data = form.file
    with tempfile.TemporaryDirectory(prefix="linchpin-") as folder:
        path = Path(folder) / Path(name).name
        path.write_bytes(data)
        ways: dict[How, str | None] = {**form.asked.ways, "import": str(path)}
        asked = replace(form.asked, ways=ways)
        return defining.check(store, asked, services.as_of(), customers)


def _kept(made: Defined, *, at_once: bool) -> None:
    store = services.store()
    defining.keep(store, made)
    if at_once:
        apply(store, [made.definition.id], services.as_of())
    services.forget_answers()


def forget_fields() -> None:
    """Forget what stood in the fields, before another tag is edited."""
    for key in [k for k in st.session_state if str(k).startswith(f"{FIELDS}.")]:
        del st.session_state[key]
