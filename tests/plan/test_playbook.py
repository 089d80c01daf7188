"""The stage playbook: every check done on a full deal, not done once its cause is taken away."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from random import Random
from typing import Any, get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.decision.access import AccessMap
from graph.decision.answer import day_of
from graph.decision.members import Case
from graph.decision.model import build
from graph.decision.plan.checks import CHECKS
from graph.decision.plan.playbook import ORDER, playbook
from graph.errors import SettingsError
from graph.settings import Settings
from graph.settings_file import load_settings
from graph.settings_plan import CheckId
from graph.vocabulary.values import STAGES
from tests.decision.random_deals import random_deal
from tests.decision.toy_graphs import AS_OF, toy

DEAL: dict[str, Any] = {
    "amount": 1e6,
    "expected_close": date(2026, 6, 1),
    "stage": "bidding",
    "procurement": "tender",
    "shortlisted_on": date(2026, 3, 1),
    "prequalified_on": date(2026, 2, 1),
    "budget_agreed_on": date(2026, 2, 1),
    "contract_reviewed_on": date(2026, 3, 30),
}
FULL: dict[str, Any] = {
    "nodes": {
        "Opportunity": {"deal": DEAL},
        "Step": {"s1": {"planned_on": date(2026, 3, 1), "done_on": date(2026, 3, 2)}},
        "Need": {"n1": {"value": 5.0, "hidden": True}},
    },
    "for_": [("deal", "bank")],
    "works_on": [("me", "deal")],
    "includes": [("deal", "line")],
    "plays": [
        ("boss", "deal", "decision_maker"),
        ("tech", "deal", "technical_expert;coach"),
        ("user", "deal", "end_user"),
        ("buyer", "deal", "tender_organizer"),
    ],
    "works_for": [("boss", "bank", 1), *((p, "bank", 2) for p in ("tech", "user", "buyer"))],
    "reports_to": [(p, "boss") for p in ("tech", "user", "buyer")],
    "holds": [
        *((p, "deal", "mentor") for p in ("boss", "tech")),
        ("boss", "deal", "non_supporter", {"towards": "rival"}),
    ],
    "has_step": [("deal", "s1")],
    "acts_in": [("boss", "s1", "sign")],
    "has_need": [("user", "n1")],
    "meets": [("line", "n1")],
    "covers": [("me", p, 0.9, {"last_contact": AS_OF}) for p in ("boss", "tech", "user", "buyer")],
    "bids_on": [("rival", "deal", {"first_seen": date(2026, 1, 1)})],
}


def without(table: str, end: str) -> dict[str, Any]:
    return {table: [row for row in FULL[table] if end not in row[:2]]}


def with_deal(**own: Any) -> dict[str, Any]:
    return {"nodes": {**FULL["nodes"], "Opportunity": {"deal": {**DEAL, **own}}}}


def with_node(kind: str, id_: str, **own: Any) -> dict[str, Any]:
    return {"nodes": {**FULL["nodes"], kind: {id_: own}}}


def asked(rows: dict[str, Any], chosen: Settings | None = None):
    graph = toy(**rows)
    model = build(Case(graph, 0, day_of(AS_OF), chosen or Settings()))
    return playbook(model, AccessMap(model))


def states(rows: dict[str, Any]) -> dict[str, str]:
    return {row.check: row.state for row in asked(rows)}


def test_everything_is_done_in_a_full_deal() -> None:
    found = asked(FULL)
    assert {row.check: row.state for row in found} == dict.fromkeys(get_args(CheckId), "done")
    assert list(dict.fromkeys(row.stage for row in found)) == list(ORDER)
    assert {row.stage for row in found if row.current} == {"bidding"}


LATE = AS_OF - timedelta(days=91)
TAKEN = {
    "deal_described": (with_deal(amount=None), "open", "Not stated: amount."),
    "team_named": ({"works_on": []}, "open", "Nobody of ours"),
    "offer_named": ({"includes": []}, "open", "No product"),
    "coach_found": (
        {"plays": [*without("plays", "tech")["plays"], ("tech", "deal", "technical_expert")]},
        "open", "Nobody is known as coach",
    ),
    "organization_known": ({"reports_to": [("tech", "boss")]}, "open", "not yet: buyer and user"),
    "procedure_known": ({"acts_in": []}, "open", "Nobody is known who acts in s1"),
    "key_people_known": (without("plays", "user"), "open", "Nobody is known as end user"),
    "rivals_known": ({"bids_on": []}, "unknown", "No competitor is stated"),
    "needs_known": ({"has_need": []}, "open", "No need of anybody"),
    "hidden_needs_known": (with_node("Need", "n1", value=5.0), "unknown", "No hidden need"),
    "needs_valued": (with_node("Need", "n1", hidden=True), "open", "Not valued: n1"),
    "end_users_met": (without("covers", "user"), "open", "not yet: user"),
    "needs_met": ({"meets": []}, "open", "Nothing that we offer meets n1"),
    "experts_met": (without("covers", "tech"), "open", "not yet: tech"),
    "experts_support": ({"holds": [("tech", "deal", "enemy")]}, "open", "Against us: tech"),
    "prequalified": (with_deal(prequalified_on=date(2026, 5, 1)), "open", "planned for 1 May 2026"),
    "budget_agreed": (with_deal(budget_agreed_on=None), "open", "No day is stated"),
    "organizer_met": (
        without("covers", "buyer"), "open",
        "We cover 0 of 1 person who acts as tender organizer; not yet: buyer",
    ),
    "key_people_covered": (without("covers", "boss"), "open", "not yet: boss"),
    "deciders_met": (without("covers", "boss"), "open", "not yet: boss"),
    "support_won": (
        {"holds": [("boss", "deal", "enemy"), ("tech", "deal", "enemy")]}, "open", "falls short",
    ),
    "no_new_bidder": (
        {"bids_on": [("rival", "deal", {"first_seen": date(2026, 3, 2)})]},
        "open", "Dark horse: rival first seen on 2 Mar 2026, after the shortlist of 1 Mar 2026",
    ),
    "rivals_placed": ({"holds": [("boss", "deal", "mentor")]}, "open", "towards rival (0%)"),
    "contract_reviewed": (with_deal(contract_reviewed_on=None), "open", "No day is stated"),
    "signer_known": ({"acts_in": [("boss", "s1", "decide")]}, "open", "Nobody is known who signs"),
    "steps_on_time": (with_node("Step", "s1", planned_on=date(2026, 3, 1)), "open", "Late: s1"),
    "in_touch": (
        {"covers": [("me", "boss", 0.9, {"last_contact": LATE})]},
        "open", "Last contact 91 days ago: me with boss",
    ),
}  # fmt: skip


def test_every_check_has_its_case() -> None:
    assert TAKEN.keys() == CHECKS.keys() == set(get_args(CheckId))


@pytest.mark.parametrize("check", TAKEN)
def test_a_check_fails_with_its_cause_alone(check: str) -> None:
    change, state, words = TAKEN[check]
    row = next(r for r in asked({**FULL, **change}) if r.check == check)
    assert (row.state, words in row.because.en) == (state, True), row.because.en
    assert "deal" in row.evidence.nodes
    assert not row.because.zh.isascii()


def test_towards_each_rival_its_own_share_is_said() -> None:
    votes = [("boss", "deal", "decision_maker", {"vote_weight": 3}),
             ("tech", "deal", "technical_expert", {"vote_weight": 5})]  # fmt: skip
    holds = [("boss", "deal", "neutral", {"towards": "rival"})]
    bids = [*FULL["bids_on"], ("second", "deal", {"first_seen": date(2026, 1, 5)})]
    found = asked({**FULL, "plays": votes, "holds": holds, "bids_on": bids})
    row = next(r for r in found if r.check == "rivals_placed")
    assert row.because.en.endswith("stated: towards second (0%) and rival (38%)."), row.because.en


def test_where_nothing_says_it_is_not_known() -> None:
    cases = {
        "no_new_bidder": with_deal(shortlisted_on=None),
        "rivals_placed": {"bids_on": []},
        "experts_support": {"holds": []},
        "support_won": {"holds": []},
        "needs_met": {"has_need": []},
        "steps_on_time": {"has_step": []},
        "in_touch": {"covers": []},
    }
    for check, change in cases.items():
        assert states({**FULL, **change})[check] == "unknown", check
    assert (
        states({**FULL, **without("plays", "buyer"), **with_deal(procurement="negotiation")})[
            "organizer_met"
        ]
        == "done"
    )


def test_a_placeholder_is_nobody_known() -> None:
    rows = {**FULL, "nodes": {**FULL["nodes"], "Person": {"boss": {"placeholder": True}}}}
    found = states(rows)
    assert (found["key_people_known"], found["procedure_known"], found["signer_known"]) == (
        "open", "open", "open",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("own", "current"),
    [
        ({"stage": "closed", "outcome": "won"}, {"delivery"}),
        ({"stage": "closed", "outcome": "lost"}, set()),
        ({"stage": None, "budget_agreed_on": None}, {"commercial"}),
    ],
)
def test_the_current_stage(own: dict, current: set[str]) -> None:
    assert {r.stage for r in asked({**FULL, **with_deal(**own)}) if r.current} == current


@given(st.integers(0, 10**6))
@settings(max_examples=25, deadline=None)
def test_any_deal_has_an_answer_for_every_check(seed: int) -> None:
    found = asked(random_deal(Random(seed)))
    assert len(found) == len(CHECKS)
    nodes = {"deal"}
    assert all(nodes <= set(row.evidence.nodes) for row in found)
    assert all("{" not in row.because.en + row.because.zh for row in found)


def test_an_empty_deal_has_an_answer_for_every_check() -> None:
    found = states({"nodes": {"Opportunity": {"deal": {}}}})
    assert set(found) == set(CHECKS)
    assert "done" not in found.values()


def test_a_team_chooses_the_checks_of_a_stage(tmp_path: Path) -> None:
    file = tmp_path / "linchpin.toml"
    file.write_text(
        '[playbook.bidding]\nchecks = ["coach_found"]\n[playbook.delivery]\nchecks = []\n'
    )
    chosen, _ = load_settings(file, {})
    found = asked(FULL, chosen)
    assert [r.check for r in found if r.stage == "bidding"] == ["coach_found"]
    assert not [r for r in found if r.stage == "delivery"]


def test_a_region_has_thresholds_and_checks_of_its_own(tmp_path: Path) -> None:
    file = tmp_path / "linchpin.toml"
    east = '[playbook.region."华东"]\ncovered = 0.95\n'
    file.write_text(f'{east}[playbook.region."华东".delivery]\nchecks = ["in_touch"]\n')
    chosen, origins = load_settings(file, {})
    assert origins["playbook.region.华东.covered"] == f"{file}:2"
    for region, state, delivery in (
        ("华北", "done", ["steps_on_time", "in_touch"]),
        ("华东", "open", ["in_touch"]),
    ):
        found = asked({**FULL, **with_node("Enterprise", "bank", region=region)}, chosen)
        assert {r.state for r in found if r.check == "experts_met"} == {state}
        assert [r.check for r in found if r.stage == "delivery"] == delivery
    file.write_text('[playbook.region."华东"]\ncoverd = 0.95\n')
    with pytest.raises(SettingsError, match=r":2: .*coverd'.*covered"):
        load_settings(file, {})


def test_an_unknown_check_is_refused_with_its_line_and_the_nearest(tmp_path: Path) -> None:
    file = tmp_path / "linchpin.toml"
    file.write_text('[playbook.entry]\nchecks = ["coach_fond"]\n')
    with pytest.raises(SettingsError) as refused:
        load_settings(file, {})
    said = str(refused.value)
    assert f"{file}:2" in said
    assert "coach_found" in said
    file.write_text('[playbook.entry]\nchecks = ["of_mine"]\n')
    with pytest.raises(SettingsError, match="A check of your own is not named here"):
        load_settings(file, {})


def test_a_check_that_stands_twice_is_refused_with_its_line(tmp_path: Path) -> None:
    file = tmp_path / "linchpin.toml"
    file.write_text('[playbook.entry]\nchecks = ["coach_found", "coach_found"]\n')
    with pytest.raises(SettingsError, match=r"linchpin\.toml:2.*each once"):
        load_settings(file, {})


def test_the_page_of_plans_lists_every_check_in_its_stage() -> None:
    page = (Path(__file__).parents[2] / "docs" / "plans.md").read_text(encoding="utf-8")
    for stage in ORDER:
        label = f"{STAGES.label(stage, 'en')} {STAGES.label(stage, 'zh')}"
        for check in getattr(Settings().playbook, stage).checks:
            title = CHECKS[check].title
            assert f"| {label} | `{check}` | {title.en} {title.zh} |" in page


def test_a_region_has_its_own_thresholds_and_checks(tmp_path: Path) -> None:
    """The buyer counts as met from .3; in the North from .99 on, and of the survey one is asked."""
    file = tmp_path / "linchpin.toml"
    file.write_text(
        '[playbook.region."North"]\ncovered = 0.99\n'
        '[playbook.region."North".survey]\nchecks = ["end_users_met"]\n',
        encoding="utf-8",
    )
    chosen, _ = load_settings(file, {})
    nodes = FULL["nodes"] | {"Enterprise": {"bank": {"region": "North"}}}
    north, south = (
        {r.check: r.state for r in asked(rows, chosen)} for rows in (FULL | {"nodes": nodes}, FULL)
    )
    assert south.keys() - north.keys() == {"needs_known", "hidden_needs_known", "needs_valued"}
    assert (south["organizer_met"], north["organizer_met"]) == ("done", "open")
