"""The catalogues are complete and current, and the language is found anew at each call."""

from __future__ import annotations

import re
import threading

import pytest

from graph.model import RELATIONSHIP_TYPES
from ui.own_words import own_words_css
from ui.text import FOLDERS, as_language, catalogue, catalogues, either, t, tn, together

ZH = catalogues.files("zh")
FIELD = re.compile(r"\{(\w+)\}")


def test_there_is_a_chinese_catalogue() -> None:
    assert ZH


@pytest.mark.parametrize("path", ZH, ids=lambda p: p.name)
def test_compiled_catalogue_is_current(path) -> None:
    assert path.with_suffix(".mo").read_bytes() == catalogues.mo_bytes(path)


def test_nothing_lacks_a_translation() -> None:
    assert catalogues.missing() == []


def test_nothing_is_kept_that_nobody_says() -> None:
    kept = {m.id for path in ZH for m in catalogues.messages(catalogues.read(path))}
    assert kept - catalogues.in_code() == set()


def test_streamlits_own_words_are_replaced_in_chinese_alone(monkeypatch) -> None:
    monkeypatch.setenv("LINCHPIN_LANG", "en")
    assert own_words_css() == ""
    monkeypatch.setenv("LINCHPIN_LANG", "zh")
    written = re.findall(r'content: "([^"]+)"', own_words_css())
    assert len(written) == 4
    assert all(re.search(r"[\u4e00-\u9fff]", words) for words in written)


@pytest.mark.parametrize(("lang", "said"), [("en", "A, B, C"), ("zh", "A、B、C")])
def test_several_names_follow_as_the_language_has_it(monkeypatch, lang, said) -> None:
    monkeypatch.setenv("LINCHPIN_LANG", lang)
    assert together(["A", "B", "C"]) == said


def test_words_within_an_f_string_are_found() -> None:
    assert "a year" in catalogues.in_code()  # said as f"... {t('a year')}"


@pytest.mark.parametrize("path", ZH, ids=lambda p: p.name)
def test_fields_are_the_same_in_both_languages(path) -> None:
    for message in catalogues.messages(catalogues.read(path)):
        plural = isinstance(message.id, tuple)
        said = {
            f for words in (message.id if plural else (message.id,)) for f in FIELD.findall(words)
        }
        for words in message.string if plural else (message.string,):
            assert set(FIELD.findall(words)) == said, message.id


def test_plurals() -> None:
    assert [tn("{n} deal", "{n} deals", n, "en") for n in (0, 1, 2)] == [
        "0 deals", "1 deal", "2 deals",
    ]  # fmt: skip
    assert tn("{n} deal", "{n} deals", 2, "zh") == "2 个商机"


def test_each_thread_has_its_own_language() -> None:
    said: dict[str, str] = {}

    def speak(lang) -> None:
        said[lang] = t("Overview", lang)

    threads = [threading.Thread(target=speak, args=(lang,)) for lang in FOLDERS]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert said == {"en": "Overview", "zh": "总览"}


@pytest.mark.parametrize(
    ("word", "language"),
    [
        ("zh", "zh"),
        ("zh-Hans-CN", "zh"),
        ("ZH_cn.UTF-8", "zh"),
        ("en-GB", "en"),
        ("de", None),
        ("", None),
        (None, None),
    ],
)
def test_language_of_a_word(word, language) -> None:
    assert as_language(word) == language


def test_unknown_words_stay_as_they_are() -> None:
    assert catalogue("zh").gettext("nobody says this") == "nobody says this"


# What leads into a group is a path (路径) of the cross-sell; what leads to a decision, a route.
PATHS = re.compile("[Ww]ays? in|way|path|fits into this budget")


def test_one_chinese_word_for_a_stance_and_one_for_a_route() -> None:
    said = {}
    for message in (m for p in ZH for m in catalogues.messages(catalogues.read(p))):
        one, words = (x[0] if isinstance(x, tuple) else x for x in (message.id, message.string))
        said[one] = words
    assert [one for one, words in said.items() if "立场" in words] == []
    assert [one for one, words in said.items() if "路径" in words and not PATHS.search(one)] == []
    assert {words for one, words in said.items() if one in ("Route", "Routes")} == {"路线"}


@pytest.mark.parametrize("word", ["态度", "立场"])
def test_both_words_for_a_stance_are_read_from_files(word) -> None:
    stance = next(p for p in RELATIONSHIP_TYPES["HOLDS"].properties if p.name == "stance")
    assert word in {stance.zh, *stance.headers}


@pytest.mark.parametrize(
    ("value", "en", "zh"),
    [
        ("金融 Finance", "Finance", "金融"),
        ("拜访纪要 visit notes", "visit notes", "拜访纪要"),
        ("移动 VPN", "移动 VPN", "移动 VPN"),
        ("Finance 金融", "Finance 金融", "Finance 金融"),
        ("金融Finance", "金融Finance", "金融Finance"),
    ],
)
def test_a_value_in_both_languages_is_said_in_one(monkeypatch, value, en, zh) -> None:
    found = []
    for lang in ("en", "zh"):
        monkeypatch.setenv("LINCHPIN_LANG", lang)
        found.append(either(value))
    assert found == [en, zh]
