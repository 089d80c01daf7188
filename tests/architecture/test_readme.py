"""The README says what is true: its commands exist, its links lead somewhere, its figures hold."""

import re
from datetime import date
from pathlib import Path

import click
import pytest

import cli
from data import EXAMPLE_ZH
from graph.decision import analyze
from graph.settings import Settings
from graph.snapshot import Snapshot
from loaders import read_paths
from queries import find

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")
COMMANDS = re.findall(r"^linchpin (.+)$", README, flags=re.MULTILINE)
LINKS = re.findall(r"\]\(([^)#]+)(?:#([^)]+))?\)", README)


def options_of(words):
    """Return the command that ``words`` name and the options it knows, its groups' too."""
    command, known = cli.linchpin, set()
    for word in words:
        if not isinstance(command, click.Group) or word.startswith("-"):
            break
        found = command.get_command(click.Context(command), word)
        if found is None:
            break
        command = found
    for parameter in command.params:
        known |= {*parameter.opts, *parameter.secondary_opts}
    return command, known


@pytest.mark.parametrize("line", COMMANDS)
def test_commands_exist(line):
    words = line.split("#")[0].split()
    command, known = options_of(words)
    assert command is not cli.linchpin, words
    assert {w for w in words if w.startswith("--")} <= known


COMMANDS_PAGE = (ROOT / "docs" / "commands.md").read_text(encoding="utf-8")
QUESTIONS = re.findall(r"^ *linchpin query ([a-z_]+)( .*)?$", COMMANDS_PAGE, flags=re.MULTILINE)


@pytest.mark.parametrize(("name", "rest"), QUESTIONS)
def test_questions_in_the_help_exist(name, rest):
    question = find(name)
    parameters = set(re.findall(r"-p (\w+)=", rest))
    assert parameters <= {p.name for p in question.parameters}


def test_nothing_is_left_to_fill_in():
    assert "@@" not in README


@pytest.mark.parametrize(("path", "anchor"), LINKS)
def test_links_lead_somewhere(path, anchor):
    target = ROOT / path
    assert target.exists()
    if anchor:
        text = target.read_text(encoding="utf-8")
        titles = {
            re.sub(r"[^\w\- ]", "", t).strip().lower().replace(" ", "-")
            for t in re.findall(r"^#+ (.+)$", text, flags=re.MULTILINE)
        }
        assert anchor in titles


def test_the_model_in_four_people():
    (records,) = read_paths([EXAMPLE_ZH]).records
    snapshot = Snapshot.from_frames(records.nodes, records.relationships)
    (deal,) = snapshot.nodes["Opportunity"].ids
    found = analyze(snapshot, deal, as_of=date(2026, 3, 31), settings=Settings())
    shares = {(p.name_en or p.name, round(100 * p.influence)) for p in found.people}
    adds = {round(p.contribution, 2) for p in found.people}
    stated = {
        (name, int(share))
        for name, share in re.findall(r"^\| (\w+) \| (\d+)% \|", README, flags=re.MULTILINE)
    }
    assert {s for _, s in stated} == {s for _, s in shares}
    assert len(stated) == len(shares) == 4
    assert adds == {0.0, -0.1, 0.05, 0.04}
    assert round(found.lean, 2) == -0.01
    assert round(found.known_share, 2) == 0.34
    assert round(found.next_question.share_of_variance, 2) == 0.92
