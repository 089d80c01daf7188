"""``linchpin campaign score``: how well responses could be told, and the score of each row."""

from __future__ import annotations

from contextlib import nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from graph.text import halves
from ui.terminal.campaign_files import rejects_of
from ui.terminal.emit import emit
from ui.terminal.figures import share
from ui.terminal.files import written_beside
from ui.terminal.tables import table, wrap

if TYPE_CHECKING:
    from graph.customers.response.results import CampaignScore, Uplift
    from ui.terminal.terminal import Terminal


@dataclass(frozen=True)
class Options:
    """The options of the command."""

    outcome: str
    positive: str | None
    time: str | None
    hold_out: float
    window: int | None
    known_after: str
    scores: str | None
    rejects: str | None


def run(terminal: Terminal, file: str, given: Options) -> int:
    """Score a history, write the scores, and say how good they are."""
    from graph.customers.response.answer import score_history
    from graph.customers.response.history import Asked
    from loaders.histories import read_history
    from ui.exports.tables import safe
    from ui.terminal.commands.campaigns import columns_of

    listed = read_history(file, given.outcome, given.time)
    asked = Asked(
        outcome=given.outcome,
        positive=given.positive,
        time=given.time,
        hold_out=given.hold_out,
        window=given.window,
        known_after=columns_of(given.known_after),
    )
    target = Path(given.scores).expanduser() if given.scores else None
    # The file is made before the work begins, so that a place nobody can write to is told at once.
    with written_beside(target) if target else nullcontext() as part:
        answer, scores = score_history(listed.frame, asked, terminal.progress)
        if part is not None:
            safe(scores).write_csv(part)
        terminal.clear()
        emit(
            terminal,
            table=lambda: as_text(answer, terminal),
            data=lambda: answer.to_json(terminal.language),
            frame=lambda: scores,
        )
    return rejects_of(terminal, listed, given.rejects, f"campaign-score-{file}")


def as_text(answer: CampaignScore, terminal: Terminal) -> str:
    """Return the answer for people."""
    parts = [wrap(_head(answer, terminal)), _best(answer, terminal), _calibration(answer, terminal)]
    if answer.dropped:
        parts.append(_dropped(answer, terminal))
    if answer.uplift is not None:
        parts.append(_uplift(answer.uplift, terminal))
    parts += [wrap(w[terminal.language]) for w in answer.warnings]
    return "\n\n".join(parts)


def _head(answer: CampaignScore, terminal: Terminal) -> str:
    last = answer.updates[-1]
    return terminal.word(
        "The last {scored:,} of {rows:,} rows in {blocks} blocks, each scored by models of the "
        "rows before it alone; {outcome} = {positive} in {base:.1%} of them. AUC {auc}, ALIFT "
        "{alift}, Brier score {brier:.4f} (of the earlier rate alone {plain:.4f}). Weights in the "
        "last block: {model}.",
        "共 {rows:,} 行，对最后 {scored:,} 行分 {blocks} 块评分，每块仅用其前的行建模；"
        "其中 {base:.1%} 的“{outcome}”为“{positive}”。AUC {auc}，ALIFT {alift}，"
        "Brier 分数 {brier:.4f}（仅用此前响应率为 {plain:.4f}）。最后一块的模型权重：{model}。",
    ).format(
        scored=answer.scored,
        rows=answer.rows,
        blocks=len(answer.updates),
        outcome=answer.outcome,
        positive=halves(answer.positive)[terminal.language],
        base=answer.base_rate,
        auc=_figure(answer.auc),
        alift=_figure(answer.alift),
        brier=answer.brier,
        plain=answer.brier_of_rate,
        model=last.model[terminal.language],
    )


def _figure(value: float | None) -> str:
    return "–" if value is None else f"{value:.3f}"


def _best(answer: CampaignScore, terminal: Terminal) -> str:
    word = terminal.word
    heads = [word("best", "最高分"), word("responded", "响应率"), word("lift", "提升度")]
    rows = [
        [f"{b.n:,}", f"{b.rate:.1%}", None if b.lift is None else f"{b.lift:.2f}"]
        for b in answer.best
    ]
    return table(heads, rows, numbers=(0, 1, 2))


def _calibration(answer: CampaignScore, terminal: Terminal) -> str:
    word = terminal.word
    heads = [word("forecast", "预测"), word("responded", "实际响应"), word("rows", "行数")]
    rows = [[f"{c.predicted:.1%}", f"{c.observed:.1%}", f"{c.n:,}"] for c in answer.calibration]
    return table(heads, rows, numbers=(0, 1, 2))


def _dropped(answer: CampaignScore, terminal: Terminal) -> str:
    head = terminal.word("Not used:", "未使用的列：")
    lines = [wrap(f"{d.column}: {d.reason[terminal.language]}", indent=2) for d in answer.dropped]
    return "\n".join([head, *lines])


def _uplift(uplift: Uplift, terminal: Terminal) -> str:
    word = terminal.word
    said = word(
        "Uplift ({column}: {target} against {control}): {effect:+.1%} over all scored rows; Qini "
        "{qini:.4f} (95% {low:.4f} to {high:.4f}).",
        "增量（{column}：{target} 对 {control}）：全部评分行为 {effect:+.1%}；Qini {qini:.4f}"
        "（95% 区间 {low:.4f} 至 {high:.4f}）。",
    ).format(
        column=uplift.column,
        target=halves(uplift.target)[terminal.language],
        control=halves(uplift.control)[terminal.language],
        effect=uplift.effect,
        qini=uplift.qini,
        low=uplift.qini_low,
        high=uplift.qini_high,
    )
    heads = [word("best by uplift", "按增量最高"), word("gain", "增益"), word("at random", "随机")]
    rows = [[share(p.share), f"{p.gain:.2%}", f"{p.random:.2%}"] for p in uplift.curve[1:]]
    return f"{wrap(said)}\n\n{table(heads, rows, numbers=(0, 1, 2))}"
