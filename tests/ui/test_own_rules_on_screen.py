"""What is wrong with rules of one's own is said where findings are read, and they stand."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.ui.screen_book import MemoryStore
from tests.ui.test_deal_views import html, opened
from ui import services


def test_a_rule_that_needs_a_look_is_named_and_the_findings_stand(
    book: MemoryStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = html(opened(deal="d1", view="findings"))
    assert "Rules that need a look" not in page
    found = {f.key for f in services.analysis("d1").findings}
    rules = tmp_path / "rules"
    rules.mkdir()
    (rules / "money.cypher").write_text("// title: <b> | 甲\nRETURN 1\n", encoding="utf-8")
    chosen = tmp_path / "linchpin.toml"
    chosen.write_text(f"[rules]\nown = {str(rules)!r}\n", encoding="utf-8")
    monkeypatch.setenv("LINCHPIN_SETTINGS", str(chosen))
    page = html(opened(deal="d1", view="findings"))
    assert "Rules that need a look" in page
    assert "money.cypher:1: a rule needs a line" in page
    assert {f.key for f in services.analysis("d1").findings} == found != set()
    page = html(opened(deal="d1", view="playbook"))
    assert "money.cypher:1: a rule needs a line" in page
    assert "All other checks stand." in page
