"""Which model tells adoption and why, and what moves a cell in it, in both languages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from graph import rounding
from graph.cross_sell.learnt.judge import RULES
from graph.text import Text

if TYPE_CHECKING:
    from graph.cross_sell.learnt.choice import Learnt

MODELS = {
    "fitted": Text("a model fitted on earlier years of the book", "用往年数据拟合的模型"),
    "fitted_with_access": Text(
        "a model fitted on earlier years of the book, access to the decider among its columns",
        "用往年数据拟合且包含可达程度的模型",
    ),
    "popularity": Text("popularity, calibrated on earlier years", "经往年数据校准的流行度"),
    "item_knn": Text("item kNN, calibrated on earlier years", "经往年数据校准的产品近邻（kNN）"),
    "walk": Text("the three-step walk, calibrated on earlier years", "经往年数据校准的三步游走"),
}
FEATURES = {
    "rate": Text("how quickly it is taken up", "产品普及速度"),
    "share": Text("how many use it", "产品使用比例"),
    "association": Text("what is used together with it", "产品关联"),
    "item_knn": Text("products that the same companies use", "同客户产品近邻"),
    "walk": Text("what companies with the same products use", "同产品企业所用"),
    "sequence": Text("what follows what it took up within a year", "近一年起用产品的后续"),
    "lately": Text("how lately it took up anything", "最近一次起用的时间"),
    "breadth": Text("how much it uses", "在用产品数"),
    "siblings": Text("use by siblings in the group", "集团兄弟企业使用"),
    "siblings_lately": Text("siblings that took it up within a year", "近一年起用的兄弟企业"),
    "similar": Text("use by similar companies", "相近企业使用"),
    "similar_lately": Text(
        "similar companies that took it up within a year", "近一年起用的相近企业"
    ),
    "head_office": Text("use by the companies above it", "上级企业使用"),
    "tags": Text("use by companies with the same tags", "同标签企业使用"),
    "before": Text("having used it before", "曾经使用"),
    "access": Text("access to the decider", "对决策者的可达程度"),
}
# Features named of each cell.
NAMED = 3


def why_model(found: Learnt, least: int) -> Text:
    """Say which model tells adoption and why."""
    validation = found.judged.validation
    if not validation:
        return _little(found, least)
    judged = {j.model: j for j in validation}
    rules = judged[RULES]
    best = min((j for j in validation if j.model != RULES), key=lambda j: j.log_loss)
    if found.model == RULES:
        text = Text(
            "Adoption follows smoothed rules: on the last 12 months no model learnt from earlier "
            "years was surely better. Log loss {b} by the rules; by {model} {a}, lower in "
            "{surety} of draws of the companies (95% are needed).",
            "采用概率按平滑规则计算：在最近 12 个月上，没有用往年数据学得的模型确实更好。对数损失："
            "规则 {b}，{model} {a}；对企业重复抽样，{surety} 的情形更低（需达 95%）。",
        )
        shown = best
    else:
        text = Text(
            "Adoption by {model}: judged on the last 12 months its log loss is {a}, that of the "
            "smoothed rules {b} (lower in {surety} of draws of the companies); NDCG at 10 {c} "
            "against {d}.",
            "采用概率由{model}给出：以最近 12 个月检验，其对数损失为 {a}，平滑规则为 {b}（对企业"
            "重复抽样，{surety} 的情形更低）；前 10 项 NDCG 为 {c}，规则为 {d}。",
        )
        shown = judged[found.model]
    return text.format(
        model=MODELS[shown.model],
        a=f"{shown.log_loss:.4f}",
        b=f"{rules.log_loss:.4f}",
        c=f"{shown.ndcg_at_10:.3f}",
        d=f"{rules.ndcg_at_10:.3f}",
        surety=rounding.share(found.judged.surety),
    )


def _little(found: Learnt, least: int) -> Text:
    return Text(
        "Adoption follows smoothed rules, for the history is short: fitting a model takes three "
        "years of dated use and {least} first uses in the last 12 months and in the two years "
        "before; known are {years} years, {held_out} and {earlier}.",
        "历史较短，采用概率按平滑规则计算：拟合模型需三年带日期的使用记录，且最近 12 个月与此前两年"
        "各有 {least} 次首次使用；现有 {years} 年，分别 {held_out} 次和 {earlier} 次。",
    ).format(
        least=least,
        years=f"{found.past.years:.1f}",
        held_out=found.past.held_out,
        earlier=found.past.earlier,
    )


def why_cell(drivers: list[tuple[str, float]]) -> Text | None:
    """Name what moves a cell most, None where nothing does."""
    if not drivers:
        return None
    parts = [(FEATURES[name], f"×{odds:.2g}") for name, odds in drivers[:NAMED]]
    return Text(
        "What moves it most in the model (odds): {parts}.",
        "模型中影响最大的因素（几率）：{parts}。",
    ).format(
        parts=Text(
            ", ".join(f"{name.en} {odds}" for name, odds in parts),
            "、".join(f"{name.zh} {odds}" for name, odds in parts),
        )
    )
