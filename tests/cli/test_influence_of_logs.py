"""``linchpin influence`` on logs of mails and meetings: the handling that ``load`` gives them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest


@pytest.fixture
def mails(tmp_path: Path) -> str:
    """Write a log in which machines and lists are loudest."""
    rows = ["sender,recipients,sent"]
    rows += [f"no-reply@sys.com,p{n % 9}@x.com,2026-03-{1 + n % 28:02}" for n in range(40)]
    rows += [f"p{n}@x.com,pa@x.com;pb@x.com,2026-03-{1 + n:02}" for n in range(9)]
    rows += [f"p{n % 9}@x.com,all@x.com,2026-03-{1 + n % 28:02} 12:00" for n in range(40)]
    rows += ["pa@x.com,pc@x.com,2099-01-01"]
    path = tmp_path / "ml.csv"
    path.write_text("\n".join(rows) + "\n", encoding="utf-8")
    return str(path)


def test_a_log_of_mails_is_handled_as_a_load_handles_it(mails: str, linchpin) -> None:
    named = ("--from", "sender", "--to", "recipients", "--time", "sent")
    said = linchpin("influence", mails, *named, "--format", "json")
    assert said.code == 3
    ranked = json.loads(said.out)
    assert [row["id"] for row in ranked[:2]] == ["pa@x.com", "pb@x.com"]
    assert {row["id"] for row in ranked} == {f"p{n}@x.com" for n in (*range(9), "a", "b")}
    assert said.err.splitlines() == [
        "89 rows; columns: from = sender, to = recipients, time = sent.",
        "Read as a log of mails: 77 messages.",
        "2 addresses are machines or lists and were left out, such as all@x.com, no-reply@sys.com.",
        "1 row was left out as bad:",
        *(line for line in said.err.splitlines() if line.startswith("  line 91, sent: found")),
    ]
    assert "expected a day not after" in said.err
    unnamed = linchpin("influence", mails, "--format", "json")
    assert (unnamed.code, unnamed.out) == (3, said.out)


def test_it_is_said_in_chinese_too(mails: str, linchpin) -> None:
    said = linchpin("influence", mails, "--lang", "zh").err
    assert "按邮件日志读取：77 封邮件。" in said
    assert "2 个地址为自动发送或邮件列表，已略去" in said
    assert "应为不晚于" in said


def test_settings_say_what_else_is_a_machine(
    mails: str, tmp_path: Path, linchpin, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = tmp_path / "linchpin.toml"
    settings.write_text('[logs]\nautomatic = ["pb"]\n', encoding="utf-8")
    monkeypatch.setenv("LINCHPIN_SETTINGS", str(settings))
    said = linchpin("influence", mails, "--format", "json")
    assert "pb@x.com" not in {row["id"] for row in json.loads(said.out)}


def test_a_log_of_meetings(tmp_path: Path, linchpin) -> None:
    path = tmp_path / "met.csv"
    path.write_text("组织者,与会人,会议时间\na@x,b@x;c@x,2026-03-01\nb@x,a@x,2026-03-02\n", "utf-8")
    said = linchpin("influence", str(path), "--format", "json")
    assert said.code == 0
    assert "columns: from = 组织者, attendee = 与会人, time = 会议时间." in said.err
    assert "Read as a log of meetings: 2 meetings." in said.err
    assert "each counts both ways" in said.err
    degrees = {row["id"]: (row["in_degree"], row["out_degree"]) for row in json.loads(said.out)}
    assert degrees == {"a@x": (2, 2), "b@x": (2, 2), "c@x": (2, 2)}
