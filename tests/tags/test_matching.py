"""The rule base: who is offered what, by which rule, and who is not."""

from __future__ import annotations

from datetime import date

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.customers.tags.match import offers
from graph.customers.tags.rulebase import rules_of
from graph.errors import UsageError
from graph.settings_tags import MatchRule, TagSettings
from tests.tags.tagged import world

TAGS = ["A", "B", "C"]
sets = st.sets(st.sampled_from(TAGS))


def offered(known, settings: TagSettings) -> set[tuple[str, str, str]]:
    return set(
        offers(known, rules_of(known, settings)).select("customer", "product", "rule").rows()
    )


@given(
    st.lists(sets, min_size=1, max_size=5), st.lists(sets, min_size=1, max_size=3), st.booleans()
)
@settings(max_examples=40, deadline=None)
def test_a_customer_is_offered_what_carries_its_tags(customers, products, any_of) -> None:
    people = {f"m{i}": own for i, own in enumerate(customers)}
    sold = {f"p{i}": own for i, own in enumerate(products)}
    known = world(
        members={"id": list(people)},
        products={"id": list(sold)},
        has_tag=[("Product", p, t) for p, own in sold.items() for t in sorted(own)],
        member_tags=[(m, t, None) for m, own in people.items() for t in sorted(own)],
    )
    wanted = {
        (m, p, "product_tags")
        for m, own in people.items()
        for p, its in sold.items()
        if its and (own & its if any_of else its <= own)
    }
    assert offered(known, TagSettings(product_tags="any" if any_of else "all")) == wanted


def business():
    uses = pl.DataFrame({"from": ["user"], "to": ["line"], "since": [date(2024, 1, 1)]})
    month = pl.DataFrame(
        {"customer": ["m", "n"], "month": ["2026-03", "2025-01"], "product": ["mail", "mail"],
         "amount": [1.0, 1.0]}
    )  # fmt: skip
    return world(
        {"id": ["big", "small", "user", "key"], "employees": [900, 5, 900, 900]},
        {"id": ["m", "n"]},
        {"id": ["line", "mail"], "name": ["Line", "Mail"], "category": ["wire", "app"],
         "min_employees": [100, None]},
        has_tag=[
            *(("Enterprise", who, "FLEET") for who in ("big", "small", "user", "key")),
            ("Enterprise", "key", "KEY"),
            ("Product", "line", "FLEET"),
        ],
        member_tags=[("m", "MUSIC", None), ("n", "MUSIC", None)],
        USES=uses,
        usage=month,
    )  # fmt: skip


def test_nobody_is_offered_what_it_uses_or_what_does_not_suit_it() -> None:
    known = business()
    assert offered(known, TagSettings()) == {
        ("big", "line", "product_tags"), ("key", "line", "product_tags"),
    }  # fmt: skip
    assert offered(known, TagSettings(product_tags="off")) == set()
    rules = {"music": MatchRule(customer=["MUSIC"], product="mail")}
    # m used it in the latest month; n stopped a year ago.
    assert offered(known, TagSettings(product_tags="off", match=rules)) == {("n", "mail", "music")}


def test_rules_of_the_settings_say_their_reason() -> None:
    known = business()
    rules = {
        "wire": MatchRule(
            customer=["FLEET"], without=["KEY"], category="wire", reason="Cheap now."
        ),
        "off": MatchRule(customer=["FLEET"], product="mail", enabled=False),
        "same": MatchRule(customer=["KEY"], tag="FLEET"),
    }
    chosen = TagSettings(product_tags="off", match=rules)
    assert offered(known, chosen) == {("big", "line", "wire"), ("key", "line", "same")}
    said = dict(offers(known, rules_of(known, chosen)).select("rule", "en").rows())
    assert said == {
        "wire": "Carries FLEET and not KEY: Cheap now.",
        "same": "Carries KEY: Line (line) suits.",
    }


@pytest.mark.parametrize(
    ("rule", "said"),
    [
        ({"customer": ["FLEE"], "product": "line"}, "names the tag 'FLEE'"),
        ({"customer": ["FLEET"], "product": "lin"}, "Did you mean line?"),
        ({"customer": ["FLEET"], "category": "wires"}, "Did you mean wire?"),
    ],
)
def test_a_rule_that_names_what_is_not_there(rule: dict, said: str) -> None:
    with pytest.raises(UsageError) as raised:
        rules_of(business(), TagSettings(match={"r": MatchRule(**rule)}))
    assert said in str(raised.value)
    assert "[tags.match.r]" in str(raised.value)


def test_a_rule_has_one_target() -> None:
    for named in ({}, {"product": "line", "tag": "FLEET"}):
        with pytest.raises(ValueError, match="one of product, category and tag"):
            MatchRule(customer=["FLEET"], **named)
