"""Settings in force: the defaults, over them ``linchpin.toml``, over that the environment."""

from __future__ import annotations

import os
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING, Any, get_origin

from pydantic import BaseModel, ValidationError

from graph.errors import SettingsError, nearest
from graph.settings import Settings
from graph.settings_words import expected, field_at
from graph.text import LANGUAGES, Text

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from pydantic_core import ErrorDetails

FILE_NAME = "linchpin.toml"
FILE_VARIABLE = "LINCHPIN_SETTINGS"
LANGUAGE_VARIABLE = "LINCHPIN_LANG"
VARIABLES = {
    "NEO4J_URI": "store.uri",
    "NEO4J_USERNAME": "store.username",
    "NEO4J_PASSWORD": "store.password",
    "NEO4J_DATABASE": "store.database",
    LANGUAGE_VARIABLE: "language",
}

# The dotted name of a setting, to where its value came from: "default", "FILE:LINE" or a variable.
Origins = dict[str, str]
Key = tuple[str, ...]


def load_settings(
    path: Path | None = None, environment: Mapping[str, str] | None = None
) -> tuple[Settings, Origins]:
    """Return the settings in force, and where the value of each came from.

    Parameters
    ----------
    path : Path or None
        The file; by default the one that ``LINCHPIN_SETTINGS`` names, else ``linchpin.toml`` in
        the working folder where there is one.
    environment : mapping or None
        The environment's variables, by default those of the process.

    Raises
    ------
    SettingsError
        For a file that cannot be read, an unknown key (with its line and the nearest key), and a
        value of the wrong kind or out of its range.

    Examples
    --------
    >>> settings, origins = load_settings(environment={"NEO4J_DATABASE": "sales"})
    >>> settings.store.database, origins["store.database"], origins["model.prior_mean"]
    ('sales', 'NEO4J_DATABASE', 'default')
    """
    environment = os.environ if environment is None else environment
    path = path or find_file(environment)
    text = _read(path) if path else ""
    values = _parse(text, path) if path else {}
    lines = key_lines(text)
    stated = {
        variable: environment[variable] for variable in VARIABLES if environment.get(variable)
    }
    merged = _over(_placed(values, path), stated)
    try:
        settings = Settings.model_validate(merged)
    except ValidationError as error:
        raise _refusal(error, path, lines, set(stated)) from None
    origins = dict.fromkeys(leaves(Settings), "default")
    for key in _leaf_keys(values):
        origins[".".join(key)] = f"{path}:{lines[key]}"
    origins |= {VARIABLES[variable]: variable for variable in stated}
    return settings, origins


def _placed(values: dict[str, Any], path: Path | None) -> dict[str, Any]:
    """Return the values of a file; a folder that it names is sought from the file's own place."""
    rules = values.get("rules")
    own = rules.get("own") if isinstance(rules, dict) else None
    if path is None or not isinstance(rules, dict) or not isinstance(own, str):
        return values
    folder = path.parent / Path(own).expanduser()
    return values | {"rules": rules | {"own": str(folder)}}


def find_file(environment: Mapping[str, str]) -> Path | None:
    """Return the settings file that is in force, None where there is none."""
    named = environment.get(FILE_VARIABLE, "").strip()
    if named:
        path = Path(named).expanduser()
        if not path.is_file():
            raise SettingsError(
                Text("The settings file {path} is not there.", "找不到设置文件 {path}。").format(
                    path=path
                ),
                Text("Correct or unset {name}.", "请更正或取消 {name}。").format(
                    name=FILE_VARIABLE
                ),
            )
        return path
    path = Path(FILE_NAME)
    return path if path.is_file() else None


def leaves(model: type[BaseModel], prefix: str = "") -> list[str]:
    """Return the dotted name of every setting, in the order in which they are declared.

    Tables with names of their own (``rules.KIND.region``) have no setting until one is stated.
    """
    names: list[str] = []
    for name, field in model.model_fields.items():
        inner = field.annotation
        if get_origin(inner) is dict:
            continue
        if isinstance(inner, type) and issubclass(inner, BaseModel):
            names += leaves(inner, f"{prefix}{name}.")
        else:
            names.append(prefix + name)
    return names


def key_lines(text: str) -> dict[Key, int]:
    r"""Return the line on which each key and table of a TOML text stands.

    Examples
    --------
    >>> key_lines('[model]\nprior_mean = 0.1\n')[("model", "prior_mean")]
    2
    """
    found: dict[Key, int] = {}
    table: Key = ()
    for number, chunk in _statements(text):
        keys = list(_keys(tomllib.loads(chunk)))
        if chunk.lstrip().startswith("["):
            table = keys[-1]
            keys = [table[:n] for n in range(1, len(table) + 1)]
        else:
            keys = [table + key for key in keys]
        for key in keys:
            found.setdefault(key, number)
    return found


def _statements(text: str) -> Iterator[tuple[int, str]]:
    """Split a valid TOML text: a line, and as many of the next as make it whole."""
    chunk, first = "", 0
    for number, line in enumerate(text.splitlines(), start=1):
        if not chunk and (not line.strip() or line.lstrip().startswith("#")):
            continue
        first = first if chunk else number
        chunk += line + "\n"
        try:
            tomllib.loads(chunk)
        except tomllib.TOMLDecodeError:
            continue
        yield first, chunk
        chunk = ""


