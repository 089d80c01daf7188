"""The scenarios of a deal that were kept under a name, and what can be done with each, in HTML."""

from __future__ import annotations

from collections.abc import Sequence

from ui.components.html import Markup, el, icon
from ui.scenarios import Scenario
from ui.text import t


def kept(scenarios: Sequence[Scenario], lettered: bool) -> Markup:
    """Return the named scenarios with what can be done with each."""
    if not scenarios:
        return el("p", "small-text", t("No scenario of this deal is kept yet."))
    return el("div", "sup-kept", *(_kept(s, lettered) for s in scenarios))


def _kept(scenario: Scenario, lettered: bool) -> Markup:
    name = scenario.name
    buttons = [_button("A", f"load:A:{name}", t("Open '{name}' as A", name=name))]
    if lettered:
        buttons.append(_button("B", f"load:B:{name}", t("Open '{name}' as B", name=name)))
    return el(
        "div",
        "sup-row",
        el("span", "cut", name, title="; ".join(scenario.changes)),
        el("small", "second", str(len(scenario.changes))),
        *buttons,
        el(
            "button",
            "sup-drop",
            icon("delete", "tiny"),
            type="button",
            data_id=f"forget:{name}",
            tabindex="0",
            aria_label=t("Delete '{name}'", name=name),
        ),
    )


def _button(letter: str, id_: str, label: str) -> Markup:
    return el(
        "button", "sup-letter", letter, type="button", data_id=id_, tabindex="0", aria_label=label
    )
