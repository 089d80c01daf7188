"""The closed deals ended as the model leans, though not always; earlier ones tell of later ones."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from graph.decision.analyze import open_deal
from graph.settings import Settings

Told = tuple[date, float, bool]


@pytest.fixture(scope="module")
def told(snapshot) -> list[Told]:
    """Closing day, lean on the day before, won; in order of time."""
    deals = snapshot.nodes["Opportunity"]
    rows = []
    for id_, outcome, closed in zip(
        deals.ids, deals.column("outcome"), deals.column("closed_on"), strict=True
    ):
        if outcome:
            day = closed - timedelta(days=1)
            lean = open_deal(snapshot, id_, as_of=day, settings=Settings()).model.lean
            rows.append((closed, lean, outcome == "won"))
    return sorted(rows)


def _auc(rows: list[Told]) -> float:
    won = [lean for _, lean, w in rows if w]
    lost = [lean for _, lean, w in rows if not w]
    return sum((a > b) + 0.5 * (a == b) for a in won for b in lost) / (len(won) * len(lost))


def test_the_lean_tells_won_from_lost_clearly_and_not_perfectly(told) -> None:
    assert len(told) == 250
    assert 0.78 < _auc(told) < 0.95


def test_it_does_so_in_earlier_and_in_later_deals(told) -> None:
    cut = len(told) * 6 // 10
    for part in (told[:cut], told[cut:]):
        assert sum(won for *_, won in part) >= 20
        assert _auc(part) > 0.75


def test_a_mark_learned_on_earlier_deals_beats_the_base_rate_on_later_ones(told) -> None:
    cut = len(told) * 6 // 10
    early, late = told[:cut], told[cut:]

    def shares(rows: list[Told]) -> dict[bool, float]:
        of = {
            side: [won for _, lean, won in rows if (lean >= 0.2) is side] for side in (True, False)
        }
        return {side: sum(won) / len(won) for side, won in of.items()}

    learned, base = shares(early), sum(won for *_, won in early) / cut
    ours = sum((learned[lean >= 0.2] - won) ** 2 for _, lean, won in late)
    plain = sum((base - won) ** 2 for *_, won in late)
    assert ours < 0.9 * plain


def test_what_was_said_after_the_decision_is_there_as_a_trap(records) -> None:
    closed = dict(records.nodes["Opportunity"].select("id", "closed_on").iter_rows())
    said = records.relationships["HOLDS"].select("to", "as_of", "source").iter_rows()
    after = {source for deal, day, source in said if closed[deal] and day >= closed[deal]}
    assert after == {"复盘 debrief"}
