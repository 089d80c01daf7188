"""``linchpin probability``: the chance to win, or why the lean is not one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ui.terminal.emit import emit
from ui.terminal.figures import called, share, signed
from ui.terminal.tables import table, wrap

if TYPE_CHECKING:
    import polars as pl

    from graph.decision.winning.results import Judgement, WinAnswer
    from ui.terminal.terminal import Terminal


def run(terminal: Terminal, opportunity: str | None) -> int:
    """Write the chance of one deal or of every open one, and how it was judged."""
    from graph.decision.winning.win import Book

    with terminal.store() as store:
        snapshot = store.snapshot(progress=terminal.progress)
    if opportunity is not None:
        snapshot.nodes["Opportunity"].position(opportunity)
    book = Book(
        snapshot, as_of=terminal.as_of, settings=terminal.settings, progress=terminal.progress
    )
    answer = book.answer(opportunity)
    emit(
        terminal,
        table=lambda: as_text(answer, terminal),
        data=lambda: answer.to_json(terminal.language),
        frame=lambda: chances_frame(answer),
    )
    return 0


def as_text(answer: WinAnswer, terminal: Terminal) -> str:
    """Return the answer for people."""
    word, parts = terminal.word, []
    reason = answer.win_probability_reason
    if reason is not None:
        head = word("The lean is not a probability: {}", "倾向不是概率：{}")
        parts.append(wrap(head.format(reason[terminal.language])))
    if answer.caution is not None:
        parts.append(wrap(answer.caution[terminal.language]))
    if answer.judged is not None:
        parts.append(judged_text(answer.judged, terminal))
    parts += left_out(answer, terminal)
    rows = [
        [
            d.opportunity,
            called(d, terminal.language),
            signed(d.lean),
            share(d.known_share),
            share(d.win_probability),
            f"{share(d.low)}–{share(d.high)}" if d.low is not None else None,
        ]
        for d in sorted(answer.deals, key=lambda d: (-(d.win_probability or 0.0), d.opportunity))
    ]
    heads = [
        word("deal", "商机"),
        word("name", "名称"),
        word("lean", "倾向"),
        word("known", "已知"),
    ]
    heads += [word("chance to win", "赢单概率"), word("95% band", "95% 区间")]
    shown = heads if reason is None else heads[:4]
    parts.append(table(shown, [r[: len(shown)] for r in rows], numbers=(2, 3, 4, 5)))
    if any(d.little_known and d.win_probability is not None for d in answer.deals):
        said = word(
            "Where little of the decision is known, a chance rests on the few who were heard.",
            "决策的已知部分较少时，概率只取决于少数已表态者。",
        )
        parts.append(wrap(said))
    return "\n\n".join(parts)


def left_out(answer: WinAnswer, terminal: Terminal) -> list[str]:
    """Say how many closed deals teach nothing, and why; nothing where all of them do."""
    if not answer.without_date and not answer.too_short:
        return []
    said = terminal.word(
        "Left out: {n} closed deals without a date of closing, {m} that were opened too shortly "
        "before they closed to be forecast.",
        "未计入：{n} 个没有结束日期的商机，{m} 个立项后很快结束、来不及预测的商机。",
    )
    return [wrap(said.format(n=answer.without_date, m=answer.too_short))]


def judged_text(judged: Judgement, terminal: Terminal) -> str:
    """Say how the forecasts of later deals turned out, with the reliability table."""
    word = terminal.word
    said = word(
        "{n} deals that closed from {day} on were forecast {h} days before, each from deals that "
        "had closed earlier: Brier score {b:.3f}, of the share won {p:.3f}; skill {s:.3f} "
        "(95% {low:.3f} to {high:.3f}).",
        "对 {day} 起结束的 {n} 个商机，在结束前 {h} 天仅用更早结束的商机预测：Brier 分数 {b:.3f}，"
        "仅用赢单率为 {p:.3f}；技巧 {s:.3f}（95% 区间 {low:.3f} 至 {high:.3f}）。",
    ).format(
        n=judged.judged,
        day=judged.judged_from,
        h=judged.horizon_days,
        b=judged.brier,
        p=judged.brier_of_share,
        s=judged.skill,
        low=judged.skill_low,
        high=judged.skill_high,
    )
    heads = [word("forecast", "预测"), word("won", "实际赢单"), "95%", word("deals", "商机数")]
    rows = [
        [share(b.forecast), share(b.won_share), f"{share(b.low)}–{share(b.high)}", b.deals]
        for b in judged.bins
    ]
    return f"{wrap(said)}\n\n{table(heads, rows, numbers=(0, 1, 2, 3))}"


def chances_frame(answer: WinAnswer) -> pl.DataFrame:
    """Return a row a deal."""
    import polars as pl

    text, number = pl.String(), pl.Float64()
    schema: dict[str, Any] = {
        **dict.fromkeys(("opportunity", "name"), text),
        **dict.fromkeys(("lean", "known_share", "win_probability", "low", "high"), number),
        "little_known": pl.Boolean(),
    }
    rows = [{name: getattr(d, name) for name in schema} for d in answer.deals]
    return pl.DataFrame(rows, schema=schema)