def _keys(values: Any, prefix: Key = ()) -> Iterator[Key]:
    if isinstance(values, list) and values and isinstance(values[0], dict):
        values = values[0]
    if prefix:
        yield prefix
    if isinstance(values, dict):
        for name, value in values.items():
            yield from _keys(value, (*prefix, name))


def _leaf_keys(values: Mapping[str, Any], prefix: Key = ()) -> Iterator[Key]:
    for name, value in values.items():
        if isinstance(value, dict):
            yield from _leaf_keys(value, (*prefix, name))
        else:
            yield (*prefix, name)


def _over(values: Mapping[str, Any], stated: Mapping[str, str]) -> dict[str, Any]:
    """Lay the environment's values over those of the file."""
    merged = dict(values)
    for variable, value in stated.items():
        *tables, name = VARIABLES[variable].split(".")
        place = merged
        for table in tables:
            inner = place.get(table, {})
            if not isinstance(inner, dict):  # a wrong value: refused with its line below
                break
            place[table] = dict(inner)
            place = place[table]
        else:
            place[name] = language_of(value) or value if name == "language" else value
    return merged


def language_of(word: str) -> str | None:
    """Return the language that a word or locale name means: ``zh_CN.UTF-8`` is ``zh``.

    Examples
    --------
    >>> language_of("zh_CN.UTF-8"), language_of("en"), language_of("C.UTF-8")
    ('zh', 'en', None)
    """
    short = word.strip().casefold().replace("-", "_").split("_")[0].split(".")[0]
    return short if short in LANGUAGES else None


def _read(path: Path) -> str:
    try:
        return path.read_bytes().decode("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        why = error.strerror if isinstance(error, OSError) else "UTF-8?"
        raise SettingsError(
            Text(
                "The settings file {path} cannot be read ({why}).",
                "无法读取设置文件 {path}（{why}）。",
            ).format(path=path, why=why),
            Text("It must be a text file in UTF-8.", "它须为 UTF-8 编码的文本文件。"),
        ) from error


def _parse(text: str, path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise SettingsError(
            Text(
                "The settings file {path} is not valid TOML: {why}.",
                "设置文件 {path} 不是有效的 TOML: {why}。",
            ).format(path=path, why=error),
            Text(
                'A line reads: name = value, with words in "quotes".',
                '每行写作：名称 = 值，文字须加 "引号"。',
            ),
        ) from error


def _refusal(
    error: ValidationError, path: Path | None, lines: Mapping[Key, int], variables: set[str]
) -> SettingsError:
    sentences = [_sentence(detail, path, lines, variables) for detail in error.errors()]
    return SettingsError(
        Text("\n".join(s.en for s in sentences), "\n".join(s.zh for s in sentences))
    )


def _sentence(
    detail: ErrorDetails, path: Path | None, lines: Mapping[Key, int], variables: set[str]
) -> Text:
    key = tuple(part for part in detail["loc"] if isinstance(part, str))
    name = ".".join(key)
    variable = next((v for v in variables if VARIABLES[v] == name), None)
    where = (
        variable
        or f"{path}:{next((lines[key[:n]] for n in range(len(key), 0, -1) if key[:n] in lines), 1)}"
    )
    if detail["type"] == "extra_forbidden":
        return _unknown(where, key)
    if detail["type"] == "literal_error" and isinstance(detail["loc"][-1], int):
        return _unlisted(where, name, str(detail["input"]), str(detail["ctx"]["expected"]))
    return Text(
        "{where}: {name} is {found}; expected {expected}.",
        "{where}: {name} 为 {found}，应为{expected}。",
    ).format(where=where, name=name, found=repr(detail["input"]), expected=expected(Settings, key))


def _unlisted(where: str, name: str, word: str, listed: str) -> Text:
    """Refuse a word of a list that only takes known ones, naming the nearest of these, or all."""
    known = listed.replace(" or ", ", ").replace("'", "").split(", ")
    near = nearest(word, known)
    hint = (
        Text(" Did you mean {near}?", "是否指 {near}？").format(near=", ".join(near))
        if near
        else Text(" It takes {known}.", "可用：{known}。").format(known=", ".join(known))
    )
    if name.startswith("playbook."):
        hint += Text(
            " A check of your own is not named here: its file says its stage.",
            "自定检查项不在此列出：其文件中已写明阶段。",
        )
    return (
        Text("{where}: {name} has no '{word}'.", "{where}: {name} 没有“{word}”。").format(
            where=where, name=name, word=word
        )
        + hint
    )


def _unknown(where: str, key: Key) -> Text:
    name = ".".join(key)
    _, model = field_at(Settings, key[:-1])
    siblings = nearest(key[-1], model.model_fields) if model else []
    near = [".".join((*key[:-1], s)) for s in siblings] or nearest(name, leaves(Settings))
    hint = Text(" Did you mean {near}?", "是否指 {near}？").format(near=", ".join(near))
    unknown = Text(
        "{where}: there is no setting '{name}'.", "{where}: 没有设置项“{name}”。"
    ).format(where=where, name=name)
    return unknown + hint if near else unknown
