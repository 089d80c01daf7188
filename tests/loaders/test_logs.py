"""Logs of mails and meetings: what is read, matched, left out and inferred."""

from __future__ import annotations

import re
import sys
import tomllib
from datetime import date, timedelta
from pathlib import Path

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.decision.bare.logs import ties_of_log
from graph.errors import InputError
from graph.settings import Settings
from graph.settings_logs import LogSettings
from loaders.logs import Asked, Known, load_logs, log_mapping
from loaders.logs.columns import HEADERS

PEOPLE = pl.DataFrame(
    {"id": ["li", "he", "wu"], "email": ["Li@bank.cn", "he@bank.cn", "wu@bank.cn"]}
)
SELLERS = pl.DataFrame({"id": ["me"], "email": ["me@us.com"]})
KNOWN = Known(PEOPLE, SELLERS)
TODAY = date(2026, 3, 31)
PAGE = Path(__file__).parents[2] / "docs" / "logs.md"


def read(folder: Path, text: str, mapping="mail-log", *, placeholders=False, **logs):
    path = folder / "log.csv"
    path.write_text(text, encoding="utf-8")
    chosen = Settings(logs=LogSettings(**logs))
    return load_logs([path], Asked(mapping, TODAY, placeholders), KNOWN, chosen)


def rows(result, type_, *names):
    frame = result.records[0].relationships.get(type_)
    return [] if frame is None else frame.select("from", "to", *names).rows()


def test_who_is_written_to_sways_who_writes(tmp_path):
    result = read(
        tmp_path,
        "Sender,Recipients,Sent\n"
        "Li <LI@bank.cn>,he@bank.cn,2026-03-01 09:07\n"
        "li@bank.cn,he@bank.cn; Wu <wu@bank.cn>,2026-03-02 10:00\n"
        "li@bank.cn,he@bank.cn,2026-03-09 10:00\n",
    )
    assert rows(result, "INFLUENCES", "confidence", "since", "as_of", "inferred") == [
        ("he", "li", 0.6, date(2026, 3, 1), date(2026, 3, 9), True)
    ]
    # Li turned to He in full and to Wu by half: two thirds of what Li listens, 0.6 sure.
    assert rows(result, "INFLUENCES", "weight") == [("he", "li", 0.4)]
    assert result.rejects.is_empty()


def test_our_contacts_become_coverage(tmp_path):
    days = [TODAY - timedelta(days=d) for d in (200, 90, 3, 3)]
    lines = [f"me@us.com,li@bank.cn,{day}" for day in days]
    lines += [f"he@bank.cn,me@us.com,{TODAY}"]
    result = read(tmp_path, "\n".join(["from,to,date", *lines, ""]))
    names = ("level", "last_contact", "contacts_90d", "two_way", "strength")
    assert rows(result, "COVERS", *names) == [
        ("me", "he", "brief", TODAY, 1, True, None),
        ("me", "li", "multiple", days[-1], 2, False, None),
    ]
    ends = result.records[0].relationships["COVERS"].select("from_kind", "to_kind").unique().rows()
    assert ends == [("Seller", "Person")]


def test_mass_mails_lists_and_machines_say_nothing(tmp_path):
    many = ";".join(["he@bank.cn", *(f"p{i}@bank.cn" for i in range(10))])
    robot = [f"report@bank.cn,p{i}@bank.cn,2026-03-0{d}" for i in range(5) for d in (1, 2)]
    lines = [
        *(f"{who},{to},2026-03-0{day}" for day in (1, 2) for who, to in (
            ("li@bank.cn", many),
            ("noreply@bank.cn", "he@bank.cn"),
            ("li@bank.cn", "team@lists.bank.cn"),
        )),
        *robot,
    ]  # fmt: skip
    text = "\n".join(["sender,recipient,time", *lines, ""])
    result = read(tmp_path, text, most_recipients=10, unanswered=5)
    assert result.records[0].relationships == {}
    notes = " ".join(n.en for n in result.notes)
    assert "2 of them went to too many people" in notes
    assert "noreply@bank.cn, report@bank.cn, team@lists.bank.cn" in notes
    # The robot is no stranger, those it writes to are: each once.
    assert sorted(result.rejects["found"]) == [f"p{i}@bank.cn" for i in range(10)]


