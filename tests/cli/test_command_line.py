"""The command line: help, languages, wrong words, and every way to fail without a traceback."""

from __future__ import annotations

import io
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import click
import pytest

from cli import linchpin as command
from graph.errors import StoreDownError
from graph.text import Text
from ui.terminal.guard import guarded

ROOT = Path(__file__).resolve().parents[2]
VERBS = [
    "demo", "serve", "load", "analyze", "plan", "portfolio", "group", "cross-sell", "whitespace",
    "campaign", "tags", "scenario", "influence", "query", "export", "review", "probability",
    "store", "settings", "rules", "schema", "doctor",
]  # fmt: skip
HEAVY = {"polars", "pandas", "numpy", "neo4j", "pydantic", "streamlit", "scipy", "networkx",
         "igraph", "arcadedb_embedded"}  # fmt: skip


def commands(
    group: click.Group, path: tuple[str, ...] = ()
) -> dict[tuple[str, ...], click.Command]:
    found: dict[tuple[str, ...], click.Command] = {}
    for name, inner in group.commands.items():
        found[*path, name] = inner
        if isinstance(inner, click.Group):
            found |= commands(inner, (*path, name))
    return found


COMMANDS = commands(command)


def in_own_process(*words: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, str(ROOT / "cli.py"), *words],
        env=os.environ | environment,
        capture_output=True,
        text=True,
        check=False,
        encoding="utf-8",
    )


def test_the_verbs_are_those_that_work() -> None:
    assert list(command.commands) == VERBS
    assert [n for n in COMMANDS if n[0] == "store"][1:] == [
        ("store", verb) for verb in ("start", "stop", "status", "backup", "restore", "wipe")
    ]


@pytest.mark.parametrize("words", COMMANDS, ids=" ".join)
def test_every_command_has_help_with_an_example(linchpin, words: tuple[str, ...]) -> None:
    said = linchpin(*words, "--help")
    assert (said.code, said.err) == (0, "")
    assert f"linchpin {words[0]}" in said.out.partition("Example:")[2]


@pytest.mark.parametrize(
    "words", [w for w, c in COMMANDS.items() if not isinstance(c, click.Group)], ids=" ".join
)
def test_every_verb_takes_the_shared_options(words: tuple[str, ...]) -> None:
    options = {option for p in COMMANDS[words].params for option in p.opts}
    assert {"--lang", "--out"} <= options


def test_help_loads_nothing_heavy() -> None:
    code = (
        "import sys; sys.argv = ['linchpin', '--help']\n"
        "import cli\n"
        "try: cli.main()\n"
        "except SystemExit: pass\n"
        "print('loaded:', *sorted(sys.modules))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert HEAVY & set(done.stdout.partition("loaded:")[2].split()) == set()


def test_help_is_in_the_readers_language() -> None:
    by_locale = in_own_process("analyze", "--help", LC_ALL="zh_CN.UTF-8", LINCHPIN_LANG="")
    by_option = in_own_process("--lang", "zh", "analyze", "--help")
    by_variable = in_own_process("analyze", "--help", LINCHPIN_LANG="zh")
    assert by_locale.stdout == by_option.stdout == by_variable.stdout
    assert "谁说了算" in by_locale.stdout
    assert "用法： linchpin analyze [选项]" in by_locale.stdout
    over = in_own_process("analyze", "--help", "--lang", "en", LINCHPIN_LANG="zh")
    assert "Who decides" in over.stdout


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["analize"], "There is no command 'analize'. Did you mean analyze? See linchpin --help."),
        (["query", "--lst"], "There is no option '--lst'. Did you mean --list"),
        (["cross-sell", "--top", "-1"], "--top: a whole number, 0 or more, is expected."),
        (["cross-sell", "G", "--money", "-5"], "--money: a number, 0 or more, is expected."),
        (["cross-sell", "G", "--hours", "nan"], "--hours: a number, 0 or more, is expected."),
        (["cross-sell", "G", "--money", "inf"], "--money: a number, 0 or more, is expected."),
        (["plan", "D", "--hours", "-1"], "--hours: a number from 0 to 1000 is expected."),
        (
            ["analyze", "x", "--as-of", "yesterday"],
            "--as-of: a day such as 2026-03-31 is expected.",
        ),
        (["analyze", "x", "--format", "yaml"], "--format: one of table, csv, json, parquet, xlsx"),
        (["load"], "PATH... is missing."),
        (["analyze"], "Name one opportunity, or --enterprise ID, or --all."),
        (["analyze", "a", "--all"], "Name one opportunity"),
        (
            ["cross-sell", "G", "--usage", "f.csv", "--hours", "3"],
            "--usage is about a file alone; leave out GROUP, --hours.",
        ),
        (["cross-sell", "G", "--horizon", "30"], "--horizon only goes with --usage FILE."),
        (["query"], "Name a question, a file, or -."),
        (["query", "x", "-p", "novalue"], "-p novalue: KEY=VALUE is expected."),
        (["export", "graph", "--format", "csv"], "The csv files need a folder."),
    ],
)
def test_wrong_usage_is_one_sentence_and_code_2(linchpin, monkeypatch, words, sentence) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO())
    said = linchpin(*words)
    assert (said.code, said.out) == (2, "")
    assert said.err.startswith(sentence)
    assert said.err.count("\n") == 1


