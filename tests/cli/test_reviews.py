"""``linchpin review`` on both servers: saved, listed, compared, refused."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from tests.cli.test_terminal_answers import asked
from ui.terminal.review import Changes
from ui.terminal.tables import width

THEN, LATER = ("--as-of", "2026-03-31"), ("--as-of", "2026-04-30")


@pytest.fixture
def own(in_store: str, linchpin, small_book) -> None:
    """Let a test find a store with its own small book alone."""
    assert linchpin("load", str(small_book)).code == 0


@pytest.fixture
def afresh(loaded: str, found_store) -> None:
    """Let a test find the small book without reviews."""
    for document in found_store.documents.list("review"):
        found_store.documents.delete("review", document.id)


def test_what_changed_since_the_last_look(own, linchpin, small_book) -> None:
    linchpin("review", "save", "deal", *THEN)
    said = "from,to,stance,source\nzhao,deal,non_supporter,visit\nqian,deal,mentor,visit\n"
    (small_book / "holds.csv").write_text(said + "luo,deal,non_supporter,visit\n")
    (small_book / "influences.csv").write_text("from,to,weight\nqian,zhao,0.6\n")
    assert linchpin("load", str(small_book), "--replace").code == 0
    found = asked(linchpin, "review-diff", "review", "diff", "deal", *LATER)
    assert round(found["lean_before"], 4) == -0.0140
    assert {(c["kind"], c["subject"], c["was"], c["now"]) for c in found["changes"]} == {
        ("stance", "zhao", 0.5, -0.5),
        ("tie", "luo>chen", 0.3, None),
    }
    # Worked out by hand in docs/reviews.md.
    effects = {c["subject"]: round(c["effect"], 4) for c in found["changes"]}
    assert effects == {"zhao": -0.1201, "luo>chen": 0.1153}
    total = sum(c["effect"] for c in found["changes"])
    assert total == pytest.approx(found["lean_after"] - found["lean_before"], abs=1e-9)


def test_the_course_in_every_format(afresh, linchpin) -> None:
    for name, day in (("first look", THEN), ("second", LATER)):
        assert linchpin("review", "save", "deal", "--name", name, *day).code == 0
    course = asked(linchpin, "review-list", "review", "list", "deal")
    assert [(r["name"], r["as_of"]) for r in course["reviews"]] == [
        ("first look", "2026-03-31"), ("second", "2026-04-30")
    ]  # fmt: skip
    rows = linchpin("review", "list", "deal", "--format", "csv").out.splitlines()
    assert rows[0].startswith("name,as_of,saved_at,saved_by,lean,")
    assert "first look" in rows[1]
    table = linchpin("review", "diff", "deal", "--to", "second", "--lang", "zh").out
    assert "first look (2026 年 3 月 31 日) → second (2026 年 4 月 30 日)" in table
    assert "影响倾向的因素没有变化" in table


def test_two_reviews_of_a_day_have_two_names(afresh, linchpin) -> None:
    for _ in range(2):
        asked(linchpin, "review-save", "review", "save", "deal", *THEN)
    course = asked(linchpin, "review-list", "review", "list", "deal")
    assert [r["name"] for r in course["reviews"]] == ["2026-03-31", "2026-03-31 (2)"]


def test_what_cannot_be_is_said(afresh, linchpin) -> None:
    said = linchpin("review", "diff", "deal")
    assert (said.code, said.out) == (1, "")
    assert "no review of 'deal' yet" in said.err
    assert "linchpin review save deal" in said.err
    assert "Did you mean deal?" in linchpin("review", "list", "deel").err
    assert "There are deal" in linchpin("review", "diff", "NOPE").err
    linchpin("review", "save", "deal", "--name", "spring", *THEN)
    assert "Did you mean spring?" in linchpin("review", "diff", "deal", "--from", "sprig").err
    taken = linchpin("review", "save", "deal", "--name", "spring", *THEN)
    assert (taken.code, "already a review 'spring'" in taken.err) == (2, True)
    assert linchpin("review", "save", "deal", "--name", "now", *THEN).code == 2
    assert "nothing was saved before it" in linchpin("review", "diff", "deal", "--to", "spring").err
    assert len(asked(linchpin, "review-list", "review", "list", "deal")["reviews"]) == 1


def test_reviews_outlive_their_deal(own, linchpin, small_book) -> None:
    for name in ("one", "two"):
        linchpin("review", "save", "deal", "--name", name, *THEN)
    for file in small_book.glob("*.csv"):
        kept = [line for line in file.read_text().splitlines() if ",deal" not in f",{line}"]
        file.write_text("\n".join(kept) + "\n")
    assert linchpin("load", str(small_book), "--replace").code == 0
    gone = linchpin("review", "diff", "deal")
    assert "no longer in the graph" in gone.err
    assert "--to REVIEW" in gone.err
    assert linchpin("review", "diff", "deal", "--to", "two").code == 0
    assert len(asked(linchpin, "review-list", "review", "list", "deal")["reviews"]) == 2


@pytest.mark.parametrize("language", ["en", "zh"])
def test_no_sentence_of_a_comparison_is_cut(language) -> None:
    long = {
        "en": "Chen Wei turned from supporter to enemy. " * 6,
        "zh": "陈伟由支持者变为反对者。" * 12,
    }
    change = SimpleNamespace(sentence=long, effect=-0.123, standard_error=0.0)
    reader = SimpleNamespace(language=language, word=lambda en, zh: {"en": en, "zh": zh}[language])
    written = Changes(SimpleNamespace(changes=[change]), reader).effects()
    assert "…" not in written
    assert long[language].replace(" ", "") in "".join(written.split())
    assert max(map(width, written.splitlines())) <= 100
