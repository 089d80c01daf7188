"""Reviews: a kept deal gives its lean again, and the effects of changes are Shapley's."""

from __future__ import annotations

import json
from datetime import timedelta
from itertools import permutations
from random import Random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from graph.decision.answer import day_of
from graph.decision.members import Case
from graph.decision.model import build
from graph.decision.reviews.mix import Mixture, lean_of
from graph.decision.reviews.review import NOW, compare, look, read, summary, trend
from graph.decision.what_if.suppose import Supposed
from graph.settings import Settings
from tests.decision.random_deals import random_deal
from tests.decision.toy_graphs import AS_OF, FOUR, four_people, toy

few = hypothesis_settings(max_examples=20, deadline=None)


def seen(graph, day=AS_OF, settings=None):
    return look(graph, "deal", as_of=day, settings=settings or Settings())


def case_of(graph) -> Case:
    return Case(graph, 0, day_of(AS_OF), Settings(), Supposed())


def diff(before, after):
    return compare((summary(before, "then"), before), (summary(after, NOW), after))


def effects(found) -> dict:
    return {(c.kind, c.subject): c.effect for c in found.changes}


@few
@given(st.integers(0, 10**6))
def test_a_kept_deal_gives_its_lean_again(seed):
    state = seen(toy(**random_deal(Random(seed))))
    again = read(json.loads(json.dumps(state.model_dump(mode="json", by_alias=True))))
    assert again == state
    assert lean_of(again) == pytest.approx(state.lean, abs=1e-12)


def by_every_order(mix: Mixture) -> np.ndarray:
    """Let every change be a player: the lean of each mixed deal, over all orders."""
    k, m = len(mix.steps), len(mix.stances)

    def lean(made: tuple[bool, ...]) -> float:
        value, gain = mix.game(np.array(made[:k], dtype=bool))
        return value + float(gain @ np.array(made[k:], dtype=float))

    known, total, orders = {}, np.zeros(k + m), list(permutations(range(k + m)))
    for order in orders:
        made = [False] * (k + m)
        for player in order:
            before = known.setdefault(tuple(made), lean(tuple(made)))
            made[player] = True
            after = known.setdefault(tuple(made), lean(tuple(made)))
            total[player] += after - before
    return total / len(orders)


@few
@given(st.integers(0, 10**6))
def test_effects_add_up_and_are_shapleys(seed):
    r = Random(seed)
    rows = random_deal(r, most=4, ties=2)
    later = {k: [row for row in rows[k] if r.random() < 0.8] for k in rows}
    before, after = seen(toy(**rows)), seen(toy(**{**later, "for_": rows["for_"]}))
    found = diff(before, after)
    total = sum(c.effect for c in found.changes)
    assert total == pytest.approx((after.lean or 0.0) - (before.lean or 0.0), abs=1e-9)
    mix = Mixture(before, after)
    if len(mix.steps) + len(mix.stances) <= 5:
        slow = by_every_order(mix)
        keys = [*((s.kind, s.key) for s in mix.steps), *(("stance", (i,)) for i in mix.stances)]
        expected = dict(zip(keys, slow, strict=True))
        for c in found.changes:
            key = (c.relation, *c.subject.split(">")) if c.kind == "tie" else (c.subject,)
            wanted = expected[c.kind, () if c.kind == "settings" else key]
            assert c.effect == pytest.approx(wanted, abs=1e-12)


def test_the_same_deal_has_no_changes():
    found = diff(seen(four_people()), seen(four_people()))
    assert (found.changes, found.covers) == ([], [])
    assert (found.findings.came, found.findings.went) == ([], [])


def test_several_statements_about_one_person_are_one_change():
    said = [*FOUR["holds"], ("chen", "deal", "supporter", {"source": "visit"}),
            ("chen", "deal", "mentor", {"source": "mail"})]  # fmt: skip
    found = diff(seen(four_people()), seen(four_people(holds=said)))
    assert [(c.kind, c.subject, c.was) for c in found.changes] == [("stance", "chen", None)]
    assert found.changes[0].effect == pytest.approx(found.lean_after - found.lean_before, abs=1e-12)


def test_who_comes_brings_the_ties_and_who_leaves_takes_them():
    without = {
        "holds": [h for h in FOUR["holds"] if h[0] != "luo"],
        "influences": [i for i in FOUR["influences"] if i[0] != "luo"],
    }
    came = diff(seen(four_people(**without)), seen(four_people()))
    assert [(c.kind, c.subject, c.was) for c in came.changes] == [("person", "luo", None)]
    assert came.changes[0].now == pytest.approx(0.2561, abs=1e-4)
    left = diff(seen(four_people()), seen(four_people(**without)))
    assert effects(left) == {("person", "luo"): pytest.approx(-came.changes[0].effect, abs=1e-12)}
    assert left.changes[0].now is None


