"""What mending promises comes true: the mend is really made, and the number is looked up again."""

from __future__ import annotations

from random import Random

import pytest

from benchmarks.planted import plant, well_worked
from benchmarks.planted_book import DAY, facts, meet
from benchmarks.planted_ties import generated
from graph.decision import analyze
from graph.decision.what_if.mending import mend_changes
from graph.settings import Settings

KINDS = (
    "linchpin", "seller_dependency", "broken_chain", "single_source", "no_known_opponent",
    "rival_lock", "dark_horse", "power_gap",
)  # fmt: skip
EXACT = Settings.model_validate({"model": {"exact_ties": 30}})


def look(book, *what_if):
    more = {"what_if": what_if, "explain": True}
    return analyze(book.snapshot(), "deal", as_of=DAY, settings=EXACT, **more)


def found_in(answer, key):
    return next((f for f in answer.findings if f.key == key), None)


def newcomer(book, person, strength, name="new"):
    """Let somebody who knows nobody yet meet a person."""
    book.nodes["Seller"][name] = {}
    book.tie("WORKS_ON", name, "deal")
    meet(book, name, person, strength)


def mend_linchpin(book, finding):
    newcomer(book, finding.mend.person, finding.mend.strength, finding.mend.seller or "new")


def mend_seller_dependency(book, finding):
    known = [k[1] for k in book.ties["COVERS"] if k[0] == finding.subject.id]
    for person in known:
        newcomer(book, person, finding.mend.strength)


def mend_broken_chain(book, finding):
    book.tie("INFLUENCES", finding.mend.by, finding.mend.person, weight=finding.mend.strength)


def mend_single_source(book, finding):
    (said,) = {row["stance"] for k, row in book.ties["HOLDS"].items() if k[0] == finding.subject.id}
    sure = finding.mend.strength
    book.tie("HOLDS", finding.subject.id, "deal", "new", stance=said, confidence=sure, source="new")


def mend_no_known_opponent(book, finding):
    person = finding.mend.person
    book.tie("HOLDS", person, "deal", "sure", stance="neutral", confidence=1.0, source="sure")
    for source in ("visit", "partner"):
        book.ties["HOLDS"].pop((person, "deal", source), None)


def mend_rival_lock(book, finding):
    for k, person in enumerate(finding.mend.people):
        newcomer(book, person, finding.mend.strength, f"new {k}")


def mend_dark_horse(book, finding):
    for person in finding.mend.people:
        book.tie(
            "HOLDS", person, "deal", "late", stance="neutral", towards=finding.mend.by,
            confidence=0.7, source="visit",
        )  # fmt: skip


def mend_power_gap(book, finding):
    newcomer(book, finding.subject.id, finding.mend.strength)


def loss_of(answer, book, finding):
    return next((x.loss for x in answer.losses if x.id == finding.subject.id), 0.0)


def slack(answer, finding):
    """How far a figure may be off: only a loss may have been sampled."""
    losses = [x for x in answer.losses if x.id == finding.subject.id]
    return 1e-9 + sum(8 * x.standard_error for x in losses if finding.measure.name == "loss")


def route_to(answer, book, finding):
    """The most that comes through from a supporter, by trying every chain of people."""
    f = facts(book)
    willing = [(1 + e) / 2 if e >= 0 else 0.0 for e in f.e]
    best = [1.0 if e > 0 else 0.0 for e in f.e]
    for _ in f.people:
        for i in range(f.n):
            best[i] = max([best[i], *(best[j] * willing[j] * f.a[i, j] for j in range(f.n))])
    return best[f.people.index(finding.subject.id)]


def variance_of(answer, book, finding):
    return answer.model.variance[answer.model.people.index(finding.subject.id)]


def covered(answer, book, finding):
    return answer.decision_covered


def stance_unknown(answer, book, finding):
    again = found_in(answer, finding.key)
    return again.exposure if again else 0.0


NUMBERS = {
    "linchpin": loss_of, "seller_dependency": loss_of, "broken_chain": route_to,
    "single_source": variance_of, "no_known_opponent": lambda a, b, f: a.lean_sd**2,
    "rival_lock": covered, "dark_horse": stance_unknown, "power_gap": covered,
}  # fmt: skip


@pytest.mark.parametrize("kind", KINDS)
def test_the_number_becomes_what_was_promised(kind):
    number, dice = NUMBERS[kind], Random(f"mend/{kind}")
    for _ in range(2):
        base = well_worked(generated(dice)[0], dice)
        key, (state, *_) = plant(kind, base, dice)
        before = look(state.book)
        finding = found_in(before, key)
        assert finding.measure.now == pytest.approx(number(before, state.book, finding), abs=1e-9)
        mended = state.book.copy()
        globals()[f"mend_{kind}"](mended, finding)
        after = look(mended)
        then = pytest.approx(number(after, mended, finding), abs=slack(after, finding))
        assert finding.measure.if_mended == then
        changes = mend_changes(before, finding)
        if changes and kind != "broken_chain":
            tried = look(state.book, *changes)
            then = pytest.approx(number(tried, state.book, finding), abs=slack(tried, finding))
            assert finding.measure.if_mended == then
        if kind in {"broken_chain", "rival_lock", "dark_horse"}:
            assert found_in(after, key) is None


# Of each kind the relationships at the subject without which there would be no proof.
PROVEN_BY = {
    "uncovered_power": {"PLAYS", "INFLUENCES", "KNOWS", "REPORTS_TO"},
    "hostile_power": {"HOLDS"},
    "linchpin": {"INFLUENCES", "KNOWS", "REPORTS_TO"},
    "seller_dependency": {"COVERS"},
    "fading_tie": {"COVERS"},
    "broken_chain": {"PLAYS"},
    "single_source": {"HOLDS"},
    "rival_lock": {"COURTS"},
    "dark_horse": {"BIDS_ON"},
    "power_gap": {"WORKS_FOR"},
}


@pytest.mark.parametrize("kind", PROVEN_BY)
def test_the_proof_says_what_is_the_matter_with_the_subject(kind):
    dice = Random(f"proof/{kind}")
    base = well_worked(generated(dice)[0], dice)
    key, (state, *_) = plant(kind, base, dice)
    finding = found_in(look(state.book), key)
    at = {t for u, t, v in finding.evidence.relationships if finding.subject.id in (u, v)}
    assert at & PROVEN_BY[kind]
    if kind == "rival_lock":
        courted = {(u, v) for u, t, v in finding.evidence.relationships if t == "COURTS"}
        assert courted == set(state.book.ties["COURTS"])


def test_the_by_pass_is_the_one_that_leaves_the_smallest_share():
    dice = Random("by-pass")
    base = well_worked(generated(dice)[0], dice)
    key, (state, *_) = plant("linchpin", base, dice)
    finding = found_in(look(state.book), key)
    shares = {}
    for person in state.book.people:
        if person != finding.subject.id:
            tried = state.book.copy()
            newcomer(tried, person, finding.mend.strength)
            row = next((x for x in look(tried).losses if x.id == finding.subject.id), None)
            shares[person] = row.loss / row.before if row else 0.0
    assert shares[finding.mend.person] == pytest.approx(min(shares.values()), abs=1e-6)
