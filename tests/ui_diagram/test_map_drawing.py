"""What is drawn on the cards and what a light adds: the anatomy, the words, and safety."""

from __future__ import annotations

import json
import re
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from pptx import Presentation

from graph.decision.results import Analysis, Evidence, Mend, PersonRow, Subject
from ui.diagram.export import FORMATS, draws_chinese, export_map
from ui.diagram.geometry import Box
from ui.diagram.grid import HEADER, Band
from ui.diagram.heads import head, taken
from ui.diagram.light import Light, Tag, for_finding, for_person, roads_to_decision
from ui.diagram.map import Drawing, draw_map, standalone, svg
from ui.diagram.marks import headings
from ui.diagram.measure import fit, width
from ui.diagram.proof import placed_pills, proof_svg
from ui.diagram.proof_place import CARD_H, place_proof
from ui.diagram.roads import lay
from ui.diagram.style import stylesheet

SVG = "{http://www.w3.org/2000/svg}"
HOSTILE = "</script><script>alert(1)</script>\"'&<b>🙂\x00\u202e"


def cards(picture: str) -> dict[str, ET.Element]:
    found = ET.fromstring(picture).iter(f"{SVG}g")
    return {g.get("data-id"): g for g in found if "card" in (g.get("class") or "").split()}


def texts(element: ET.Element) -> list[str]:
    return [t.text for t in element.iter(f"{SVG}text")]


def changed(analysis: Analysis, id_: str, **update: object) -> Analysis:
    people = [p.model_copy(update=update) if p.id == id_ else p for p in analysis.people]
    return analysis.model_copy(update={"people": people})


@pytest.mark.parametrize(
    ("id_", "expected"),
    [
        ("chen", ["+", "Chen Guodong", "24%", "President", "Decides"]),
        ("gao", ["★", "Gao Yan", "1%", "Branch operations", "Coach", "HJ"]),
        ("sun", ["?", "Sun Wei", "27%", "Chief Financial Officer", "Decides"]),
        ("huang", ["!", "Huang Ping", "4%", "GM Procurement", "Organizer"]),
        ("hu", ["−", "Hu Xia", "9%", "Budget manager", "Influencer"]),
        ("boss", ["?", "Not yet known", "3%", "Head of Compliance", "Role unknown"]),
        ("liu", ["+", "Liu Fang", "<1%", "Network lead", "Expert", "ST"]),
    ],
)
def test_a_card_says_stance_name_share_title_role_and_cover(
    linjiang: Analysis, id_: str, expected: list[str]
) -> None:
    assert texts(cards(svg(draw_map(linjiang)))[id_]) == expected


def test_the_map_speaks_chinese(linjiang: Analysis) -> None:
    found = cards(svg(draw_map(linjiang, "zh")))
    assert texts(found["chen"]) == ["+", "陈国栋", "24%", "行长", "决策"]
    assert texts(found["boss"])[1] == "尚不知是谁"
    label = found["zhao"].get("aria-label")
    assert label == "赵敏，科技副行长，支持者，占决策 13%，由 林悦 29% 覆盖"
    titles = {b.title for b in draw_map(linjiang, "zh").layout.bands}
    assert titles == {"渠道管理部", "信息科技部", "采购部", "计财与合规", "外部人员"}


def test_columns_sum_the_shares_of_their_people(linjiang: Analysis) -> None:
    drawing = draw_map(linjiang)
    sums = {b.title: round(b.share, 9) for b in drawing.layout.bands}
    assert sums == {
        "Channels": 0.05,
        "IT": 0.07,
        "Procurement": 0.05,
        "Finance & risk": 0.12,
        "Outsiders": 0.07,
    }


def test_departments_stand_under_those_they_report_to(linjiang: Analysis) -> None:
    drawing = draw_map(linjiang)
    at = drawing.layout.cards
    assert [[n.id for n in row] for row in drawing.arrangement.top] == [["chen"], ["sun", "zhao"]]
    assert at["chen"].bottom < at["sun"].y == at["zhao"].y
    under_sun = {
        b.title for b in drawing.layout.bands if b.box.cx < (at["sun"].cx + at["zhao"].cx) / 2
    }
    assert under_sun == {"Finance & risk", "Procurement"}
    assert (at["tang"].x, at["gao"].x) == (at["qian"].x + 8, at["qian"].x + 8)
    heads = {at[i].y for i in ("qian", "wang", "huang", "hu", "luo")}
    assert len(heads) == 1


