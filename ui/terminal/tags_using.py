"""``linchpin tags conflicts`` and ``match``: what does not fit, and what to offer."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ui.terminal.emit import emit
from ui.terminal.figures import share
from ui.terminal.tables import table, wrap

if TYPE_CHECKING:
    import polars as pl

    from graph.customers.tags.results import Conflicts
    from ui.terminal.terminal import Terminal

SHOWN = 20


def conflicts(terminal: Terminal, top: int) -> int:
    """Write overlaps and contradictions."""
    from ui.tags.conflicts import conflicts_of
    from ui.tags.deciding import customers_of

    with terminal.store() as store:
        customers = customers_of(store, terminal.as_of, progress=terminal.progress)
        answer = conflicts_of(store, customers, top)
    emit(
        terminal,
        table=lambda: _conflicts(terminal, answer),
        data=lambda: answer.to_json(terminal.language),
        frame=lambda: conflicts_frame(answer, terminal.language),
    )
    return 0


def _conflicts(terminal: Terminal, answer: Conflicts) -> str:
    word = terminal.word
    heads = [word("tags", "标签"), word("both", "同时带有"), word("alike", "重合度")]
    pairs = [[" + ".join(o.tags), f"{o.both:,}", share(o.jaccard)] for o in answer.overlaps[:SHOWN]]
    none = word("No two tags are carried together.", "没有两个标签同时出现。")
    lines = [table(heads, pairs, numbers=(1, 2), widest=60) if pairs else none, ""]
    count = answer.contradiction_count
    if not count:
        return "\n".join([*lines, word("No tags contradict one another.", "没有相互矛盾的标签。")])
    lines.append(word("{n} contradictions", "{n} 处矛盾").format(n=f"{count:,}"))
    lines += [
        wrap(f"{c.customer}: {c.because[terminal.language]}", indent=2)
        for c in answer.contradictions[:SHOWN]
    ]
    return "\n".join(lines)


def conflicts_frame(answer: Conflicts, language: str) -> pl.DataFrame:
    """Return a row an overlap, then a row a contradiction."""
    import polars as pl

    schema = {
        "what": pl.String(),
        "customer": pl.String(),
        "tags": pl.String(),
        "both": pl.Int64(),
        "jaccard": pl.Float64(),
        "because": pl.String(),
    }
    rows: list[dict[str, Any]] = [
        {"what": "overlap", "tags": ";".join(o.tags), "both": o.both, "jaccard": o.jaccard}
        for o in answer.overlaps
    ]
    rows += [
        {
            "what": c.kind,
            "customer": c.customer,
            "tags": ";".join(c.tags),
            "because": c.because[language],
        }
        for c in answer.contradictions
    ]
    return pl.DataFrame(rows, schema=schema)


def match(terminal: Terminal, top: int) -> int:
    """Write the offers of the rule base."""
    from ui.tags.conflicts import NO_RULES, offers_frame
    from ui.tags.deciding import customers_of

    with terminal.store() as store:
        customers = customers_of(store, terminal.as_of, progress=terminal.progress)
        found, rules = offers_frame(store, customers)
    shown = found.head(top) if top else found
    emit(
        terminal,
        table=lambda: _offers(terminal, found),
        data=lambda: _data(found, shown, terminal),
        frame=lambda: flat_offers(shown, terminal.language),
    )
    if not rules:
        terminal.note(NO_RULES)
    return 0


def flat_offers(found: pl.DataFrame, language: str) -> pl.DataFrame:
    """Return ``customer``, ``product``, ``rule`` and ``because`` in one language."""
    said = "zh" if language == "zh" else "en"
    return found.select("customer", "product", "rule", found[said].alias("because"))


def _data(found: pl.DataFrame, shown: pl.DataFrame, terminal: Terminal) -> dict[str, Any]:
    rows = flat_offers(shown, terminal.language).to_dicts()
    return {"offers": rows, "offer_count": found.height, "notes": []}


def _offers(terminal: Terminal, found: pl.DataFrame) -> str:
    import polars as pl

    word = terminal.word
    if found.is_empty():
        return word("No product matches a customer.", "没有产品与客户匹配。")
    said = "zh" if terminal.language == "zh" else "en"
    counts = (
        found.group_by("product", "rule", said)
        .agg(pl.len().alias("n"))
        .sort("n", "product", "rule", descending=[True, False, False])
    )
    heads = [word("product", "产品"), word("rule", "规则"), word("customers", "客户数")]
    heads.append(word("because", "理由"))
    rows = [[r["product"], r["rule"], f"{r['n']:,}", r[said]] for r in counts.iter_rows(named=True)]
    return table(heads, rows, numbers=(2,), widest=90)
