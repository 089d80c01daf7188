"""The header of a file of one's own: its wordings and switches, each fault with its line."""

from __future__ import annotations

from collections.abc import Collection
from difflib import get_close_matches
from pathlib import Path

from graph.errors import InputError, nearest
from graph.text import Text
from queries.catalogue import header_lines
from queries.templates import Template, template

REQUIRED = ("title", "sentence", "action")
OPTIONAL = ("enabled", "region", "stage", "done_if", "otherwise")
HEADERS = (*REQUIRED, *OPTIONAL, "question", "问题", "theme")
SWITCH = {"yes": True, "true": True, "是": True, "no": False, "false": False, "否": False}
YES_OR_NO = Text("yes or no", " yes 或 no")

# Each word of a header with its line and what it says.
Words = dict[str, tuple[int, str]]


def words_of(path: Path, text: str) -> Words:
    r"""Return the wordings of a header; a name misspelt that is none of ours is kept as it is.

    Raises
    ------
    InputError
        A switch that is misspelt: the rule would apply where it should not.

    Examples
    --------
    >>> words_of(Path("x.cypher"), "// title: Far | 远\nRETURN 1")
    {'title': (1, 'Far | 远')}
    """
    found: Words = {}
    for number, line in enumerate(header_lines(text), start=1):
        key, colon, rest = line.partition(":")
        if colon and " " not in key:
            found.setdefault(key, (number, rest.strip()))
    for word, (number, _) in found.items():
        near = [] if word in HEADERS else get_close_matches(word.casefold(), OPTIONAL, 1, 0.75)
        if near:
            raise InputError(
                Text(
                    "{path}:{line}: found '// {word}:'. Did you mean '// {near}:'?",
                    "{path}:{line}: 发现“// {word}:”。是否指“// {near}:”？",
                ).format(path=path, line=number, word=word, near=near[0])
            )
    return found


def wording(path: Path, words: Words, key: str) -> Template:
    """Return a wording that a file must have.

    Raises
    ------
    InputError
        Where it is missing, with what stands in its place.
    """
    if key in words and words[key][1]:
        return template(f"{path}:{words[key][0]}", words[key][1])
    near = nearest(key, [w for w in words if w not in HEADERS], count=1)
    line = words[key][0] if key in words else words[near[0]][0] if near else 1
    message = Text(
        "{path}:{line}: a rule needs a line '// {key}: English | 中文'{near}.",
        "{path}:{line}: 规则须有一行“// {key}: English | 中文”{near}。",
    )
    instead = Text(f", found '{near[0]}'", f"，此处为“{near[0]}”") if near else Text("", "")
    raise InputError(message.format(path=path, line=line, key=key, near=instead))


def enabled(path: Path, words: Words) -> bool:
    """Return the switch of a file."""
    return SWITCH[listed(path, words, "enabled", SWITCH, default="yes", expected=YES_OR_NO)]


def regions(words: Words) -> tuple[str, ...]:
    """Return the regions to which a file is kept; none are all."""
    parts = words.get("region", (0, ""))[1].split(";")
    return tuple(region for part in parts if (region := part.strip()))


def listed(
    path: Path,
    words: Words,
    key: str,
    known: Collection[str],
    *,
    default: str = "",
    expected: Text | None = None,
) -> str:
    """Return a word of a header that takes listed values alone.

    Raises
    ------
    InputError
        With its line, what was found and what is expected, the nearest named.
    """
    line, value = words.get(key, (1, default))
    if value.casefold() in known:
        return value.casefold()
    every = ", ".join(known)
    near = nearest(value, known, 1)
    hint = Text(f" Did you mean {near[0]}?", f"是否指 {near[0]}？") if near else Text("", "")
    message = Text(
        "{path}:{line}: {key}: found '{value}', expected {expected}.",
        "{path}:{line}: {key}: 发现“{value}”，应为{expected}。",
    ).format(
        path=path,
        line=line,
        key=key,
        value=value,
        expected=expected or Text(f"one of {every}", f"以下之一：{every}"),
    )
    raise InputError(message if expected else message + hint)