def test_what_destroys_is_refused_without_a_terminal(linchpin, monkeypatch) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO())
    said = linchpin("store", "wipe")
    assert (said.code, said.out) == (1, "")
    assert said.err == (
        "All that the store holds would be deleted. Nothing was done; say --yes to do it.\n"
    )


def test_wrong_usage_in_chinese(linchpin) -> None:
    said = linchpin("analize", "--lang", "zh")
    assert said.err == "没有命令“analize”。是否指 analyze？用法见 linchpin --help。\n"


def failing(error: BaseException) -> click.Command:
    def fail() -> None:
        raise error

    return click.Command("fail", callback=fail)


def test_a_known_failure_is_its_sentence(capsys: pytest.CaptureFixture[str]) -> None:
    error = StoreDownError(Text("No answer.", "没有应答。"), Text("Start it.", "请启动。"))
    assert guarded(failing(error), []) == 1
    assert capsys.readouterr() == ("", "No answer. Start it.\n")


def test_an_unexpected_failure_names_its_log(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LINCHPIN_HOME", str(tmp_path))
    assert guarded(failing(ZeroDivisionError("oops")), []) == 1
    log = tmp_path / "logs" / "errors.log"
    assert capsys.readouterr().err == (
        "Something unexpected happened: ZeroDivisionError: oops "
        f"Details are in {log}; please report them.\n"
    )
    assert "Traceback" in log.read_text(encoding="utf-8")


def test_no_words_are_the_help(linchpin) -> None:
    said = linchpin()
    assert said.code == 2
    assert said.err.startswith("Usage: linchpin")


def test_a_stop_is_no_failure(capsys: pytest.CaptureFixture[str]) -> None:
    assert guarded(failing(KeyboardInterrupt()), []) == 130
    assert capsys.readouterr().err.strip() == "Stopped; nothing was left half-written."


def test_ctrl_c_ends_a_real_process_in_one_sentence(tmp_path: Path) -> None:
    process = subprocess.Popen(
        [sys.executable, str(ROOT / "cli.py"), "query", "-"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=os.environ | {"LINCHPIN_HOME": str(tmp_path)},
    )
    deadline = time.monotonic() + 60
    while "query" not in _loaded(process) and time.monotonic() < deadline:
        time.sleep(0.05)
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=60)
    assert (process.returncode, out) == (130, "")
    assert err.strip() == "Stopped; nothing was left half-written."


def _loaded(process: subprocess.Popen[str]) -> str:
    """Return ``query`` once the process waits for its standard input."""
    status = Path(f"/proc/{process.pid}/wchan")
    if not status.exists():
        time.sleep(2)
        return "query"
    return "query" if "pipe" in status.read_text() else ""


def test_a_reader_who_has_seen_enough_is_no_failure() -> None:
    done = subprocess.run(
        f"'{sys.executable}' '{ROOT / 'cli.py'}' schema analyze | head -1",
        shell=True,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.stdout, done.stderr) == ("{\n", "")


def test_settings_show_where_from_and_hide_the_password(linchpin, monkeypatch) -> None:
    monkeypatch.setenv("NEO4J_PASSWORD", "secret-word")
    said = linchpin("settings")
    assert said.code == 0
    assert "secret-word" not in said.out
    line = next(row for row in said.out.splitlines() if row.startswith("store.password"))
    assert line.split() == ["store.password", "********", "NEO4J_PASSWORD"]


def test_a_wrong_settings_file_stops_every_verb(linchpin, tmp_path: Path, monkeypatch) -> None:
    file = tmp_path / "my.toml"
    file.write_text("[model]\nprior_meen = 1\n")
    monkeypatch.setenv("LINCHPIN_SETTINGS", str(file))
    for words in (["settings"], ["store", "status"], ["analyze", "x"]):
        said = linchpin(*words)
        assert said.code == 1
        assert f"{file}:2: there is no setting 'model.prior_meen'" in said.err


def test_the_page_of_commands_is_current() -> None:
    done = subprocess.run(
        [sys.executable, "scripts/commands_page.py", "--print"],
        cwd=ROOT,
        capture_output=True,
        check=True,
        encoding="utf-8",
    )
    page = (ROOT / "docs" / "commands.md").read_text(encoding="utf-8")
    assert page == done.stdout, "python scripts/commands_page.py brings it up to date"
