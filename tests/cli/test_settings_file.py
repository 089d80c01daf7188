"""Settings: what is in force, where from, and what is refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from graph.errors import SettingsError
from graph.settings import Settings
from graph.settings_file import key_lines, leaves, load_settings
from graph.settings_rules import FadingRule, rule_for, rules_in


def written(folder: Path, text: str) -> Path:
    path = folder / "linchpin.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_defaults_come_from_nowhere_else(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    settings, origins = load_settings(environment={})
    assert settings == Settings()
    assert origins == dict.fromkeys(leaves(Settings), "default")


def test_the_file_is_over_defaults_and_the_environment_over_the_file(tmp_path: Path) -> None:
    path = written(
        tmp_path, '[store]\nuri = "bolt://a:1"\ndatabase = "x"\n\n[model]\nprior_mean = 0.1\n'
    )
    environment = {"NEO4J_URI": "bolt://b:2", "NEO4J_DATABASE": ""}
    settings, origins = load_settings(path, environment)
    assert (settings.store.uri, settings.store.database, settings.model.prior_mean) == (
        "bolt://b:2",
        "x",
        0.1,
    )
    stated = {name: origin for name, origin in origins.items() if origin != "default"}
    assert stated == {
        "store.uri": "NEO4J_URI",
        "store.database": f"{path}:3",
        "model.prior_mean": f"{path}:6",
    }


def test_the_working_folder_is_looked_in(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    written(tmp_path, 'currency = "USD"\n')
    monkeypatch.chdir(tmp_path)
    assert load_settings(environment={})[0].currency == "USD"


def test_a_named_file_is_taken_and_must_be_there(tmp_path: Path) -> None:
    path = written(tmp_path, 'currency = "EUR"\n')
    assert load_settings(environment={"LINCHPIN_SETTINGS": str(path)})[0].currency == "EUR"
    with pytest.raises(SettingsError, match="is not there"):
        load_settings(environment={"LINCHPIN_SETTINGS": str(tmp_path / "no.toml")})


@pytest.mark.parametrize(
    ("text", "line", "near"),
    [
        ("[model]\nprior_meen = 1\n", 2, "model.prior_mean"),
        ("[rules.uncoverd_power]\nenabled = false\n", 1, "rules.uncovered_power"),
        ("\n[rules.fading_tie]\n# why\nonec = 0.4\n", 4, "rules.fading_tie.once"),
        ("currncy = 'CNY'\n", 1, "currency"),
        ("rules.fading_tie.wons = 0.4\n", 1, "rules.fading_tie.once"),
        ("[rules.fading_tie.regoin.北]\nonce = 1\n".replace("北", '"北"'), 1, "fading_tie.region"),
        ('[rules.fading_tie]\n[rules.fading_tie.region."北"]\nonec = 1\n', 3, "region.北.once"),
    ],
)
def test_an_unknown_key_is_refused_with_its_line_and_the_nearest(
    tmp_path: Path, text: str, line: int, near: str
) -> None:
    path = written(tmp_path, text)
    with pytest.raises(SettingsError) as refused:
        load_settings(path, {})
    for language in ("en", "zh"):
        said = refused.value.say(language)
        assert said.startswith(f"{path}:{line}: ")
        assert near in said


@pytest.mark.parametrize(
    ("text", "line", "expected"),
    [
        ("[model]\nprior_mean = 3\n", 2, "a number, -1 or more, 1 or less"),
        ("[model]\n\nhalf_life_days = 0\n", 3, "a number, more than 0"),
        ('[store]\nbatch_size = "many"\n', 2, "a whole number"),
        ("[rules.fading_tie]\nenabled = 4\n", 2, "true or false"),
        ("[rules.missing_role]\nrequired = 4\n", 2, "a list of texts"),
        ('[rules.fading_tie.region."1"]\nonce = 4\n', 2, "a number, 0 or more, 1 or less"),
        ("[rules.fading_tie]\nregion = 4\n", 2, "one table for each"),
        ("[rules.fading_tie.region.a.region.b]\nonce = 0.4\n", 1, "one table for each"),
        ("model = 4\n", 1, "a table [model]"),
        ('language = "fr"\n', 1, "en or zh"),
    ],
)
def test_a_wrong_value_is_refused_with_its_range(
    tmp_path: Path, text: str, line: int, expected: str
) -> None:
    path = written(tmp_path, text)
    with pytest.raises(SettingsError) as refused:
        load_settings(path, {})
    assert f"{path}:{line}: " in refused.value.say("en")
    assert expected in refused.value.say("en")


def test_every_mistake_is_told_at_once(tmp_path: Path) -> None:
    path = written(tmp_path, "[model]\nprior_mean = 3\nx = 1\n")
    with pytest.raises(SettingsError) as refused:
        load_settings(path, {})
    assert {line.split(": ")[0] for line in refused.value.say("en").splitlines()} == {
        f"{path}:2",
        f"{path}:3",
    }


def test_a_wrong_variable_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(SettingsError, match="LINCHPIN_LANG: language is 'fr'; expected en or zh"):
        load_settings(environment={"LINCHPIN_LANG": "fr"})


@pytest.mark.parametrize("content", [b"[model\n", b"\xff\xfe\x00", b"a = 1\na = 2\n"])
def test_a_file_that_is_no_toml_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "linchpin.toml"
    path.write_bytes(content)
    with pytest.raises(SettingsError, match=r"linchpin\.toml"):
        load_settings(path, {})


def test_a_byte_order_mark_is_no_mistake(tmp_path: Path) -> None:
    path = tmp_path / "linchpin.toml"
    path.write_bytes(b'\xef\xbb\xbfcurrency = "USD"\n')
    assert load_settings(path, {})[0].currency == "USD"


def test_lines_are_found_in_every_way_of_writing() -> None:
    text = (
        '# top\na.b = 1\n"c d" = """\nx = 1\n"""\n[e]\nf = [\n 1,\n 2]\ng = {h = 1}\n[[i]]\nj = 1\n'
    )
    assert key_lines(text) == {
        ("a",): 2, ("a", "b"): 2, ("c d",): 3, ("e",): 6, ("e", "f"): 7, ("e", "g"): 10,
        ("e", "g", "h"): 10, ("i",): 11, ("i", "j"): 12,
    }  # fmt: skip


def test_a_region_states_only_what_is_different(tmp_path: Path) -> None:
    path = written(
        tmp_path,
        '[rules]\nown = "mine"\n[rules.fading_tie]\nnow = 0.2\n'
        '[rules.fading_tie.region."华东.一区"]\nonce = 0.9\n',
    )
    settings, origins = load_settings(path, {})
    assert settings.rules.own == str(tmp_path / "mine")
    assert origins["rules.fading_tie.region.华东.一区.once"] == f"{path}:6"
    again = Settings.model_validate_json(settings.model_dump_json())
    assert again == settings
    east = rule_for(again.rules, "fading_tie", "华东.一区")
    assert isinstance(east, FadingRule)
    assert (east.once, east.now) == (0.9, 0.2)
    assert rule_for(again.rules, "fading_tie", "华东") == again.rules.fading_tie
    assert rules_in(again.rules, "华东.一区").fading_tie == east


@pytest.mark.parametrize("scheme", ["bolt", "http"])
def test_no_password_in_an_address_is_shown(
    linchpin, monkeypatch: pytest.MonkeyPatch, scheme: str
) -> None:
    monkeypatch.setenv("NEO4J_URI", f"{scheme}://ada:secret@127.0.0.1:1")
    for words in (
        ("settings",),
        ("settings", "--format", "json"),
        ("store", "status"),
        ("query", "RETURN 1"),
    ):
        said = linchpin(*words)
        assert "127.0.0.1:1" in said.out + said.err
        assert "secret" not in said.out + said.err
        assert "ada" not in said.out + said.err
