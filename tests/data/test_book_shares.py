"""Who decides, recomputed from the CSV files by a second, plain implementation of the model."""

from __future__ import annotations

import csv
import json
from datetime import date

import numpy as np
import pytest

from data import ANSWERS, AS_OF, BOOK
from graph.decision import analyze
from graph.settings import Settings

_SCALE = {"mentor": 1.0, "supporter": 0.5, "neutral": 0.0, "non_supporter": -0.5, "enemy": -1.0}
_STUBBORN = {"decision_maker": 0.4, "approver": 0.4, "technical_expert": 0.6}
# Deals of customers that stand alone, with people of one company and at most one consultant.
DEALS = ("D26-001", "D26-004", "D26-006", "D26-016", "D26-018", "D26-020", "D26-023")


def _rows(file: str) -> list[dict[str, str]]:
    with (BOOK / f"{file}.csv").open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def _listening(staff: set[str], outsiders_too: bool = True) -> dict[tuple[str, str], float]:
    """Return a[i, j], how far i listens to j, for i in ``staff``."""
    a: dict[tuple[str, str], float] = {}
    for r in _rows("knows"):
        for i, j in ((r["from"], r["to"]), (r["to"], r["from"])):
            a[i, j] = 0.5 * float(r["strength"])
    for r in _rows("reports_to"):
        for pair, weight in (((r["from"], r["to"]), 0.5), ((r["to"], r["from"]), 0.25)):
            a[pair] = max(a.get(pair, 0.0), weight)
    for r in _rows("influences"):
        a[r["to"], r["from"]] = float(r["weight"])
    for r in _rows("conflicts_with"):
        a.pop((r["from"], r["to"]), None)
        a.pop((r["to"], r["from"]), None)
    stated = {(r["to"], r["from"]) for r in _rows("influences")}
    return {
        (i, j): w
        for (i, j), w in a.items()
        if i in staff and (j in staff or (outsiders_too and (i, j) in stated))
    }


def _expected(deal: str) -> dict[str, float]:
    """Return E of everybody who has a stance towards us in the deal."""
    latest: dict[tuple[str, str], dict[str, str]] = {}
    for r in _rows("holds"):
        if r["to"] == deal and not r["towards"] and date.fromisoformat(r["as_of"]) <= AS_OF:
            key = (r["from"], r["source"])
            if key not in latest or r["as_of"] >= latest[key]["as_of"]:
                latest[key] = r
    by_person: dict[str, list[tuple[float, float]]] = {}
    for (person, _), r in latest.items():
        if r["stance"] != "unknown":
            by_person.setdefault(person, []).append((_SCALE[r["stance"]], float(r["confidence"])))
    expected = {}
    for person, said in by_person.items():
        total = sum(c for _, c in said)
        s = sum(c * k for k, c in said) / total
        disagreement = sum(c * abs(k - s) for k, c in said) / total
        expected[person] = (1 - np.prod([1 - c for _, c in said])) * (1 - disagreement) * s
    return expected


def _plain_model(deal: str) -> tuple[dict[str, float], float]:
    """Return influence and lean by a dense inverse."""
    customer = next(r["to"] for r in _rows("for") if r["from"] == deal)
    roles = {r["from"]: r["roles"].split(";") for r in _rows("plays") if r["to"] == deal}
    expected = _expected(deal)
    staff = {r["from"] for r in _rows("works_for") if r["to"] == customer}
    people = sorted(roles.keys() | expected.keys())
    a = _listening(staff)
    for _ in range(2):
        people = sorted({*people, *(j for (i, j) in a if i in people)})
    at = {p: n for n, p in enumerate(people)}
    w = np.zeros((len(people), len(people)))
    for (i, j), weight in a.items():
        if i in at and j in at:
            w[at[i], at[j]] = weight
    w /= np.maximum(1.0, w.sum(axis=1))[:, None]
    w += np.diag(1 - w.sum(axis=1))
    stubborn = np.array(
        [max((_STUBBORN.get(r, 0.5) for r in roles.get(p, ())), default=0.3) for p in people]
    )
    d = np.array([_votes(roles.get(p, [])) for p in people])
    v = (d / d.sum()) @ np.linalg.inv(np.eye(len(people)) - (1 - stubborn)[:, None] * w) * stubborn
    return dict(zip(people, v, strict=True)), float(sum(v[at[p]] * e for p, e in expected.items()))


def _votes(roles: list[str]) -> float:
    return 1.0 if "decision_maker" in roles else 0.5 if "approver" in roles else 0.0


@pytest.mark.parametrize("deal", DEALS)
def test_influence_and_lean_agree_with_a_second_implementation(deal, snapshot) -> None:
    influence, lean = _plain_model(deal)
    answer = analyze(snapshot, deal, as_of=AS_OF, settings=Settings())
    assert {p.id: p.influence for p in answer.people} == pytest.approx(influence, abs=1e-9)
    assert answer.lean == pytest.approx(lean, abs=1e-9)


def test_the_first_deal_is_decided_by_whom_the_readme_names() -> None:
    known = json.loads(ANSWERS.read_text(encoding="utf-8"))["headline"]
    influence, _ = _plain_model(known["deal"])
    first = sorted(influence, key=influence.__getitem__, reverse=True)[: len(known["shares"])]
    assert first == list(known["shares"])
    assert {p: round(influence[p], 2) for p in first} == known["shares"]
