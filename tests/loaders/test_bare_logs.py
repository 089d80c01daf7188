"""Logs read without a store: the same headers, cells, machines and days as a load reads."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import polars as pl
import pytest

from graph.decision.bare.ranking import listening_of
from graph.settings_logs import LogSettings
from loaders.logs.columns import HEADERS
from loaders.ties import LogRules, Ties, read_people, read_ties


def read(folder: Path, text: str, named: dict[str, str | None] | None = None, **rules) -> Ties:
    path = folder / "log.csv"
    path.write_text(text, encoding="utf-8")
    return read_ties(path, named, None, LogRules(**rules))


def heard(ties: Ties) -> list[tuple[str, str, float]]:
    return listening_of(ties.frame).select("from", "to", "amount").rows()


@pytest.mark.parametrize(
    ("sender", "recipient", "time"),
    [
        *((s, "to", "time") for s in HEADERS["sender"]),
        *(("from", r, "time") for r in HEADERS["recipient"]),
        *(("from", "to", t) for t in HEADERS["time"]),
    ],
)
def test_every_header_of_a_log_is_known(
    tmp_path: Path, sender: str, recipient: str, time: str
) -> None:
    ties = read(tmp_path, f"{sender},{recipient},{time}\nA@x.cn,b@x.cn;C@x.cn,2026-03-01\n")
    assert ties.log
    assert heard(ties) == [("a@x.cn", "b@x.cn", 0.5), ("a@x.cn", "c@x.cn", 0.5)]
    assert ties.columns == {"from": sender, "to": recipient, "time": time}


def test_copies_count_unless_the_column_is_named(tmp_path: Path) -> None:
    text = "From,To,Cc,Sent\nLi <li@x.cn>,he@x.cn,wu@x.cn,2026-03-01 09:07\n"
    assert heard(read(tmp_path, text)) == [("li@x.cn", "he@x.cn", 0.5), ("li@x.cn", "wu@x.cn", 0.5)]
    assert heard(read(tmp_path, text, {"to": "To"})) == [("li@x.cn", "he@x.cn", 1.0)]


def test_ids_tell_messages_of_one_day_apart(tmp_path: Path) -> None:
    rows = "a@x,b@x,2026-03-01,1\na@x,c@x,2026-03-01,2\na@x,b@x,2026-03-01,1\n"
    alone = read(tmp_path, "from,to,date,message_id\n" + rows)
    assert heard(alone) == [("a@x", "b@x", 1.0), ("a@x", "c@x", 1.0)]
    at_once = read(tmp_path, "from,to,date,number\n" + rows)
    assert heard(at_once) == [("a@x", "b@x", 0.5), ("a@x", "c@x", 0.5)]


def test_machines_lists_and_the_silent_are_left_out_and_named(tmp_path: Path) -> None:
    rows = [
        "a@x,b@x,2026-03-01",
        "a@x,b@x;all@x,2026-03-02",
        "noreply@x,a@x,2026-03-03",
        "a@x,robot7@x,2026-03-03",
        "loud@x,a@x;b@x,2026-03-04",
    ]
    own = LogSettings(automatic=["robot"], unanswered=2)
    ties = read(tmp_path, "from,to,sent\n" + "\n".join(rows), settings=own)
    assert heard(ties) == [("a@x", "b@x", 1.5)], "the list still was one of two recipients"
    assert ties.people == ["a@x", "b@x"]
    assert str(ties.notes[-1]).endswith("such as all@x, loud@x, noreply@x, robot7@x.")
    assert "如 all@x" in ties.notes[-1]["zh"]


def test_days_are_judged_as_a_load_judges_them(tmp_path: Path) -> None:
    days = ["2026-03-01", "2099-01-01", "1970-01-01", "31 March", ""]
    text = "from,to,sent\n" + "".join(f"a@x,b@x,{day}\n" for day in days)
    ties = read(tmp_path, text, today=date(2026, 3, 31))
    assert ties.count == ties.frame.height == 1
    assert ties.rejects.select("line", "column", "found", "expected").rows() == [
        (3, "sent", "2099-01-01", "a day not after 31 Mar 2026"),
        (4, "sent", "1970-01-01", "a day since 1980"),
        (5, "sent", "31 March", "a day and time that exist, as 2026-03-01 09:07"),
        (6, "sent", "", "a value"),
    ]


def test_a_weight_and_a_confidence_of_ones_own_still_count(tmp_path: Path) -> None:
    rows = "a@x,b@x,2026-03-01,3,.5\na@x,c@x;d@x,2026-03-02,1,1\na@x,b@x,2026-03-03,x,1\n"
    ties = read(tmp_path, "from,to,sent,weight,confidence\n" + rows)
    found = listening_of(ties.frame).select("to", "amount", "confidence").rows()
    assert found == [("b@x", 3.0, 0.5), ("c@x", 0.5, 1.0), ("d@x", 0.5, 1.0)]
    assert ties.rejects.select("line", "column", "found").rows() == [(4, "weight", "x")]


def test_a_meeting_counts_both_ways(tmp_path: Path) -> None:
    text = (
        "organizer,attendees,start\na@x,b@x;c@x,2026-03-01 09:00\na@x,room.calendar@x;b@x,"
        "2026-03-02\n" + "a@x," + ";".join(f"p{n}@x" for n in range(20)) + ",2026-03-03\n"
    )
    ties = read(tmp_path, text)
    assert ties.undirected
    assert heard(ties) == [("a@x", "b@x", 1.0), ("a@x", "c@x", 0.5), ("b@x", "c@x", 0.5)]
    assert len(ties.people) == 23, "who was only in the mass meeting is listed"
    said = [str(note) for note in ties.notes]
    assert said[0] == "Read as a log of meetings: 3 meetings."
    assert said[1].startswith("1 of them went to too many people")
    assert said[2].endswith("left out: room.calendar@x.")
    ids = read(tmp_path, "与会人,会议时间\np1、p2,2026-03-01\n")
    assert heard(ids) == [("p1", "p2", 1.0)]


def test_a_person_named_for_the_ends_of_a_meeting_turns_one_way(tmp_path: Path) -> None:
    text = "organizer,attendees,start\na@x,b@x;c@x,2026-03-01 09:00\n"
    ties = read(tmp_path, text, {"from": "organizer", "to": "attendees"})
    assert not ties.undirected
    assert heard(ties) == [("a@x", "b@x", 0.5), ("a@x", "c@x", 0.5)]


NAMES = {
    "names": 'from,to,time\n"Li, Lei",all;staff,2099-01-01\n',
    "handles": "from,to,time\n@li,@he,2026-03-01\n",
    "one of many": 'from,to,time\nLi,all,2026-03-01\nWu,"He, A",2026-03-02\nx@y,Li,2026-03-03\n',
    "no time": "from,to\na@x,b@x;c@x\n",
    "time unknown": "from,to,sent at\nLi,He;Wu,2026-03-01\n",
}


@pytest.mark.parametrize("name", NAMES)
def test_a_list_of_names_is_no_log(tmp_path: Path, name: str) -> None:
    ties = read(tmp_path, NAMES[name], today=date(2026, 3, 31))
    assert not ties.log
    rows = [line.split(",") for line in NAMES[name].splitlines()[1:]]
    assert ties.frame.height == len(rows)
    assert not ties.rejects.height


def test_a_table_of_people_finds_their_addresses_in_any_case(tmp_path: Path) -> None:
    ties = read(tmp_path, "from,to,sent\nLi@x.cn,HE@x.cn,2026-03-01\nh2@x.cn,li@x.cn,2026-03-02\n")
    table = tmp_path / "people.csv"
    table.write_text("id,email\nLi,LI@x.cn\nHe,He <He@X.cn>; H2@x.cn\n", encoding="utf-8")
    told = read_people(table, ties)
    assert told.named(ties).frame.select("from", "to").rows() == [("Li", "He"), ("He", "Li")]
    table.write_text("id\nLI@x.cn\nHe@x.cn\n", encoding="utf-8")
    assert read_people(table, ties).ids == ["li@x.cn", "he@x.cn"]


def test_plain_mails_count_as_they_always_did(tmp_path: Path) -> None:
    """One recipient a row: the log and the same rows as a list of names say the same."""
    rows = [
        ("a", "b", 1),
        ("a", "c", 1),
        ("a", "b", 2),
        ("a", "b", 2),
        ("b", "a", 3),
        ("c", "c", 4),
    ]
    log = "from,to,sent\n" + "".join(f"{f}@x,{t}@x,2026-03-0{d}\n" for f, t, d in rows)
    mails = heard(read(tmp_path, log))
    names = heard(read(tmp_path, log.replace("@x", "")))
    assert [(f.rstrip("@x"), t.rstrip("@x"), n) for f, t, n in mails] == names


def test_packed_excel_and_parquet_logs(tmp_path: Path) -> None:
    frame = pl.DataFrame(
        {"From": ["a@x"], "To": ["b@x; all@x"], "Sent": [date(2026, 3, 1)]},
    )
    frame.write_parquet(tmp_path / "t.parquet")
    frame.write_excel(tmp_path / "t.xlsx")
    for name in ("t.parquet", "t.xlsx"):
        assert heard(read_ties(tmp_path / name)) == [("a@x", "b@x", 0.5)]


@pytest.mark.parametrize("head", ["from,to,sent", "发件人,收件人,时间", "from,to,time"])
def test_until_a_day_later_rows_are_not_looked_at(tmp_path: Path, head: str) -> None:
    mails = f"{head}\na@x,b@x,2026-03-01\na@x,c@x,2026-03-02\nb@x,c@x,2026-03-03 09:00\n"
    known = read(tmp_path, mails, until=date(2026, 3, 2))
    assert heard(known) == [("a@x", "b@x", 1.0), ("a@x", "c@x", 1.0)]
    assert [str(n) for n in known.notes if "later" in str(n)] == [
        "1 row later than 2 Mar 2026: not looked at."
    ]
    assert known.rejects.is_empty()
    assert len(heard(read(tmp_path, mails, until=date(2026, 3, 3)))) == 3


def test_a_list_of_ties_knows_days_too(tmp_path: Path) -> None:
    ties = "from,to,date\nAnn,Bo,2026-03-01\nBo,Cy,2026-04-01\nCy,Ann,\n"
    known = read(tmp_path, ties, until=date(2026, 3, 31))
    assert known.frame.select("from", "to").rows() == [("Ann", "Bo")]
    assert known.rejects["line"].to_list() == [4]


def test_a_day_that_nothing_can_be_held_against_is_said(tmp_path: Path) -> None:
    said = "No moments are known of these ties: all of them count, whatever the day."
    known = read(tmp_path, "from,to\nAnn,Bo\n", until=date(2026, 3, 31))
    assert ([str(n) for n in known.notes], known.frame.height) == ([said], 1)
    path = tmp_path / "n.net"
    path.write_text("*Vertices 2\n1 Ann\n2 Bo\n*Arcs\n1 2\n", encoding="utf-8")
    for until, notes in ((None, []), (date(2026, 3, 31), [said])):
        found = read_ties(path, rules=LogRules(until=until))
        assert [str(n) for n in found.notes] == notes
