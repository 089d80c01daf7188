"""Which question is asked: by its name in the catalogue or as Cypher, with its parameters.

All of it stands in the address: ``?q=NAME&p=KEY=VALUE&p=...``, or ``?cypher=TEXT``.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from urllib.parse import urlencode

import streamlit as st

from graph.errors import LinchpinError, NotFoundError
from graph.text import Text
from queries import Query, by_theme, catalogue, find
from queries.catalogue import THEMES, header_lines
from queries.runner import query_of
from ui import state
from ui.components.html import Markup, el, join
from ui.links import kept
from ui.text import language, t

PAGE = "query"
# A longer text does not fit into an address that mail programs keep whole.
LONGEST = 3000
# Where a server saw a mistake in the text: (line 3, column 4 (offset: 20)), or line 3:4.
_PLACE = re.compile(r"(?<=line )(\d+)(?=, column|:\d)|(?<=offset: )(\d+)")


@dataclass(frozen=True)
class Choice:
    """A question as it stands on the page; ``name`` is empty for free Cypher."""

    name: str = ""
    text: str = ""
    parameters: Mapping[str, str] = field(default_factory=dict)

    @property
    def query(self) -> Query:
        """The question with its header."""
        return query_of(self.text)

    @property
    def body(self) -> str:
        """The text without the comment at its head, which says what the page shows around it."""
        lines = self.text.splitlines()
        return "\n".join(lines[len(header_lines(self.text)) :]).strip("\n")

    def edited(self, body: str) -> Choice:
        """Return the question with another body; its head keeps declaring the parameters."""
        if body.strip() == self.body.strip():
            return self
        head = "\n".join(f"// {line}" for line in header_lines(self.text))
        return Choice("", f"{head}\n{body}" if head else body, self.parameters)

    def placed(self, error: LinchpinError) -> LinchpinError:
        """Return an error with its place counted in the body, which is all that the page shows."""
        lines = self.text.splitlines()
        head = len(lines) - len(self.body.splitlines())
        before = sum(len(line) + 1 for line in lines[:head])

        def moved(found: re.Match[str]) -> str:
            line, offset = found.groups()
            return str(int(line) - head if line else int(offset) - before)

        said = Text(_PLACE.sub(moved, error.message.en), _PLACE.sub(moved, error.message.zh))
        return type(error)(said, error.hint)

    @property
    def runs(self) -> str:
        """What the runner takes: the name where the text is the catalogue's own."""
        return self.name or self.text

    def address(self) -> list[tuple[str, str]]:
        """Return the parts of the address that ask this question."""
        parts = [("q", self.name)] if self.name else [("cypher", self.text)]
        return [*parts, *(("p", f"{k}={v}") for k, v in sorted(self.parameters.items()))]

    @property
    def link(self) -> str | None:
        """The address of the question, None where its text is too long for one."""
        if not self.name and len(self.text) > LONGEST:
            return None
        return f"query?{urlencode([*self.address(), *kept().items()])}"


def current() -> Choice:
    """Return the question of the address, else the last one, else the catalogue's first."""
    given = _from_address()
    if given is not None:
        st.session_state[f"{PAGE}.choice"] = given
    chosen: Choice | None = st.session_state.get(f"{PAGE}.choice")
    if chosen is None:
        first = catalogue()[0]
        chosen = Choice(first.name, first.text)
        st.session_state[f"{PAGE}.choice"] = chosen
    return chosen


def _from_address() -> Choice | None:
    """Read the address where it is new; a name nobody knows raises, naming near ones."""
    name, text = st.query_params.get("q"), st.query_params.get("cypher")
    pairs = tuple(st.query_params.get_all("p"))
    now = (name, text, pairs)
    before = st.session_state.get(f"{PAGE}.address")
    if now == before:
        return None
    if not (name or text):
        if before is not None and state.whole():  # Back to the question that the page began with
            st.session_state.pop(f"{PAGE}.choice", None)
            st.session_state.pop(f"{PAGE}.address")
        return None
    st.session_state[f"{PAGE}.address"] = now
    parameters = dict(p.split("=", 1) for p in pairs if "=" in p)
    if name:
        try:
            return Choice(name, find(name).text, parameters)
        except NotFoundError:
            st.session_state.pop(f"{PAGE}.address")
            raise
    return Choice("", text or "", parameters)


def ask(choice: Choice) -> None:
    """Make ``choice`` the question of the page and write it into the address."""
    st.session_state[f"{PAGE}.choice"] = choice
    state.wrote()
    for name in ("q", "cypher", "p"):
        st.query_params.pop(name, None)
    if choice.link is not None:
        if choice.name:
            st.query_params["q"] = choice.name
        else:
            st.query_params["cypher"] = choice.text
        if choice.parameters:
            st.query_params["p"] = [f"{k}={v}" for k, v in sorted(choice.parameters.items())]
    pairs = tuple(st.query_params.get_all("p"))
    now = (st.query_params.get("q"), st.query_params.get("cypher"), pairs)
    st.session_state[f"{PAGE}.address"] = now


def matching(words: str) -> dict[str, list[Query]]:
    """Return the questions by theme that hold all the words, in either language."""
    wanted = words.casefold().split()
    found = [q for q in catalogue() if all(w in _haystack(q) for w in wanted)]
    return by_theme(found)


def _haystack(query: Query) -> str:
    parts = (query.name, query.title.en, query.title.zh, query.question.en, query.question.zh)
    return "\n".join((*parts, THEMES[query.theme].en, THEMES[query.theme].zh)).casefold()


def listed(themes: Mapping[str, Sequence[Query]], chosen: str) -> Markup:
    """Draw the catalogue: themes with their questions."""
    lang = language()
    if not themes:
        return el("div", "panel empty", t("No question holds these words."))
    parts = []
    for theme, queries in themes.items():
        parts.append(
            el("div", "theme", THEMES[theme][lang], el("span", "small-text", str(len(queries))))
        )
        parts += [
            el(
                "div",
                "item chosen" if q.name == chosen else "item",
                q.title[lang],
                role="button",
                tabindex="0",
                data_id=q.name,
                title=q.question[lang],
            )
            for q in queries
        ]
    return el("nav", "panel list", join(*parts), aria_label=t("Catalogue of questions"))
