"""Namesakes within one answer are told apart in every sentence, in both languages."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from graph.decision.access import AccessMap
from graph.decision.answer import day_of
from graph.decision.members import Case
from graph.decision.model import build
from graph.decision.naming import Bearer, told_apart
from graph.decision.plan.contacts import contact_plan
from graph.settings import Settings
from graph.text import Text
from tests.decision.toy_graphs import AS_OF, ask, toy

PEOPLE = {
    "chen": {"name": "陈静", "name_en": "Chen Jing"},
    "li1": {"name": "李伟", "name_en": "Li Wei"},
    "li2": {"name": "李薇", "name_en": "Li Wei"},
}
SELLERS = {
    "he1": {"name": "贺军", "name_en": "He Jun", "role": "executive"},
    "he2": {"name": "贺军", "name_en": "He Jun"},
}
BOOK = toy(
    nodes={"Person": PEOPLE, "Seller": SELLERS},
    for_=[("deal", "bank")],
    works_for=[
        ("chen", "bank", 1),
        ("li1", "bank", 2, {"title": "财务总监", "title_en": "Finance director"}),
        ("li2", "bank", 2),
    ],
    plays=[
        ("chen", "deal", "approver"),
        ("li1", "deal", "decision_maker"),
        ("li2", "deal", "decision_maker"),
    ],
    works_on=[("he1", "deal"), ("he2", "deal")],
)


def test_every_sentence_says_which_of_two_people_or_sellers_is_meant() -> None:
    analysis = ask(BOOK)
    said = [s for f in analysis.findings for s in (f.title, f.sentence, f.action)]
    assert analysis.next_contact is not None
    assert analysis.next_question is not None
    said += [analysis.next_contact.because, analysis.next_question.because]
    model = build(Case(BOOK, 0, day_of(AS_OF), Settings()))
    contacts, total = contact_plan(model, AccessMap(model), 4)
    assert total is not None
    said += [c.because for c in contacts] + total.assumptions
    english, chinese = ("\n".join(getattr(s, way) for s in said if s) for way in ("en", "zh"))
    for name, marks in {"Li Wei": ("Finance director", "li2"), "He Jun": ("executive",)}.items():
        assert [f"{name} ({mark})" in english for mark in marks] == [True] * len(marks)
        rest = english
        for mark in (*marks, "he2"):
            rest = rest.replace(f"{name} ({mark})", "")
        assert name not in rest
    assert "贺军（高层领导）" in chinese
    assert "李伟（" not in chinese  # these two are namesakes in English alone
    assert "Chen Jing (" not in english


WORDS = st.sampled_from(["", "a", "b", "c"])


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(WORDS, WORDS, st.lists(WORDS, max_size=2)), max_size=6))
def test_no_two_are_called_alike_and_no_one_without_a_namesake_is_marked(
    rows: list[tuple[str, str, list[str]]],
) -> None:
    bearers = [
        Bearer(f"id{i}", en, zh, tuple(Text(m, m) for m in marks))
        for i, (en, zh, marks) in enumerate(rows)
    ]
    for way in ("en", "zh"):
        plain = [getattr(b, way) for b in bearers]
        called = [name.text[way] for name in told_apart(bearers)]
        assert len(set(called)) == len(called)
        for own, name in zip(called, plain, strict=True):
            assert (own == name) == (plain.count(name) == 1)


def test_a_single_contact_is_introduced_in_the_singular() -> None:
    found = ask(
        toy(
            for_=[("deal", "bank")],
            works_for=[("chen", "bank", 1)],
            plays=[("chen", "deal", "decision_maker")],
            covers=[("lin", "chen", 0.5)],
        )
    )
    action = next(f.action for f in found.findings if f.kind == "seller_dependency")
    assert "let lin introduce them to their one contact: at 60%" in action.en
    assert "引荐给其唯一的联系人：" in action.zh
