"""Weights of contact fitted on closed deals: found where they are, refused where they are not."""

from __future__ import annotations

import tomllib
from datetime import date, timedelta
from types import SimpleNamespace

import numpy as np
import pytest
from scipy.special import expit, logit

from graph.decision.results import TieFit
from graph.decision.tie_fit import Closed, closed_deals, fit_tie_weights, fitted
from graph.settings import Settings
from graph.settings_access import AccessSettings
from tests.decision.toy_graphs import toy
from ui.terminal.tie_fit import as_text


def made(seed: int, weights: tuple[float, float, float], n: int = 4000) -> Closed:
    """Closed deals won as a known rule says: level, frequency, the same times distance, two-way."""
    r = np.random.default_rng(seed)
    frequency = r.random(n)
    x = np.column_stack(
        [r.normal(size=n), frequency, frequency * r.random(n), r.choice([-1.0, 1.0], n)]
    )
    f, seniority, mutual = weights
    odds = 1.5 * (x[:, 0] + f * (x[:, 1] - seniority * x[:, 2]) + mutual * x[:, 3]) - 1.5
    return Closed(r.random(n) < expit(odds), x)


def test_known_weights_are_found() -> None:
    found = fitted(made(1, (2.0, 0.5, 0.8)))
    assert found.reason is None
    assert found.gain_low > 0
    assert found.frequency == pytest.approx(2.0, abs=0.35)
    assert found.two_way == pytest.approx(0.8, abs=0.15)
    assert found.seniority == pytest.approx(0.5, abs=0.2)


@pytest.mark.parametrize("seed", range(4))
def test_contact_that_says_nothing_gives_no_weights(seed: int) -> None:
    found = fitted(made(seed, (0.0, 0.0, 0.0), n=600))
    assert (found.reason, found.frequency) == ("no_gain", None)


def test_too_few_and_one_sided_outcomes_are_refused() -> None:
    some = made(1, (2.0, 0.5, 0.8), n=150)
    assert fitted(some).reason == "too_few"
    sides = np.repeat([True, False], [50, 450])
    assert fitted(Closed(sides, made(1, (2.0, 0.5, 0.8), n=500).x)).reason == "one_outcome"


def book(as_of: date, **tie):
    closed = date(2025, 6, 1)
    return toy(
        nodes={
            "Opportunity": {"deal": {"outcome": "won", "closed_on": closed}},
            "Seller": {"me": {"level": 3}},
        },
        for_=[("deal", "bank")],
        works_for=[("li", "bank", 1)],
        plays=[("li", "deal", "decision_maker")],
        covers=[("me", "li", None, {"level": "multiple", "as_of": as_of, **tie})],
    )


def test_only_what_was_known_when_a_deal_closed_is_learnt_from() -> None:
    contact = {"contacts_90d": 6, "two_way": True}
    before, after = date(2025, 5, 1), date(2025, 6, 1) + timedelta(days=1)
    deals = closed_deals(book(before, **contact), Settings())
    # .6 in log-odds; 6 of 6 usual contacts; two of five ranks apart; they contact us too.
    assert deals.x.tolist() == [pytest.approx([logit(0.6), 0.5, 0.5 * 0.4, 1.0])]
    assert deals.won.tolist() == [True]
    assert not closed_deals(book(after, **contact), Settings()).won.size
    assert not closed_deals(book(before, strength=0.7, **contact), Settings()).won.size
    assert fit_tie_weights(book(before, **contact), Settings()).reason == "too_few"


@pytest.mark.parametrize("language", ["en", "zh"])
def test_each_answer_is_said_with_its_figures(language: str) -> None:
    terminal = SimpleNamespace(word=lambda en, zh: {"en": en, "zh": zh}[language])
    good = as_text(fitted(made(1, (2.0, 0.5, 0.8))), terminal)
    assert "[access]" in good
    chosen = tomllib.loads(good[good.index("[access]") :])
    assert AccessSettings.model_validate(chosen["access"]).frequency > 1
    refused = as_text(TieFit(won=49, lost=200, reason="too_few"), terminal)
    assert "49" in refused
    assert "[access]" not in refused
