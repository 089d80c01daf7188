"""A weak link's contact and a plan's meeting are two numbers, and both say which they are."""

from __future__ import annotations

from graph.decision.plan.contacts import contact_plan
from tests.decision.toy_graphs import ask, four_people
from tests.plan.deals import modelled


def test_one_meeting_and_a_lasting_contact_are_told_apart() -> None:
    graph = four_people(covers=[])
    analysis = ask(graph)
    action = next(f.action for f in analysis.findings if f.kind == "uncovered_power")
    assert "more than once: at a coverage of 60%" in action.en
    assert "多次拜访" in action.zh
    contacts, total = contact_plan(*modelled(graph), 2)
    assert [c.coverage_after for c in contacts] == [0.5]
    assert analysis.next_contact is not None
    assert analysis.next_contact.coverage_after == 0.5
    assert total is not None
    (said,) = (a for a in total.assumptions if "one meeting" in a.en)
    assert "to 50% at most" in said.en
    assert "a lasting contact of 60%: several meetings" in said.en
    assert "60% 的持久联系，即多次会面" in said.zh