def test_impossible_days_and_missing_ends_are_rejected(tmp_path):
    result = read(
        tmp_path,
        "发件人,收件人,时间\nli@bank.cn,he@bank.cn,2026-02-30\nli@bank.cn,he@bank.cn,1970-01-01\n"
        "li@bank.cn,he@bank.cn,2026-04-01\nli@bank.cn,,2026-03-01\n,he@bank.cn,soon\n"
        "li@bank.cn,he@bank.cn,2026年3月1日\n",
    )
    assert result.rejects.sort("line", "column").select("line", "column", "found").rows() == [
        (2, "时间", "2026-02-30"), (3, "时间", "1970-01-01"), (4, "时间", "2026-04-01"),
        (5, "收件人", ""), (6, "发件人", ""), (6, "时间", "soon"),
    ]  # fmt: skip
    assert result.rejects["row"][0] == "li@bank.cn,he@bank.cn,2026-02-30"
    assert (result.rows, result.rejected_rows) == (6, 5)
    assert result.records[0].relationships == {}  # one day makes no tie


STRANGERS = (
    "sender,recipient,time\nx@bank.cn,he@bank.cn,2026-03-01\nx@bank.cn,he@bank.cn,2026-03-02\n"
    "you@us.com,he@bank.cn,2026-03-02\n"
)


def test_strangers_are_listed_once_and_whose_they_are(tmp_path):
    result = read(tmp_path, STRANGERS)
    found = result.rejects.select("line", "column", "found", "expected").rows()
    assert found == [
        (2, "sender", "x@bank.cn", "the mail address or id of a known person"),
        (4, "sender", "you@us.com", "the mail address of a known seller"),
    ]
    assert result.records[0].relationships == {}


def test_a_stranger_is_listed_under_the_header_of_the_file(tmp_path):
    text = "发件人,收件人,抄送,时间\nhe@bank.cn,li@bank.cn,x@bank.cn,2026-03-01\n"
    assert read(tmp_path, text).rejects.select("column", "found").rows() == [("抄送", "x@bank.cn")]


def test_each_of_several_addresses_is_its_persons(tmp_path, monkeypatch):
    two = PEOPLE.with_columns(
        pl.when(pl.col("id") == "li").then(pl.lit("Li@bank.cn; li.lei@home.cn")).otherwise("email")
        .alias("email")
    )  # fmt: skip
    monkeypatch.setattr(sys.modules[__name__], "KNOWN", Known(two, SELLERS))
    lines = [
        f"{who},he@bank.cn,2026-03-0{d}" for d, who in ((1, "li@bank.cn"), (2, "li.lei@home.cn"))
    ]
    result = read(tmp_path, "\n".join(["sender,recipient,time", *lines, ""]))
    assert result.rejects.is_empty()
    assert rows(result, "INFLUENCES", "since", "as_of") == [
        ("he", "li", date(2026, 3, 1), date(2026, 3, 2))
    ]


@pytest.mark.parametrize("placeholders", [False, True])
def test_an_address_of_two_people_is_nobodys_and_says_whose(tmp_path, monkeypatch, placeholders):
    both = pl.concat([PEOPLE, pl.DataFrame({"id": ["zhou"], "email": ["LI@bank.cn"]})])
    monkeypatch.setattr(sys.modules[__name__], "KNOWN", Known(both, SELLERS))
    text = "sender,recipient,time\nhe@bank.cn,li@bank.cn,2026-03-01\n"
    result = read(tmp_path, text, placeholders=placeholders)
    assert result.rejects.select("column", "found", "expected").rows() == [
        ("recipient", "li@bank.cn", "the address of one person")
    ]
    assert "li, zhou" in result.rejects["hint"][0]
    assert result.records[0].nodes == {}


