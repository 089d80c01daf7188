"""UCINET's DL text: a header of words, then matrices or lists of ties."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from graph.text import Text
from loaders.networks.network import Network, Relation, refused, unlike
from loaders.numbers import parse_number

if TYPE_CHECKING:
    from collections.abc import Iterator

FORMATS = ("fullmatrix", "lowerhalf", "upperhalf", "edgelist1", "nodelist1")
# With the colon optional, a label called DATA would end the labels; with it, none can.
_HEADING = re.compile(
    r"^\s*((?:row|col|column|level|matrix)?\s*labels(?:\s+embedded)?|data)\s*:\s*", re.IGNORECASE
)
_SETTING = re.compile(r"\b(n|nm|nr|nc|format)\s*=\s*(\w+)", re.IGNORECASE)
_WORD = re.compile(r'"([^"]*)"|([^\s,]+)')
_NO_SIZE = Text("it does not say N=.", "缺少 N=。")
_TWO_MODE = Text(
    "it ties people to something else (NR, NC); people to people is needed.",
    "它是两类对象之间的关系（NR、NC），需要人与人之间的关系。",
)
_UNKNOWN = Text("its format is none of {formats}.", "其格式不属于 {formats}。")
_SHORT = Text(
    "its data end too early or hold a word that is no number.", "数据不完整，或含有非数字。"
)
MOST_PEOPLE = 20_000


@dataclass
class _Header:
    size: int = 0
    relations: int = 1
    format: str = "fullmatrix"
    diagonal: bool = True
    embedded: bool = False
    labels: dict[str, list[str]] = field(default_factory=dict)


def read_dl(text: str, label: str) -> Network:
    """Read all relations of a DL file; rows send to columns.

    Raises InputError where it cannot be understood.
    """
    header, data = _parted(text, label)
    if header.format in ("edgelist1", "nodelist1"):
        return _from_lists(header, data)
    words = _words("\n".join(line for _, line in data))
    people = header.labels.get("row") or header.labels.get("both") or []
    if header.embedded:
        people = [next(words, "") for _ in range(header.size)]
    people = unlike([*people, *map(str, range(len(people) + 1, header.size + 1))])
    relations = []
    for name in _relation_names(header):
        rows = _matrix(header, words, people)
        if rows is None:
            raise refused(label, _SHORT)
        relations.append(Relation(name, rows, header.format != "fullmatrix"))
    return Network(people, relations)


def _parted(text: str, label: str) -> tuple[_Header, list[tuple[int, str]]]:
    """Return the header, and the numbered lines of data."""
    header, part = _Header(), ""
    lines = list(enumerate(text.splitlines(), 1))
    for at, (number, line) in enumerate(lines):
        found = _HEADING.match(line)
        rest = line[found.end() :] if found else line
        if found:
            part = _part(found[1], header)
            if part == "data":
                _check(header, label)
                return header, [(number, rest), *lines[at + 1 :]]
        elif not part:
            _settings(line, header)
        if part:
            header.labels.setdefault(part, []).extend(_words(rest))
    raise refused(label, _SHORT)


def _part(heading: str, header: _Header) -> str:
    words = heading.casefold().split()
    if words == ["data"]:
        return "data"
    header.embedded |= "embedded" in words
    kind = words[0] if words[0] != "labels" else "both"
    return {"col": "column", "matrix": "level"}.get(kind, kind)


def _settings(line: str, header: _Header) -> None:
    for name, value in _SETTING.findall(line):
        match name.casefold():
            case "n" if value.isdigit():
                header.size = int(value)
            case "nm" if value.isdigit():
                header.relations = int(value)
            case "format":
                header.format = value.casefold()
            case "nr" | "nc":
                header.size = -1
    folded = line.casefold()
    header.diagonal &= not re.search(r"diagonal\s*=?\s*absent", folded)
    header.embedded |= "labels embedded" in folded


def _check(header: _Header, label: str) -> None:
    if header.size < 0:
        raise refused(label, _TWO_MODE)
    if not 0 < header.size <= MOST_PEOPLE or not 0 < header.relations <= MOST_PEOPLE:
        raise refused(label, _NO_SIZE)
    if header.format not in FORMATS:
        raise refused(label, _UNKNOWN.format(formats=", ".join(FORMATS)))


def _relation_names(header: _Header) -> list[str]:
    told = header.labels.get("level", [])
    return [told[i] if i < len(told) else str(i + 1) for i in range(header.relations)]


def _words(text: str) -> Iterator[str]:
    return (m[1] if m[1] is not None else m[2] for m in _WORD.finditer(text))


def _cells(header: _Header, row: int) -> range:
    if header.format == "fullmatrix":
        return range(header.size)
    return range(row + 1) if header.format == "lowerhalf" else range(row, header.size)


def _matrix(
    header: _Header, words: Iterator[str], people: list[str]
) -> list[tuple[str, str, float]] | None:
    """Return the ties of the next matrix; None where the words end or one is no number."""
    rows = []
    for i in range(header.size):
        if header.embedded:
            next(words, None)
        for j in _cells(header, i):
            if i == j and not header.diagonal:
                continue
            number = parse_number(next(words, ""))
            if number is None:
                return None
            if number.value > 0 and i != j:
                rows.append((people[i], people[j], number.value))
    return rows


def _from_lists(header: _Header, data: list[tuple[int, str]]) -> Network:
    labels = header.labels.get("both") or header.labels.get("row") or []
    network = Network(list(labels), [Relation("1")])
    rows = network.relations[0].rows
    for number, line in data:
        words = list(_words(line))
        if len(words) < 2:
            if words:
                network.rejects.append((number, header.format, line.strip()))
            continue
        weight = parse_number(words[2]) if header.format == "edgelist1" and words[2:] else None
        if header.format == "edgelist1" and words[2:] and (weight is None or weight.value < 0):
            network.rejects.append((number, header.format, line.strip()))
            continue
        others = words[1:2] if header.format == "edgelist1" else words[1:]
        value = 1.0 if weight is None else weight.value
        ends = [_called(w, labels, embedded=header.embedded) for w in [words[0], *others]]
        rows += [(ends[0], other, value) for other in ends[1:]]
    named = [*labels, *(end for row in rows for end in row[:2])]
    network.people = list(dict.fromkeys(named))
    return network


def _called(word: str, labels: list[str], *, embedded: bool) -> str:
    if not embedded and word.isascii() and word.isdigit() and 1 <= int(word) <= len(labels):
        return labels[int(word) - 1]
    return word
