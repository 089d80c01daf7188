"""A log into the store from the terminal: found by itself, loaded again, below what is stated."""

from __future__ import annotations

import json
from pathlib import Path

LOG = (
    "sender,recipient,time\nzhao@bank.cn,chen@bank.cn,2026-03-01\n"
    "zhao@bank.cn,chen@bank.cn,2026-03-02\nzhao@bank.cn,qian@bank.cn,2026-03-02\n"
    "zhao@bank.cn,qian@bank.cn,2026-03-03\nlin@us.com,qian@bank.cn,2026-03-04\n"
    "x@bank.cn,chen@bank.cn,2026-03-05\n"
)
ADDRESSES = "id,email\nchen,chen@bank.cn\nzhao,zhao@bank.cn\nqian,qian@bank.cn\n"
TIES = (
    "MATCH (a)-[r:INFLUENCES|COVERS]->(b) RETURN a.id AS a, b.id AS b, r.weight AS weight, "
    "r.strength AS strength, r.inferred AS inferred, r.contacts_90d AS contacts ORDER BY a, b"
)


def test_a_log_adds_to_what_is_stated_and_never_stands_over_it(
    in_store: str, small_book: Path, tmp_path: Path, linchpin
) -> None:
    people = tmp_path / "people.csv"
    people.write_text(ADDRESSES, encoding="utf-8")
    sellers = tmp_path / "sellers.csv"
    sellers.write_text("id,email\nlin,lin@us.com\n", encoding="utf-8")
    log = tmp_path / "mails.csv"
    log.write_text(LOG, encoding="utf-8")
    assert linchpin("load", str(small_book)).code == 0
    assert linchpin("load", str(people), str(sellers)).code == 0

    def found():
        query = tmp_path / "ties.cypher"
        query.write_text(TIES, encoding="utf-8")
        answer = linchpin("query", str(query), "--format", "json")
        return {f"{r['a']}>{r['b']}": tuple(r.values())[2:] for r in json.loads(answer.out)["rows"]}

    said = linchpin("load", str(log), "--as-of", "2026-03-31")
    assert said.code == 3
    assert "mapping: mail-log" in said.out
    assert "x@bank.cn" in said.out
    stated = {
        "he>zhao": (None, 0.29, None, None),
        "lin>qian": (None, 0.9, None, 1),
        "luo>chen": (0.3, None, None, None),
        "qian>zhao": (0.6, None, None, None),
    }
    assert found() == stated | {"chen>zhao": (0.25, None, True, None)}
    again = json.loads(linchpin("load", str(log), "--as-of", "2026-03-31", "--format", "json").out)
    assert all(not w["created"] + w["changed"] + w["deleted"] for w in again["written"].values())
    log.write_text("\n".join(LOG.splitlines()[:2]) + "\n", encoding="utf-8")
    assert linchpin("load", str(log), "--as-of", "2026-03-31").code == 0
    assert found() == stated | {"lin>qian": (None, 0.9, None, None)}


def test_placeholders_of_a_log_stay_when_it_is_loaded_again(
    in_store: str, tmp_path: Path, linchpin
) -> None:
    log = tmp_path / "mails.csv"
    log.write_text(LOG, encoding="utf-8")
    words = ("load", str(log), "--placeholders", "--format", "json", "--as-of", "2026-03-31")
    for times in range(2):
        report = json.loads(linchpin(*words).out)
        assert report["nodes"] == {"Person": 5}
        assert report["written"]["Person"]["created"] == (0 if times else 5)
        assert report["written"]["INFLUENCES"]["unchanged"] == (2 if times else 0)


def test_a_log_may_be_named_and_an_unknown_mapping_is_refused(tmp_path: Path, linchpin) -> None:
    log = tmp_path / "mails.csv"
    log.write_text("a,b\n1,2\n", encoding="utf-8")
    said = linchpin("load", str(log), "--mapping", "mail")
    assert said.code == 2
    assert "native, mail-log, meeting-log" in said.err
