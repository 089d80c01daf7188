"""``linchpin settings --fit``: the weights of ``[access]`` as closed deals have them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ui.terminal.emit import emit
from ui.terminal.tables import wrap

if TYPE_CHECKING:
    from graph.decision.results import TieFit
    from ui.terminal.terminal import Terminal


def run(terminal: Terminal) -> int:
    """Write the fitted weights with how they were judged, or why there are none."""
    import polars as pl

    from graph.decision.tie_fit import fit_tie_weights

    with terminal.store() as store:
        snapshot = store.snapshot(progress=terminal.progress)
    found = fit_tie_weights(snapshot, terminal.settings)
    emit(
        terminal,
        table=lambda: as_text(found, terminal),
        data=lambda: found.model_dump(mode="json"),
        frame=lambda: pl.DataFrame([found.model_dump(mode="json")]),
    )
    return 0


def as_text(found: TieFit, terminal: Terminal) -> str:
    """Return the answer for people: lines for ``linchpin.toml``, or the reason."""
    word = terminal.word
    said = {
        "too_few": word(
            "No weights: {won} won and {lost} lost deals say how the contact with a decider was "
            "by the day they closed; at least 50 and 150 are needed. The settings stay.",
            "无法拟合：结束时已知与决策人接触情况的商机为赢单 {won} 个、丢单 {lost} 个；"
            "至少需要 50 个和 150 个。设置不变。",
        ),
        "one_outcome": word(
            "No weights: of {won} won and {lost} lost deals the earlier or the later all ended "
            "alike. The settings stay.",
            "无法拟合：在赢单 {won} 个、丢单 {lost} 个中，较早或较晚的商机结果全部相同。设置不变。",
        ),
        "no_gain": word(
            "No weights: on the later of {won} won and {lost} lost deals the contact forecasts "
            "no better than the level alone (Brier score lower by {gain:.4f}, 5% bound "
            "{low:.4f}), or counts against a tie. The settings stay.",
            "无法拟合：在赢单 {won} 个、丢单 {lost} 个中较晚的商机上，接触情况的预测并不优于"
            "仅用接触程度（Brier 分数降低 {gain:.4f}，5% 下界 {low:.4f}），或权重为负。设置不变。",
        ),
        None: word(
            "Fitted on the earlier of {won} won and {lost} lost deals; on the later ones the "
            "Brier score is {gain:.4f} lower than by the level alone (5% bound {low:.4f}). For "
            "linchpin.toml:",
            "用赢单 {won} 个、丢单 {lost} 个中较早的商机拟合；在较晚的商机上 Brier 分数比仅用"
            "接触程度低 {gain:.4f}（5% 下界 {low:.4f}）。写入 linchpin.toml：",
        ),
    }[found.reason]
    text = wrap(
        said.format(
            won=found.won, lost=found.lost, gain=found.gain or 0.0, low=found.gain_low or 0.0
        )
    )
    if found.reason is not None:
        return text
    lines = [f"{n} = {getattr(found, n):.2f}" for n in ("frequency", "two_way", "seniority")]
    return "\n".join([text, "", "[access]", *lines])
