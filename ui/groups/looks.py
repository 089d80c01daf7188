"""What stands in a cell of the whitespace matrix, and the key to its colours."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from graph.cross_sell.results import Cell
from ui.components.html import Markup, el, icon, join
from ui.format import DASH, day, initials, millions, money, share
from ui.names import Names
from ui.text import t, together

WHY: dict[str, Callable[[], str]] = {
    "min_employees": lambda: t("has too few employees"),
    "max_employees": lambda: t("has too many employees"),
    "industries": lambda: t("is of another industry"),
    "regions": lambda: t("is in another region"),
}


# A share of more signs than this leaves no room for the rival's initial in a narrow cell.
BESIDE = 3


@dataclass(frozen=True)
class Look:
    """What stands in a cell: its words, its class, the sentence of its tooltip."""

    words: Markup | str
    css: str
    sentence: str
    style: str = ""


@dataclass(frozen=True)
class Looks:
    """The looks of cells.

    ``most`` is the largest expected value, the deepest blue; ``thousands`` the unit of amounts.
    """

    names: Names
    currency: str | None
    most: float
    thousands: bool = False

    def amount(self, value: float | None) -> str:
        """Return an amount in the unit of the matrix."""
        return millions(value, thousands=self.thousands)

    def look(self, cell: Cell) -> Look:
        """Return the look of a cell."""
        if cell.state == "ours":
            return self._ours(cell)
        if cell.state == "not_suitable":
            why = WHY[cell.why]() if cell.why in WHY else (cell.why or "")
            return Look(DASH, "none", t("not suitable: {why}", why=why))
        worth = cell.expected_value
        expected = t("no way in is known")
        if worth is not None:
            yearly = money(worth, self.currency, fine=True)
            expected = t("expected {money} a year", money=yearly)
        if cell.state == "rival":
            held = t("held by {rivals}", rivals=self._rivals(cell))
            return Look(self._rival(cell), "rival", f"{held} · {expected}")
        deep = (worth or 0.0) / self.most if self.most else 0.0
        sentence = f"{t('open')} · {expected}"
        return Look(self.amount(worth) if worth else "·", "open", sentence, f"--deep:{deep:.3f}")

    def _ours(self, cell: Cell) -> Look:
        yearly = None if cell.monthly_revenue is None else 12 * cell.monthly_revenue
        words: str | Markup = self.amount(yearly) if yearly else icon("check", "tiny")
        currency = self.currency
        sentence = t("ours, {money} a year", money=money(yearly, currency, fine=True))
        if cell.rivals:
            sentence += f" · {t('also there: {rivals}', rivals=self._rivals(cell))}"
        return Look(words, "ours", sentence)

    def _rivals(self, cell: Cell) -> str:
        """Name the rivals with their share and the end of their contract."""
        held = []
        for rival in cell.rivals:
            words = [self.names.of("Competitor", rival.competitor)]
            if rival.share is not None:
                words.append(share(rival.share))
            if rival.until is not None:
                words.append(t("until {day}", day=day(rival.until)))
            held.append(" ".join(words))
        return together(held)

    def _rival(self, cell: Cell) -> Markup:
        first = max(cell.rivals, key=lambda r: (r.share or 0.0, r.competitor))
        letter = initials(self.names.of("Competitor", first.competitor))[:1]
        held = "" if first.share is None else share(first.share)
        css = ("beside-long" if len(held) > BESIDE else "beside-share") if held else ""
        return el("span", "", el("b", css, letter), f" {held}")


STATES: dict[str, tuple[str, Callable[[str], str]]] = {
    "ours": ("swatch fill-good", lambda unit: t("ours {unit}", unit=unit)),
    "open": ("swatch open", lambda unit: t("open, expected {unit}", unit=unit)),
    "rival": ("swatch rival", lambda _: t("rival's share")),
    "not_suitable": ("", lambda _: t("not suitable")),
}


def legend(unit: str, state: str) -> Markup:
    """Explain the colours; each is a button that shows its cells alone, or all again."""
    shown = []
    for key, (css, words) in STATES.items():
        swatch = el("i", css) if css else el("span", "", DASH)
        shown.append(
            el(
                "button", "key chosen" if key == state else "key", swatch, " ", words(unit),
                type="button", data_id="" if key == state else key, data_event="state",
                tabindex="0", aria_pressed="true" if key == state else "false",
                title=t("Show all") if key == state else t("Show these alone"),
            )
        )  # fmt: skip
    return el("div", "legend keys", join(*shown))