def test_strangers_become_placeholders_where_that_is_asked(tmp_path):
    result = read(tmp_path, STRANGERS, placeholders=True)
    made = result.records[0].nodes["Person"].select("id", "email", "placeholder").rows()
    assert made == [("x@bank.cn", "x@bank.cn", True)]
    assert rows(result, "INFLUENCES", "weight") == [("he", "x@bank.cn", 0.5)]
    assert result.rejects["found"].to_list() == ["you@us.com"]  # no seller is made up
    stated = read(tmp_path, STRANGERS, own_domains=["@Bank.cn"], placeholders=True)
    assert sorted(stated.rejects["found"]) == ["x@bank.cn", "you@us.com"]


def test_meetings_tell_who_knows_whom(tmp_path):
    text = (
        "会议,会议时间,组织者,与会人\n"
        "a,2026-03-01 10:00,li@bank.cn,he@bank.cn、me@us.com\n"
        "b,2026-03-08 10:00,,li@bank.cn；he@bank.cn\n"
    )
    result = read(tmp_path, text, "meeting-log")
    # Half of a meeting of three and a whole one of two; two days are half sure.
    assert rows(result, "KNOWS", "strength", "confidence") == [("he", "li", 0.5, 0.5)]
    assert rows(result, "COVERS", "two_way", "contacts_90d") == [
        ("me", "he", True, 1), ("me", "li", True, 1),
    ]  # fmt: skip
    each = "meeting,attendee,start\na,li@bank.cn,2026-03-01\na,he@bank.cn,2026-03-01\n"
    each += "b,li@bank.cn,2026-03-02\nb,he@bank.cn,2026-03-02\n"
    assert rows(read(tmp_path, each, "meeting-log"), "KNOWS", "strength") == [("he", "li", 0.5)]


@pytest.mark.parametrize(
    ("name", "headers", "kind"),
    [
        ("export.csv", "Sender,Recipients,Sent", "mail-log"),
        ("export.csv", "发件人;收件人;时间", "mail-log"),
        ("export.csv", "Organizer,Attendees,Start", "meeting-log"),
        ("influences.csv", "from,to,date", None),
        ("export.csv", "id,name", None),
        ("export.csv", "from,to,weight", None),
    ],
)
def test_a_log_is_known_by_its_headers(tmp_path, name, headers, kind):
    (tmp_path / name).write_text(headers + "\n", encoding="utf-8")
    assert log_mapping([tmp_path / name]) == kind
    assert log_mapping([tmp_path / name, tmp_path / "absent.csv"]) is None


def test_people_may_stand_there_by_their_ids(tmp_path):
    text = "sender,recipient,time\nLI,he,2026-03-01\nli,he,2026-03-02\nme,li,2026-03-02\n"
    result = read(tmp_path, text)
    assert rows(result, "INFLUENCES", "weight") == [("he", "li", 0.5)]
    assert rows(result, "COVERS", "level") == [("me", "li", "brief")]


def test_what_is_no_log_is_refused_with_its_headers(tmp_path):
    with pytest.raises(InputError, match=r"sender, recipient and time; its headers are: a, b\."):
        read(tmp_path, "a,b\n1,2\n")


contact = st.tuples(st.sampled_from("abcd"), st.sampled_from("abcd"), st.integers(1, 28))