def test_a_second_boss_and_a_cycle_are_drawn_and_nobody_is_lost(linjiang: Analysis) -> None:
    drawing = draw_map(linjiang)
    also = {(k.source, k.target) for k in drawing.links if k.kind == "also"}
    assert also == {("xu", "sun")}
    ring = [t for t in linjiang.ties if (t.source, t.target) != ("zhao", "chen")]
    ring += [t.model_copy(update={"source": "chen", "target": "zhao"}) for t in linjiang.ties[:1]]
    ring += [t.model_copy(update={"source": "zhao", "target": "chen"}) for t in linjiang.ties[:1]]
    looped = draw_map(linjiang.model_copy(update={"ties": ring}))
    assert looped.layout.cards.keys() == drawing.layout.cards.keys()
    drawn = {(k.source, k.target) for k in looped.links if k.kind in ("reports", "also")}
    assert {("chen", "zhao"), ("zhao", "chen")} <= drawn


def test_without_departments_people_stand_under_their_leader_or_as_unknown(
    linjiang: Analysis,
) -> None:
    bare = [
        p.model_copy(update={"department": None, "department_en": None}) for p in linjiang.people
    ]
    drawing = draw_map(linjiang.model_copy(update={"people": bare}))
    columns = {b.title: set() for b in drawing.layout.bands}
    for c in drawing.arrangement.columns:
        columns[c.title] = {n.id for n in c.nodes}
    assert columns == {
        "Under Qian Jun": {"qian", "tang", "gao"},
        "Under Wang Lei": {"wang", "liu", "wu", "zhou"},
        "Under Huang Ping": {"huang", "ma"},
        "Under Hu Xia": {"hu", "boss"},
        "Department unknown": {"xu"},  # two bosses: the one on top counts, without a department
        "Outsiders": {"luo"},
    }
    loose = linjiang.model_copy(update={"people": bare, "ties": []})
    columns = {c.title: {n.id for n in c.nodes} for c in draw_map(loose).arrangement.columns}
    everybody = {p.id for p in bare} - {"chen", "zhao", "sun", "luo"}
    assert columns == {"Department unknown": everybody, "Outsiders": {"luo"}}


def test_people_of_a_sister_company_have_a_column_of_their_own(linjiang: Analysis) -> None:
    moved = changed(
        linjiang,
        "ma",
        employer="sister",
        employer_name="临江租赁",
        employer_name_en="Linjiang Leasing",
    )
    columns = {c.title: {n.id for n in c.nodes} for c in draw_map(moved).arrangement.columns}
    assert columns["Linjiang Leasing"] == {"ma"}


def test_a_presumed_decider_says_so(linjiang: Analysis) -> None:
    presumed = linjiang.model_copy(update={"presumed": True})
    assert "Presumed" in texts(cards(svg(draw_map(presumed)))["sun"])


def test_a_badge_is_struck_where_nobody_covers_and_red_where_that_hurts(linjiang: Analysis) -> None:
    found = cards(svg(draw_map(linjiang)))
    struck = {i for i, g in found.items() if any(e.get("class") == "nobody" for e in g.iter())}
    assert struck == {"chen", "sun", "xu", "huang", "ma", "hu", "boss", "luo"}
    red = {i for i, g in found.items() if "danger" in g.get("class").split()}
    assert red == {"chen", "sun"}


# -- light -----------------------------------------------------------------------------------


def roads(drawing: Drawing, light) -> set[tuple[str, str, str, str]]:
    return {(r.source, r.target, r.kind, r.pill) for r in light.roads}


