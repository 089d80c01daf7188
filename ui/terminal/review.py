"""``linchpin review``: keep a deal as it stands, its course, and what changed."""

from __future__ import annotations

import getpass
from typing import TYPE_CHECKING, Any

from ui import reviews
from ui.terminal.emit import emit
from ui.terminal.figures import DASH, called, day, share, signed
from ui.terminal.tables import pad, table, width, wrap

if TYPE_CHECKING:
    import polars as pl

    from graph.decision.reviews.results import Look, ReviewDiff, Trend
    from graph.decision.reviews.state import DealState
    from graph.store import Store
    from ui.terminal.terminal import Terminal


def save(terminal: Terminal, opportunity: str, name: str | None) -> int:
    """Keep the deal as it stands."""
    with terminal.store() as store:
        state = _standing(terminal, store, opportunity)
        look = reviews.save(store, state, name, _who())
    saved = reviews.course([reviews.Kept(look, state)])
    sentence = terminal.word(
        'The review "{}" of {} was saved: lean {}, {} weak links.',
        "已保存 {1} 的复盘“{0}”：倾向 {2}，薄弱环节 {3} 项。",
    ).format(look.name, called(state.deal, terminal.language), signed(look.lean), look.findings)
    emit(
        terminal,
        table=lambda: wrap(sentence),
        data=lambda: saved.to_json(terminal.language),
        frame=lambda: looks_frame([look], terminal.language),
    )
    return 0


def listed(terminal: Terminal, opportunity: str) -> int:
    """List the reviews of a deal, the earliest day first."""
    with terminal.store() as store:
        found = reviews.kept(store, opportunity)
        if not found:
            # A deal that is not there at all is said to be so, with the nearest id.
            store.snapshot(progress=terminal.progress).nodes["Opportunity"].position(opportunity)
            raise reviews.none_yet(opportunity)
    course = reviews.course(found)
    emit(
        terminal,
        table=lambda: course_table(course, terminal),
        data=lambda: course.to_json(terminal.language),
        frame=lambda: looks_frame(course.reviews, terminal.language),
    )
    return 0


def diff(terminal: Terminal, opportunity: str, start: str | None, end: str) -> int:
    """Say what changed between two looks."""
    with terminal.store() as store:
        found = reviews.kept(store, opportunity)
        if not found:
            store.snapshot(progress=terminal.progress).nodes["Opportunity"].position(opportunity)
        answer = reviews.diff(
            found, opportunity, (start, end), lambda: _standing(terminal, store, opportunity)
        )
    emit(
        terminal,
        table=lambda: Changes(answer, terminal).text(),
        data=lambda: answer.to_json(terminal.language),
        frame=lambda: changes_frame(answer, terminal.language),
    )
    return 0


def _standing(terminal: Terminal, store: Store, opportunity: str) -> DealState:
    from graph.decision.reviews.review import look

    snapshot = store.snapshot(progress=terminal.progress)
    return look(snapshot, opportunity, as_of=terminal.as_of, settings=terminal.settings)


def _who() -> str | None:
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return None


def looks_frame(looks: list[Look], language: str) -> pl.DataFrame:
    """Return a row a review."""
    import polars as pl

    rows: list[dict[str, Any]] = []
    for each in looks:
        row = each.model_dump()
        row["worst"] = each.worst[language] if each.worst else None
        rows.append(row)
    text = dict.fromkeys(("name", "saved_at", "saved_by", "worst"), pl.String())
    numbers = ("lean", "lean_sd", "known_share", "access", "decision_covered", "worst_severity")
    schema: dict[str, Any] = {**text, **dict.fromkeys(numbers, pl.Float64())}
    return pl.DataFrame(rows, schema_overrides=schema)


def course_table(course: Trend, terminal: Terminal) -> str:
    """Return the course of a deal for people."""
    word = terminal.word
    heads = [
        word("review", "复盘"),
        word("day", "日期"),
        word("lean", "倾向"),
        word("known", "已知"),
        word("access", "触达"),
        word("weak links", "薄弱环节"),
        word("worst", "严重度"),
        "",
    ]
    rows = [
        [
            r.name,
            day(r.as_of, terminal.language),
            f"{signed(r.lean)} ± {r.lean_sd:.2f}" if r.lean_sd is not None else DASH,
            share(r.known_share),
            share(r.access),
            r.findings,
            share(r.worst_severity),
            r.worst[terminal.language] if r.worst else None,
        ]
        for r in course.reviews
    ]
    title = f"{called(course, terminal.language)} ({course.opportunity})"
    return f"{title}\n\n{table(heads, rows, numbers=(2, 3, 4, 5, 6))}"