@given(st.lists(contact, max_size=30))
@settings(max_examples=40, deadline=None)
def test_influences_against_the_rule_written_with_matrices(found):
    log = pl.DataFrame(found, schema=["from", "to", "d"], orient="row").with_columns(
        from_ours=pl.lit(value=False), to_ours=pl.lit(value=False), share=pl.lit(0.5),
        day=pl.date(2026, 3, pl.col("d").cast(pl.Int8)),
    ).with_columns(pl.col("from").cast(pl.String), pl.col("to").cast(pl.String))  # fmt: skip
    got = ties_of_log(log, met=False, as_of=TODAY, settings=Settings()).influences
    amount, days = np.zeros((4, 4)), {}
    for u, v, d in found:
        if u != v:
            amount["abcd".index(u), "abcd".index(v)] += 0.5
            days.setdefault((u, v), set()).add(d)
    a = np.minimum(1, amount)
    mutual, tied = np.minimum(a, a.T), ((a + a.T).sum(axis=0) > 0).sum()
    density = a.sum() / max(1, tied * (tied - 1))
    excess = (mutual.sum() / a.sum() - density) / (1 - density) if 0 < density < 1 else 0
    told = a - 0.6 * max(0, excess) * mutual
    expected = {}
    for (u, v), seen in days.items():
        i, j = "abcd".index(u), "abcd".index(v)
        share = min(1, a[i].sum()) * told[i, j] / told[i].sum()
        if len(seen) >= 2:
            expected[v, u] = share * len(seen) / (len(seen) + 2)
    assert {r[:2]: r[2] for r in got.select("from", "to", "weight").rows()} == pytest.approx(
        expected, abs=6e-5
    )


def test_the_page_about_logs_says_what_is_known_and_computes_its_example(tmp_path):
    page = PAGE.read_text(encoding="utf-8")
    table = dict(re.findall(r"^\| (\w+) \| (.+?) \| [\w ]*\|$", page, re.MULTILINE))
    told = {part: tuple(re.split("[,;] ", table[part])) for part in HEADERS}
    assert told == HEADERS
    settings_block = re.search(r"```toml\n(.+?)```", page, re.DOTALL)[1]
    assert tomllib.loads(settings_block)["logs"] == LogSettings().model_dump()
    people, sellers, mails = re.findall(r"```\n((?:id,|From,).+?)```", page, re.DOTALL)
    known = Known(*(pl.read_csv(sheet.encode()) for sheet in (people, sellers)))
    (tmp_path / "mails.csv").write_text(mails, encoding="utf-8")
    asked = Asked("mail-log", TODAY, placeholders=False)
    result = load_logs([tmp_path / "mails.csv"], asked, known, Settings())
    assert rows(result, "INFLUENCES", "weight", "confidence") == [
        ("chen", "zhao", 0.3, 0.6), ("qian", "zhao", 0.3, 0.6),
    ]  # fmt: skip
    assert rows(result, "COVERS", "level", "contacts_90d", "two_way") == [
        ("lin", "qian", "brief", 2, True)
    ]
    assert result.rejects["line"].to_list() == [9, 10]
    assert all(note["en"] in page for note in result.notes)


def test_one_address_is_counted_as_one(tmp_path):
    text = "sender,recipient,time\nnoreply@bank.cn,he@bank.cn,2026-03-01\n"
    notes = [n.en for n in read(tmp_path, text).notes]
    assert "1 address is a machine or a list and was left out: noreply@bank.cn." in notes


def test_mass_mails_make_no_placeholders(tmp_path):
    many = ";".join(["he@bank.cn", *(f"p{i}@bank.cn" for i in range(10))])
    to_one = [f"li@bank.cn,p0@bank.cn,2026-03-0{day}" for day in (3, 4)]
    lines = [f"li@bank.cn,{many},2026-03-02", "noreply@bank.cn,p1@bank.cn,2026-03-02", *to_one]
    text = "\n".join(["sender,recipient,time", *lines, ""])
    result = read(tmp_path, text, placeholders=True, most_recipients=10)
    assert result.records[0].nodes["Person"]["id"].to_list() == ["p0@bank.cn"]
    assert result.rejects.is_empty()
    notes = " ".join(n.en for n in result.notes)
    assert "1 unknown address became a placeholder: p0@bank.cn." in notes
    assert "9 unknown addresses stand only in messages that say nothing" in notes
    only_mass = read(tmp_path, "\n".join(["sender,recipient,time", lines[0], ""]),
                     placeholders=True, most_recipients=10)  # fmt: skip
    assert only_mass.records[0].nodes == {}
