"""Several files on the Influence page: which is the network, and what is said of the others."""

from __future__ import annotations

import pytest

from tests.ui.screen_book import MemoryStore
from tests.ui.test_screen_influence import page
from tests.ui.test_screen_pages import shown, text
from ui.influence.brought import network_among
from ui.influence.files import Uploaded

TIES = ("advice.csv", b"from,to\nli,he\nwu,he\n")
OTHER = ("friends.csv", b"from,to\nwu,li\n")
ABOUT = ("attributes.csv", b"ID,AGE,TENURE\nli,40,2\nhe,50,9\nwu,30,1\n")
PAJEK = ("mill.net", b'*Vertices 2\n1 "Li"\n2 "Wu"\n*Edges\n1 2\n')
PARTITION = ("mill.clu", b"*Vertices 2\n1\n2\n")
HALF = ("adv.##h", b"half of it")
MATRIX = ("adv.##d", b"the other half")


def test_the_network_is_found_wherever_it_stands() -> None:
    for files in ([TIES, ABOUT], [ABOUT, TIES], [PARTITION, TIES], [TIES, HALF]):
        found = network_among(files)
        assert found is not None
        assert found.files == (TIES,)
        assert len(found.left) == 1


def test_of_several_networks_the_last_is_taken_and_the_others_are_named() -> None:
    found = network_among([OTHER, TIES, ABOUT, PAJEK])
    assert found is not None
    assert found.name == "mill.net"
    assert [said["en"].split(". ")[0] for said in found.left] == [
        "Not used: friends.csv, advice.csv",
        "Not used: attributes.csv",
    ]
    assert "以最后上传者为准" in found.left[0]["zh"]
    assert "“人员”" in found.left[1]["zh"]


def test_a_file_alone_is_left_to_its_reader() -> None:
    for file in (ABOUT, PARTITION, HALF):
        assert network_among([file]) == Uploaded((file,))
    assert network_among([]) is None
    halves = network_among([MATRIX, PARTITION, HALF])
    assert halves is not None
    assert [name for name, _ in halves.files] == ["adv.##h", "adv.##d"]


@pytest.mark.parametrize(
    ("lang", "said"), [("en", "belongs under People"), ("zh", "人员表请放入“人员”")]
)
def test_the_page_says_what_it_does_not_use(book: MemoryStore, lang: str, said: str) -> None:
    html = shown(page(network_among([TIES, ABOUT]), lang))
    assert 'data-id="he"' in html
    assert "<b>advice.csv</b>" in html.replace(' class=""', "")
    assert "attributes.csv" in html
    assert said in html


def test_a_table_without_ties_is_named_and_sent_to_people(book: MemoryStore) -> None:
    told = text(page(Uploaded((ABOUT,))))
    assert "attributes.csv: it cannot be told which columns" in told
    assert "A table of who everybody is belongs under People" in told


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_an_unknown_kind_is_refused_with_the_kinds_of_networks(
    book: MemoryStore, lang: str
) -> None:
    told = text(page(Uploaded((PARTITION,)), lang))
    assert "mill.clu" in told
    assert all(kind in told for kind in (".csv", ".net", ".paj", ".##h", ".graphml", ".gml"))
    assert "Pajek" in told


GRAPHML = """<graphml><key id="k" for="edge" attr.name="type"/><graph edgedefault="directed">
<node id="a"/><node id="b"/><edge source="a" target="b"><data key="k">advice</data></edge>
<edge source="b" target="a"><data key="k">mail</data></edge></graph></graphml>"""


def test_which_relation_is_shown_is_said_in_words(book: MemoryStore) -> None:
    alone = shown(page(Uploaded((PAJEK,))))
    assert "the only relation of the file" in alone
    assert "relation = " not in alone
    app = page(Uploaded((("r.graphml", GRAPHML.encode()),)), "zh")
    assert "文件中的全部关系合并" in shown(app)
    app.selectbox(key="influence.relation").set_value("mail").run()
    assert "关系 mail，文件中共 3 种" in shown(app)


def test_what_a_log_leaves_out_is_said(book: MemoryStore) -> None:
    log = b"from,to,sent\na@x,b@x;all@x,2026-03-01\nb@x,a@x,2099-01-01\nb@x,a@x,2026-03-02\n"
    html = shown(page(Uploaded((("log.csv", log),))))
    assert "Read as a log of mails: 2 messages." in html
    assert "left out: all@x." in html
    assert "1 bad row left out" in html
    assert "2 rows" in html
    assert 'data-id="all@x"' not in html


def test_one_person_is_searched_for(book: MemoryStore) -> None:
    only = ("one.net", b'*Vertices 1\n1 "Li"\n*Edges\n')
    app = page(Uploaded((only,)))
    assert app.text_input[0].placeholder == "Search 1 person"


def test_files_are_brought_together_and_taken_away(book: MemoryStore) -> None:
    app = page()

    def bring(*files: tuple[str, bytes]) -> str:
        given = [(name, data, "text/plain") for name, data in files]
        app.file_uploader(key="influence.upload").set_value(given).run()
        assert not app.exception
        return shown(app)

    both = bring(TIES, ABOUT)
    assert 'data-id="wu"' in both
    assert "Not used: attributes.csv." in both
    assert "Not used" not in bring(TIES)
    later = bring(TIES, PAJEK)
    assert 'data-id="Wu"' in later
    assert "Not used: advice.csv." in later