def changes_frame(found: ReviewDiff, language: str) -> pl.DataFrame:
    """Return a row a change."""
    import polars as pl

    text = ("kind", "subject", "relation", "was", "now", "sentence")
    numbers = ("was_confidence", "now_confidence", "effect", "standard_error")
    schema: dict[str, Any] = {
        **dict.fromkeys(text[:-1], pl.String()),
        **dict.fromkeys(numbers, pl.Float64()),
        "sentence": pl.String(),
    }
    rows = [
        {
            **{name: getattr(c, name) for name in ("kind", "subject", "relation", *numbers)},
            "was": None if c.was is None else str(c.was),
            "now": None if c.now is None else str(c.now),
            "sentence": c.sentence[language],
        }
        for c in found.changes
    ]
    return pl.DataFrame(rows, schema=schema)


class Changes:
    """The paragraphs of a comparison in the reader's language."""

    def __init__(self, found: ReviewDiff, terminal: Terminal) -> None:
        self.found = found
        self.language = terminal.language
        self.word = terminal.word

    def text(self) -> str:
        """Return the whole answer."""
        parts = [
            self.title(),
            self.effects(),
            self.lines(
                self.word("Our contacts", "我方联系"),
                [wrap(c.sentence[self.language], indent=2) for c in self.found.covers],
            ),
            self.access(),
            self.lines(
                self.word("Weak links that came", "新出现的薄弱环节"),
                [self.weak(f.severity, f.title[self.language]) for f in self.found.findings.came],
            ),
            self.lines(
                self.word("Weak links that went", "已消失的薄弱环节"),
                [self.weak(f.severity, f.title[self.language]) for f in self.found.findings.went],
            ),
            "\n".join(wrap(note[self.language]) for note in self.found.notes),
        ]
        return "\n\n".join(part for part in parts if part)

    def title(self) -> str:
        """Say which looks are compared, and both leans."""
        found = self.found
        ends = " → ".join(
            k.name if k.name == str(k.as_of) else f"{k.name} ({day(k.as_of, self.language)})"
            for k in (found.before, found.after)
        )
        lean = self.word("lean {} → {}", "倾向 {} → {}").format(
            signed(found.lean_before), signed(found.lean_after)
        )
        return f"{called(found, self.language)} ({found.opportunity})\n{ends}\n{lean}"

    def effects(self) -> str:
        """List the changes with what each did, and the sum."""
        found = self.found
        if not found.changes:
            return self.word(
                "Nothing has changed that the lean depends on.", "影响倾向的因素没有变化。"
            )
        rows = [
            (self.word("effect on the lean", "对倾向的影响"), self.word("what changed", "变化"))
        ]
        rows += [
            (_effect(c.effect, c.standard_error), c.sentence[self.language]) for c in found.changes
        ]
        total = sum(c.effect for c in found.changes)
        rows.append((_effect(total, 0.0), self.word("together", "合计")))
        places = max(width(figure) for figure, _ in rows)
        return "\n".join(hung(pad(figure, places, right=True), text) for figure, text in rows)

    def access(self) -> str:
        """Say how our access changed."""
        found = self.found
        return self.word("Access {} → {}", "触达 {} → {}").format(
            share(found.access_before), share(found.access_after)
        )

    def weak(self, severity: float, title: str) -> str:
        """Return one weak link, its severity before its title."""
        return hung(f"  {share(severity):>4}", title)

    def lines(self, head: str, lines: list[str]) -> str:
        """Return a heading with its lines; nothing where there are none."""
        return "\n".join([head, *lines]) if lines else ""


def hung(figure: str, sentence: str) -> str:
    """Return a figure and beside it a sentence, broken into lines that hang below its first.

    Examples
    --------
    >>> first, second = hung("+0.05", "word " * 30).splitlines()
    >>> first[:12], second[:12], max(len(first), len(second)) <= 100
    ('+0.05  word ', '       word ', True)
    """
    indent = width(figure) + 2
    return f"{figure}  {wrap(sentence, indent=indent)[indent:]}"


def _effect(value: float, error: float) -> str:
    """Write an effect on the lean, with its standard error where there is one.

    Examples
    --------
    >>> _effect(0.0634, 0.0), _effect(-0.0004, 0.0), _effect(0.0, 0.0), _effect(0.1, 0.02)
    ('+0.063', '−0.0004', '0.000', '+0.100 ± 0.020')
    """
    digits = 3 if abs(value) >= 0.0005 else 4  # a small effect is not none
    text = f"{value:+.{digits}f}".replace("-", "−")
    text = "0.000" if text in ("+0.0000", "−0.0000") else text
    return f"{text} ± {error:.3f}" if error else text