def test_a_single_thread_lights_every_road_to_its_decider(linjiang: Analysis) -> None:
    drawing = draw_map(linjiang)
    light = for_finding(drawing.view, linjiang.findings[0])
    assert roads(drawing, light) == {
        ("lin", "zhao", "route", "29%"),
        ("zhao", "chen", "route", "50%"),
        ("chen", "sun", "route", "50%"),
        ("he", "gao", "other", "86%"),
        ("gao", "qian", "other", "80%"),
        ("qian", "zhao", "other", "50%"),
        ("fan", "sun", "plan", "several meetings 60%"),
    }
    assert light.bright == {"lin", "he", "fan", "zhao", "gao", "qian", "chen", "sun"}
    assert light.steps == {"zhao": 1, "chen": 2, "sun": 3}
    assert {(t.id, t.kind, t.text) for t in light.tags} == {
        ("zhao", "cut", "cut point"),
        ("chen", "cut", "cut point"),
        ("zhao", "reached", "reached 58%"),
        ("chen", "reached", "reached 29%"),
        ("sun", "lost", "reached 15%"),
    }
    assert light.marks["sun"] >= {"subject"}


def test_what_is_not_lit_fades_and_what_is_lit_stays(linjiang: Analysis) -> None:
    drawing = draw_map(linjiang)
    light = for_finding(drawing.view, linjiang.findings[0])
    found = cards(standalone(drawing, light=light))
    faded = {i for i, g in found.items() if "faded" in g.get("class").split()}
    assert faded == found.keys() - light.bright
    nothing = cards(standalone(drawing, light=roads_to_decision(drawing.view)))
    assert not [i for i, g in nothing.items() if "faded" in g.get("class").split()]


def test_light_never_moves_a_card(linjiang: Analysis) -> None:
    drawing = draw_map(linjiang)
    lights = [for_finding(drawing.view, f) for f in linjiang.findings]
    lights += [for_person(drawing.view, i) for i in ("gao", "he", "luo")]
    at = [
        {i: g.get("transform") for i, g in cards(standalone(drawing, light=light)).items()}
        for light in lights
    ]
    assert all(a == at[0] for a in at)


def test_a_person_lights_neighbours_and_cover(linjiang: Analysis) -> None:
    drawing = draw_map(linjiang)
    assert for_person(drawing.view, "gao").bright == {"gao", "qian", "he"}
    assert for_person(drawing.view, "he").bright == {"he", "qian", "tang", "gao"}
    assert for_person(drawing.view, "luo").links == {("INFLUENCES", "luo", "chen")}


def test_pills_and_tags_do_not_lie_on_each_other(linjiang: Analysis) -> None:
    drawing = draw_map(linjiang)
    for finding in linjiang.findings:
        placed = lay(drawing.layout, for_finding(drawing.view, finding))
        boxes = [r.pill for r in placed.roads if r.pill] + [b for *_, b in placed.tags]
        pairs = [(a, b) for i, a in enumerate(boxes) for b in boxes[i + 1 :] if a.overlap(b) > 0]
        assert pairs == []
        tags = [b for *_, b in placed.tags]
        assert not [1 for h in headings(drawing.layout) for b in tags if h.overlap(b) > 0]


def test_every_finding_has_a_proof_that_shows_its_evidence(linjiang: Analysis) -> None:
    view = draw_map(linjiang).view
    for finding in linjiang.findings:
        proof = place_proof(view, finding)
        assert set(finding.evidence.nodes) <= set(proof.boxes)
        boxes = list(proof.boxes.values())
        assert not [1 for i, a in enumerate(boxes) for b in boxes[i + 1 :] if a.overlap(b) > 0]
        shown = cards(proof_svg(view, finding, lambda i: i))
        assert shown.keys() == proof.boxes.keys()
    first = place_proof(view, linjiang.findings[0])
    order = [first.boxes[i].x for i in ("lin", "zhao", "chen", "sun")]
    assert order == sorted(order)
    assert len({first.boxes[i].y for i in ("lin", "zhao", "chen", "sun")}) == 1


@pytest.mark.parametrize("language", ["en", "zh"])
def test_pills_of_a_proof_lie_on_no_card_and_not_on_each_other(
    linjiang: Analysis, language: str
) -> None:
    view = draw_map(linjiang, language).view
    for finding in linjiang.findings:
        for met in ("sun", "chen"):
            mend = Mend(
                kind="contacts", seller="fan", person=met, strength=0.6, people=[met, "zhao"]
            )
            proof = place_proof(view, finding.model_copy(update={"mend": mend}))
            boxes = [box for _, box in placed_pills(proof)]
            assert boxes
            assert not [1 for i, a in enumerate(boxes) for b in boxes[i + 1 :] if a.overlap(b) > 0]
            words = Box(12, 6, 100, CARD_H - 12)  # where a card has its name
            names = [
                Box(c.x + words.x, c.y + words.y, words.w, words.h) for c in proof.boxes.values()
            ]
            assert not [1 for a in boxes for b in names if a.overlap(b) > 0]


