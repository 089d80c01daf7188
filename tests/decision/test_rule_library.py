"""Rules as a team sets them: off, and with other thresholds in one region."""

from __future__ import annotations

from graph.decision.rules import RULES
from graph.decision.rules.library import LIBRARY
from graph.settings import Settings
from graph.settings_rules import kinds
from queries.weak_links_page import PAGE, page
from tests.decision.toy_graphs import FOUR, ask, four_people


def kinds_found(region: str | None, rules: dict) -> set[tuple[str, str]]:
    nodes = {**FOUR["nodes"], "Enterprise": {"bank": {"region": region}}}
    settings = Settings.model_validate({"rules": rules})
    found = ask(four_people(nodes=nodes), settings=settings).findings
    return {(f.kind, f.subject.id) for f in found}


def test_a_rule_is_switched_off() -> None:
    before = kinds_found(None, {})
    after = kinds_found(None, {"uncovered_power": {"enabled": False}})
    assert before - after == {(k, i) for k, i in before if k == "uncovered_power"} != set()
    assert after < before


def test_a_region_has_a_threshold_of_its_own() -> None:

    rules = {"uncovered_power": {"region": {"华东": {"little_coverage": 0.2}}}}
    assert ("uncovered_power", "luo") in kinds_found("华东", rules)
    elsewhere = kinds_found("华北", rules)
    assert elsewhere == kinds_found(None, {})
    power = {"uncovered_power": {"region": {"华东": {"influence": 0.3}}}}
    assert elsewhere - kinds_found("华东", power) == {("uncovered_power", "luo")}


def test_a_rule_is_off_everywhere_but_in_one_region() -> None:
    rules = {"hostile_power": {"enabled": False, "region": {"华东": {"enabled": True}}}}
    assert ("hostile_power", "luo") in kinds_found("华东", rules)
    assert ("hostile_power", "luo") not in kinds_found("华北", rules)


def test_no_kind_is_undocumented() -> None:
    assert set(RULES) | set(kinds()) <= set(LIBRARY)
    for one in LIBRARY.values():
        texts = [v for v in vars(one).values() if hasattr(v, "zh")]
        assert len(texts) == 8
        assert all(text.en and text.zh and text.en != text.zh for text in texts)


def test_the_page_of_weak_links_is_current() -> None:
    assert PAGE.read_text(encoding="utf-8") == page()