def test_a_tie_beneath_a_stronger_one_is_a_change_without_effect():
    knows = [("zhao", "chen", 0.4)]  # the line of command counts for more both ways
    holds = [*FOUR["holds"], ("chen", "deal", "supporter", {"source": "visit"})]
    found = diff(seen(four_people()), seen(four_people(knows=knows, holds=holds)))
    assert effects(found)["tie", "chen>zhao"] == 0.0
    assert effects(found)["stance", "chen"] > 0.2


def test_one_relationship_is_one_change_though_it_goes_both_ways():
    found = diff(seen(four_people()), seen(four_people(reports_to=[])))
    assert [(c.kind, c.relation, c.subject, c.was, c.now) for c in found.changes] == [
        ("tie", "REPORTS_TO", "zhao>chen", 1.0, None)
    ]


def test_a_part_and_the_constants_are_changes_of_their_own():
    plays = [("chen", "deal", "decision_maker"), ("zhao", "deal", "approver"), FOUR["plays"][2]]
    other = Settings.model_validate({"model": {"listens_to_boss": 0.9}})
    found = diff(seen(four_people()), seen(four_people(plays=plays), settings=other))
    assert set(effects(found)) == {("role", "zhao"), ("settings", "model")}
    assert sum(effects(found).values()) == pytest.approx(found.lean_after - found.lean_before)


def test_a_deal_in_which_nobody_decided_counts_from_nought():
    nobody = {"plays": [FOUR["plays"][2]], "works_for": []}
    found = diff(seen(four_people(**nobody)), seen(four_people()))
    assert found.lean_before is None
    assert sum(effects(found).values()) == pytest.approx(found.lean_after, abs=1e-9)
    assert "counts 0" in found.notes[0].en


def test_many_changes_are_estimated_and_still_add_up():
    ties = [(f"p{i}", f"p{(i * 7 + 3) % 16}", 0.4) for i in range(16)]
    more = [(f"p{i}", f"p{(i * 11 + 5) % 16}", 0.7) for i in range(0, 16, 2)]
    plays = [(f"p{i}", "deal", "decision_maker") for i in range(3)]
    holds = [(f"p{i}", "deal", ("mentor", "enemy", "neutral")[i % 3]) for i in range(16)]
    both = [seen(toy(for_=[("deal", "firm")], plays=plays, holds=holds, influences=rows))
            for rows in (ties, ties[:12] + more)]  # fmt: skip
    found = diff(*both)
    assert not found.exact
    assert sum(c.effect for c in found.changes) == pytest.approx(
        both[1].lean - both[0].lean, abs=1e-9
    )
    assert 0 < max(c.standard_error for c in found.changes) < 0.01
    assert "standard error" in found.notes[0].en


def test_contacts_access_and_findings_that_came_or_went():
    later = AS_OF + timedelta(days=90)
    seen_then = seen(four_people(covers=[("lin", "qian", 0.9, {"last_contact": AS_OF}),
                                         ("he", "zhao", 0.29)]))  # fmt: skip
    after = seen(four_people(covers=[("lin", "qian", 0.9, {"last_contact": AS_OF}),
                                     ("lin", "chen", 0.6)]), later)  # fmt: skip
    found = diff(seen_then, after)
    assert {(c.seller, c.person, c.because) for c in found.covers} == {
        ("lin", "qian", "faded"), ("he", "zhao", "gone"), ("lin", "chen", "new")
    }  # fmt: skip
    (reach,) = found.access
    assert reach.was == pytest.approx(0.1684, abs=1e-4)
    assert reach.now > 0.6
    keys = {f.key for f in seen_then.findings} ^ {f.key for f in after.findings}
    assert {f.key for f in (*found.findings.came, *found.findings.went)} == keys != set()


def test_the_course_of_a_deal_is_in_the_order_of_its_days():
    states = [seen(four_people(), AS_OF + timedelta(days=d)) for d in (30, 0)]
    course = trend(states[0].deal, [summary(s, f"r{i}") for i, s in enumerate(states)])
    assert [k.name for k in course.reviews] == ["r1", "r0"]
    assert course.reviews[0].lean == pytest.approx(-0.0140, abs=1e-4)
    assert course.reviews[0].worst_severity == states[1].worst.severity


def test_sentences_are_in_both_languages():
    holds = [*FOUR["holds"][:2], ("luo", "deal", "neutral", {"source": "press"})]
    data = diff(seen(four_people()), seen(four_people(holds=holds))).to_json("zh")
    assert data["changes"][0]["sentence"].startswith("罗明：不支持者（−0.50，可信度 80%） → 中立")
    assert data["changes"][0]["subject"] == "luo"