def test_long_titles_of_columns_break_into_two_lines(linjiang: Analysis) -> None:
    for title, shown in (
        ("Information Technology", ["Information", "Technology"]),
        ("Department unknown", ["Department unknown"]),
        ("信息科技与数字化转型办公室", ["信息科技与数字化转型", "办公室"]),
    ):
        band = Band("it", title, 0.05, 3, Box(0, 0, 168, 200))
        *words, share = texts(
            ET.fromstring(f'<svg xmlns="{SVG[1:-1]}">{"".join(head(band))}</svg>')
        )
        assert (words, share) == (shown, "5%")
        assert all(b.y >= 0 and b.bottom < HEADER for b in taken(band))


def test_titles_of_columns_stand_above_the_lines(linjiang: Analysis) -> None:
    groups = [g.get("class") for g in ET.fromstring(svg(draw_map(linjiang)))]
    assert groups == ["bands", "links", "roads", "heads", "cards", "marks"]


def test_a_tag_lies_on_no_card_but_its_own(linjiang: Analysis) -> None:
    layout = draw_map(linjiang).layout
    for id_ in layout.cards:
        others = [box for other, box in layout.cards.items() if other != id_]
        light = Light(tags=[Tag(id_, "cut", "cut point"), Tag(id_, "reached", "reached 29%")])
        placed = [box for *_, box in lay(layout, light).tags]
        assert not [1 for box in others for one in placed if one.overlap(box) > 0]


def test_who_would_stand_alone_in_a_proof_is_joined_by_the_deal(linjiang: Analysis) -> None:
    """A late rival bids in the deal, and deciders play a part there."""
    horse = linjiang.findings[0].model_copy(
        update={
            "kind": "dark_horse",
            "subject": Subject(kind="competitor", id="rival", name="Rival"),
            "evidence": Evidence(
                nodes=["rival", "d1", "chen", "sun"],
                relationships=[
                    ("rival", "BIDS_ON", "d1"), ("chen", "PLAYS", "d1"), ("sun", "PLAYS", "d1"),
                ],
            ),
            "mend": None,
        }
    )  # fmt: skip
    view = draw_map(linjiang).view
    proof = place_proof(view, horse)
    assert {(e.source, e.target) for e, _ in proof.edges} == {
        (i, "d1") for i in ("rival", "chen", "sun")
    }
    assert len({tuple(way) for _, way in proof.edges}) == 3
    shown = cards(proof_svg(view, horse, lambda i: i))
    assert "this deal" in texts(shown["d1"])
    courted = horse.evidence.model_copy(update={"relationships": [("rival", "COURTS", "chen")]})
    ties = place_proof(view, horse.model_copy(update={"evidence": courted})).edges
    assert [(e.source, e.target) for e, _ in ties] == [("rival", "chen")]


# -- safety and files ------------------------------------------------------------------------


def test_hostile_text_stays_text_in_every_picture(linjiang: Analysis) -> None:
    hostile = changed(
        linjiang, "chen", name=HOSTILE, name_en=HOSTILE, title=HOSTILE, title_en=HOSTILE, id="chen"
    )
    drawing = draw_map(hostile)
    finding = hostile.findings[0]
    for picture in (
        svg(drawing),
        standalone(drawing, light=for_finding(drawing.view, finding)),
        proof_svg(drawing.view, finding, lambda _: HOSTILE),
        export_map(hostile, "html").decode(),
    ):
        assert "&lt;/script&gt;" in picture
        assert "<script" not in picture
        assert "\x00" not in picture
        assert "\u202e" not in picture
    ET.fromstring(svg(drawing))


def test_the_title_of_a_page_is_in_its_language(linjiang: Analysis) -> None:
    deal = linjiang.opportunity.model_copy(update={"name": "专网", "name_en": "Network"})
    named = linjiang.model_copy(update={"opportunity": deal})
    for language, title in (("en", "Network"), ("zh", "专网")):
        assert f"<title>{title}</title>" in export_map(named, "html", language).decode()


