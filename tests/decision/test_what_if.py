"""What-if changes: nothing is stored, each form does what it says, bad words are explained."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.errors import NotFoundError, UsageError
from tests.decision.oracle import Oracle
from tests.decision.random_deals import random_deal
from tests.decision.toy_graphs import FOUR, ask, four_people, toy

seeds = st.randoms(use_true_random=False)


def person(found, id_):
    (row,) = (p for p in found.people if p.id == id_)
    return row


def test_nothing_is_stored():
    graph = four_people()
    before = ask(graph)
    ask(graph, "stance:luo=mentor", "remove:qian", "meet:lin=chen", "influence:qian>chen=0.9")
    assert ask(graph) == before


@pytest.mark.parametrize("word", ["supporter", "支持者", "Supporter"])
def test_a_supposed_stance_is_certain(word):
    luo = person(ask(four_people(), f"stance:luo={word}"), "luo")
    assert (luo.stance, luo.stance_confidence, luo.expected_stance, luo.variance) == (
        0.5,
        1,
        0.5,
        0,
    )


def test_a_supposed_stance_brings_a_person_in():
    graph = four_people(works_for=[*FOUR["works_for"], ("wu", "bank", 5)])
    assert "wu" not in {p.id for p in ask(graph).people}
    assert "wu" in {p.id for p in ask(graph, "stance:wu=enemy").people}


def test_unknown_takes_what_is_known_away():
    zhao = person(ask(four_people(), "stance:zhao=unknown"), "zhao")
    assert (zhao.stance, zhao.expected_stance) == (None, 0)
    assert zhao.variance == pytest.approx(1 / 3)


@given(seeds)
@settings(max_examples=25, deadline=None)
def test_remove_is_as_if_never_stated(random):
    rows = random_deal(random)
    gone = random.choice(rows["works_for"])[0]
    left = {name: [r for r in table if gone not in r[:2]] for name, table in rows.items()}
    found, truth = ask(toy(**rows), f"remove:{gone}"), Oracle(**left)
    assert [p.id for p in found.people] == truth.people
    assert [p.influence for p in found.people] == pytest.approx(list(truth.v), abs=1e-9)


@given(seeds)
@settings(max_examples=25, deadline=None)
def test_influence_is_as_if_stated(random):
    rows = {**random_deal(random), "conflicts_with": []}
    ids = [r[0] for r in rows["works_for"]]
    one, other = random.choice(ids), random.choice(ids)
    if one == other:
        return
    kept = [r for r in rows["influences"] if r[:2] != (one, other)]
    stated = {**rows, "influences": [*kept, (one, other, 0.6)]}
    found, truth = ask(toy(**rows), f"influence:{one}>{other}=0.6"), Oracle(**stated)
    assert [p.id for p in found.people] == truth.people
    assert [p.influence for p in found.people] == pytest.approx(list(truth.v), abs=1e-9)


def test_meeting_is_the_next_contact_come_true():
    graph = four_people()
    promised = ask(graph).next_contact
    after = ask(graph, f"meet:{promised.seller}={promised.person}")
    assert after.lean == pytest.approx(promised.lean_after, abs=1e-12)
    assert after.access_weighted == pytest.approx(promised.access_after, abs=1e-12)
    assert person(after, promised.person).coverage == pytest.approx(promised.coverage_after)


def test_enemies_do_not_move():
    graph = four_people(holds=[("luo", "deal", "enemy", {"confidence": 1.0})])
    after = ask(graph, "meet:lin=luo")
    assert person(after, "luo").expected_stance == -1
    assert person(after, "luo").coverage == pytest.approx(0.5)


def test_rank_fit():
    levels = {**FOUR["nodes"], "Seller": {"lin": {"level": 3}, "he": {"level": 1}}}
    met = ask(four_people(nodes=levels), "meet:lin=chen")
    assert person(met, "chen").coverage == pytest.approx(0.5 * (1 - 2 / 5))
    assert ask(four_people(nodes=levels)).next_contact.seller == "he"


def test_a_meeting_outside_the_model_says_so():
    graph = four_people(works_for=[*FOUR["works_for"], ("wu", "bank", 5)])
    found = ask(graph, "meet:lin=wu")
    assert any("wu" in note.en and "changes nothing" in note.en for note in found.notes)
    assert found.lean == ask(graph).lean


def test_ids_that_hold_the_marks():
    graph = toy(
        for_=[("deal", "bank")],
        plays=[("a>b", "deal", "decision_maker"), ("c=d", "deal", "coach")],
        covers=[("s=1", "a>b", 0.2)],
        works_on=[("s=1", "deal")],
    )
    found = ask(graph, "influence:c=d>a>b=0.6", "meet:s=1=c=d", "stance:a>b=mentor")
    assert person(found, "a>b").expected_stance == 1
    assert person(found, "c=d").coverage == pytest.approx(0.5)
    assert person(found, "c=d").influence > 0


@pytest.mark.parametrize(
    ("change", "hint"),
    [
        ("stanse:luo=mentor", "stance:PERSON=supporter"),
        ("stance:luo", "stance:PERSON=supporter"),
        ("stance:=mentor", "stance:PERSON=supporter"),
        ("stance:luo=suporter", "supporter"),
        ("remove", "remove:PERSON"),
        ("remove:", "remove:PERSON"),
        ("meet:lin", "meet:SELLER=PERSON"),
        ("influence:qian>chen", "influence:A>B=0.6"),
        ("influence:qian>chen=much", "influence:A>B=0.6"),
        ("influence:qian>chen=1.6", "between 0 and 1"),
        ("influence:qian>chen=nan", "between 0 and 1"),
        ("influence:qian=0.6", "influence:A>B=0.6"),
        ("", "remove:PERSON"),
    ],
)
def test_words_that_do_not_fit(change, hint):
    with pytest.raises(UsageError) as error:
        ask(four_people(), change)
    assert hint in error.value.say("en")
    assert error.value.exit_code == 2
    assert any("一" <= c <= "鿿" for c in error.value.say("zh"))


@pytest.mark.parametrize(
    ("change", "near"),
    [
        ("stance:luoo=mentor", "luo"),
        ("remove:zhoa", "zhao"),
        ("meet:linn=chen", "lin"),
        ("meet:lin=chenn", "chen"),
        ("influence:qiann>chen=0.5", "qian"),
    ],
)
def test_ids_that_are_not_there(change, near):
    with pytest.raises(NotFoundError) as error:
        ask(four_people(), change)
    assert near in error.value.say("en")