def _world(r: Random) -> dict[str, dict]:
    """Facts of a deal of five, who all have a part in it, so that nobody comes or goes."""
    people = [f"p{i}" for i in range(5)]
    pairs = [(a, b) for a in people for b in people if a != b]
    once = [(a, b) for a, b in pairs if a < b]
    return {
        "plays": {p: r.choice(("coach", "approver", "end_user")) for p in people[1:]},
        "holds": {p: r.choice(("mentor", "neutral", "enemy")) for p in r.sample(people, 3)},
        "influences": {e: r.choice((0.2, 0.6, 1.0)) for e in r.sample(pairs, 3)},
        "knows": {e: r.choice((0.4, 0.9)) for e in r.sample(once, 2)},
        "reports_to": dict.fromkeys(r.sample(pairs, 2), True),
        "conflicts_with": dict.fromkeys(r.sample(once, 1), True),
    }


def _graph(facts: dict[str, dict]):
    rows = {"plays": [("p0", "deal", "decision_maker")], "for_": [("deal", "firm")]}
    rows["plays"] += [(p, "deal", role) for p, role in facts["plays"].items()]
    rows["holds"] = [(p, "deal", stance) for p, stance in facts["holds"].items()]
    for name in ("influences", "knows"):
        rows[name] = [(a, b, n) for (a, b), n in facts[name].items()]
    for name in ("reports_to", "conflicts_with"):
        rows[name] = list(facts[name])
    return toy(**rows)


@hypothesis_settings(max_examples=8, deadline=None)
@given(st.integers(0, 10**6))
def test_effects_are_those_of_the_analysis_made_anew_on_each_mixed_deal(seed):
    r = Random(seed)
    old, other = _world(r), _world(r)
    every = [(name, key) for name in old for key in sorted({*old[name], *other[name]}, key=str)]
    moved = [c for c in every if old[c[0]].get(c[1]) != other[c[0]].get(c[1])]
    changed = r.sample(moved, min(3, len(moved)))

    def mixed(made: frozenset) -> dict[str, dict]:
        facts = {name: dict(rows) for name, rows in old.items()}
        for name, key in made:
            facts[name].pop(key, None)
            if key in other[name]:
                facts[name][key] = other[name][key]
        return facts

    known: dict[frozenset, float] = {}

    def lean(made: frozenset) -> float:
        if made not in known:
            known[made] = build(case_of(_graph(mixed(made)))).lean
        return known[made]

    total = dict.fromkeys(changed, 0.0)
    orders = list(permutations(changed))
    for order in orders:
        for i, change in enumerate(order):
            total[change] += lean(frozenset(order[: i + 1])) - lean(frozenset(order[:i]))
    found = diff(seen(_graph(old)), seen(_graph(mixed(frozenset(changed)))))
    slow = sorted(round(t / len(orders), 9) for t in total.values())
    assert sorted(round(c.effect, 9) for c in found.changes) == pytest.approx(slow, abs=2e-9)


def presuming(**more) -> dict:
    """Two of the top level at home, one of them heard anyway as a coach, and a third person."""
    staff = [("a", "home", 2), ("b", "home", 2), ("c", "home", 3)]
    plays = [("a", "deal", "coach"), ("c", "deal", "user"), *more.pop("plays", [])]
    holds = [("a", "deal", "supporter"), ("b", "deal", "opponent"), ("c", "deal", "mentor")]
    return {"for_": [("deal", "home")], "works_for": staff, "plays": plays, "holds": holds, **more}


def test_the_end_of_a_presumption_belongs_to_who_is_stated_to_decide():
    before = seen(toy(**presuming()))
    after = seen(toy(**presuming(plays=[("c", "deal", "decision_maker")])))
    assert [p.id for p in before.people if p.presumed] == ["a", "b"]
    for old, new, when in ((before, after, "then"), (after, before, "now")):
        found = diff(old, new)
        assert set(effects(found)) == {("role", "c")}
        total = found.lean_after - found.lean_before
        assert found.changes[0].effect == pytest.approx(total, abs=1e-12)
        assert f"Nobody is stated to decide {when}; presumed to: a and b." in found.notes[0].en


def test_who_was_in_the_deal_by_presumption_alone_has_not_left_the_company():
    rows = presuming()
    alone = {**rows, "holds": [h for h in rows["holds"] if h[0] != "b"]}
    stated = [*rows["plays"], ("c", "deal", "decision_maker")]
    found = diff(seen(toy(**alone)), seen(toy(**{**alone, "plays": stated})))
    gone = next(c for c in found.changes if c.kind == "person")
    assert gone.sentence.en.startswith("b is no longer presumed to decide, unknown; held 50%")
    fewer = [w for w in rows["works_for"] if w[0] != "b"]
    left = diff(seen(toy(**alone)), seen(toy(**{**alone, "works_for": fewer})))
    really = next(c for c in left.changes if c.kind == "person")
    assert really.sentence.en.startswith("b has left the deal, unknown; held 50%")
    total = sum(c.effect for c in found.changes)
    assert total == pytest.approx(found.lean_after - found.lean_before, abs=1e-9)