def test_a_picture_for_the_page_has_no_colour_of_its_own(linjiang: Analysis) -> None:
    assert not re.findall(r"#[0-9A-Fa-f]{6}", svg(draw_map(linjiang)))
    assert "var(" not in standalone(draw_map(linjiang), "dark")
    assert "http" not in stylesheet("light")


@pytest.mark.parametrize("language", ["en", "zh"])
def test_files_hold_the_map(linjiang: Analysis, language: str, tmp_path: Path) -> None:
    made = {f: export_map(linjiang, f, language) for f in FORMATS}
    assert made["png"][:8] == b"\x89PNG\r\n\x1a\n"
    assert made["pdf"][:5] == b"%PDF-"
    assert json.loads(made["json"])["lean"] == 0.08
    assert "default-src 'none'" in made["html"].decode()
    file = tmp_path / "map.pptx"
    file.write_bytes(made["pptx"])
    words = {s.text_frame.text for s in Presentation(file).slides[0].shapes if s.has_text_frame}
    names = {p.name_en if language == "en" else p.name for p in linjiang.people} - {"boss"}
    assert names <= words
    # Not blank, and the words are really painted: the same map without names is another picture.
    if draws_chinese() or language == "en":
        other = changed(linjiang, "chen", name="某某", name_en="Somebody")
        assert export_map(other, "png", language) != made["png"]


def test_a_machine_without_a_chinese_font_is_told_so(linjiang: Analysis, monkeypatch) -> None:
    from graph.errors import UsageError
    from ui.diagram import export

    monkeypatch.setattr(export, "draws_chinese", lambda: False)
    with pytest.raises(UsageError, match="No font on this machine draws Chinese"):
        export.export_map(linjiang, "png", "zh")
    assert export.export_map(linjiang, "svg", "zh")


def test_texts_fit_where_they_are_cut(linjiang: Analysis) -> None:
    for text in ("Bartholomew Featherstonehaugh", "欧阳司徒娜娜欧阳司徒", "a" * 100_000):
        for room in (20.0, 60.0, 130.0):
            assert width(fit(text, room, 13), 13) <= room
    assert fit("", 10, 13) == ""


def test_an_empty_deal_is_a_map_with_nobody(linjiang: Analysis) -> None:
    empty = linjiang.model_copy(
        update={
            "people": [],
            "ties": [],
            "access": [],
            "deciders": [],
            "team": [],
            "findings": [],
            "next_contact": None,
            "next_question": None,
        }
    )
    drawing = draw_map(empty)
    assert cards(standalone(drawing)) == {}
    assert "Nobody of ours is known in this deal" in standalone(drawing)
    assert all(export_map(empty, f) for f in FORMATS)


def test_ids_of_any_kind_do_not_break_the_map(linjiang: Analysis) -> None:
    odd = ['a"b', "c'd", "e</g>", "f\\g", "🙂", " ", "x:y|z"]
    people = [PersonRow(id=i, name=i, influence=0.1) for i in odd]
    drawing = draw_map(
        linjiang.model_copy(update={"people": people, "deciders": [], "access": [], "findings": []})
    )
    assert cards(svg(drawing)).keys() >= set(odd)


@pytest.mark.parametrize("language", ["en", "zh"])
def test_no_text_of_the_slide_is_wider_than_its_place(
    linjiang: Analysis, language: str, tmp_path: Path
) -> None:
    long = {"name": "欧阳" * 20, "name_en": "Maria del Carmen " * 8}
    file = tmp_path / "map.pptx"
    file.write_bytes(export_map(changed(linjiang, "chen", **long), "pptx", language))
    texts = [
        (shape.text_frame.text, shape.width.pt, run.font.size.pt, bool(run.font.bold))
        for shape in Presentation(file).slides[0].shapes
        if shape.has_text_frame
        for run in shape.text_frame.paragraphs[0].runs
    ]
    assert any(text.endswith("…") for text, *_ in texts)
    wide = [t for t in texts if width(t[0], t[2], bold=t[3]) > 1.02 * t[1]]
    assert wide == []
