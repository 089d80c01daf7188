"""The parameters of a question as widgets: a list of deals, a slider, a day."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import streamlit as st

from queries.catalogue import Parameter
from queries.runner import parameters_of
from ui import services
from ui.names import Names
from ui.questions.choice import PAGE, Choice
from ui.text import language, say, t

# A list of more nodes than this is typed, not chosen.
MANY = 2000


def form(choice: Choice, names: Names) -> dict[str, str]:
    """Draw the parameters and return the values that differ from the defaults."""
    query = choice.query
    declared = {p.name: p for p in query.parameters}
    if not declared and not parameters_of(query.text):
        st.caption(t("This question has no parameters."))
        return {}
    values: dict[str, str] = {}
    for name in dict.fromkeys([*declared, *parameters_of(query.text)]):
        parameter = declared.get(name) or Parameter(name, "text", "", query.question)
        given = choice.parameters.get(name, parameter.default)
        value = _draw(parameter, given, names, choice.name or "cypher")
        if value != parameter.default:
            values[name] = value
    return values


def _draw(parameter: Parameter, given: str, names: Names, of: str) -> str:
    key = f"{PAGE}.p.{of}.{parameter.name}"
    if parameter.kind and len(names.snapshot.nodes[parameter.kind]) <= MANY:
        return _node(parameter, given, names, key)
    kind = "slider" if parameter.low is not None and parameter.high is not None else parameter.type
    return _WIDGETS.get(kind, _text)(parameter, given, key)


def _label(parameter: Parameter) -> str:
    about = say(parameter.about)
    return about.split("。")[0].rstrip(".") if about else parameter.name


def _node(parameter: Parameter, given: str, names: Names, key: str) -> str:
    kind = parameter.kind or ""
    ids = sorted(names.snapshot.nodes[kind].ids, key=lambda i: names.of(kind, i))
    options = [parameter.default, *(i for i in ids if i != parameter.default)]
    if given not in options:
        options.append(given)
    everything = t("All")
    return str(
        st.selectbox(
            _label(parameter),
            options,
            index=options.index(given),
            format_func=lambda i: names.of(kind, i) if i else everything,
            key=key,
            help=f"${parameter.name}",
        )
    )


def _slider(parameter: Parameter, given: str, key: str) -> str:
    low, high = parameter.low or 0.0, parameter.high or 1.0
    whole = parameter.type == "integer"
    start = min(max(_number(given, low), low), high)
    if whole:
        value = st.slider(_label(parameter), int(low), int(high), int(start), key=key)
        return str(value)
    number = st.slider(_label(parameter), low, high, start, step=(high - low) / 20, key=key)
    return f"{number:g}"


def _number(given: str, otherwise: float) -> float:
    try:
        return float(given)
    except ValueError:
        return otherwise


def _float(parameter: Parameter, given: str, key: str) -> str:
    value = st.number_input(_label(parameter), value=_number(given, 0.0), key=key)
    return f"{value:g}"


def _integer(parameter: Parameter, given: str, key: str) -> str:
    return str(st.number_input(_label(parameter), value=int(_number(given, 0)), step=1, key=key))


def _day(parameter: Parameter, given: str, key: str) -> str:
    today = services.as_of()
    try:
        start = today if given == "today" else date.fromisoformat(given)
    except ValueError:
        start = today
    chosen = st.date_input(_label(parameter), start, key=key, format="YYYY-MM-DD")
    return "today" if chosen == today and parameter.default == "today" else str(chosen)


def _yes(parameter: Parameter, given: str, key: str) -> str:
    start = given.casefold() in ("true", "yes", "1", "是")
    return "true" if st.toggle(_label(parameter), start, key=key) else "false"


def _text(parameter: Parameter, given: str, key: str) -> str:
    label = f"${parameter.name}" if language() == "en" and not parameter.about.en else ""
    return st.text_input(label or _label(parameter), given, key=key, max_chars=500)


_WIDGETS: dict[str, Callable[[Parameter, str, str], str]] = {
    "slider": _slider,
    "number": _float,
    "integer": _integer,
    "date": _day,
    "yes_no": _yes,
    "text": _text,
}
