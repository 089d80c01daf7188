"""What a tag that was given after a campaign began must not tell: it may be the outcome itself."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING, TypeVar

import polars as pl

from graph.customers.campaigns.results import Evaluation, Improvement
from graph.decision.results import Sentence
from graph.text import Text

if TYPE_CHECKING:
    from graph.customers.tags.customers import Customers

T = TypeVar("T", Evaluation, Improvement)

# So many tags are named; the others are counted.
NAMED = 6
LATE = Text(
    "Tags dated after {day}, the day before the campaign, are left out (customers each): {tags}.",
    "活动前一天（{day}）之后才标注的标签不予采用（括号内为客户数）：{tags}。",
)
UNDATED = Text(
    "Tags without a date count as known before the campaign (customers each): {tags}.",
    "没有日期的标签按活动前已知处理（括号内为客户数）：{tags}。",
)


def notes_on_tags(
    rows: pl.DataFrame, customers: Customers, tags: Collection[str] | None = None
) -> list[Text]:
    """Say which tags of a campaign's customers are left out for their date, and which have none.

    Parameters
    ----------
    rows : frame
        ``kind, customer`` of everybody in the campaign.
    customers : Customers
        What is known, with ``tags_until``: the day before the campaign.
    tags : collection of str or None
        Those that are asked about; None: all.

    Returns
    -------
    list of Text
        Each tag with the number of its statements, the most first.
    """
    until = customers.tags_until
    if until is None:
        return []
    mine = (
        customers.stated()
        .join(rows.lazy().select("kind", "customer").unique(), on=["kind", "customer"], how="semi")
        .filter(pl.lit(value=True) if tags is None else pl.col("tag").is_in(list(tags)))
    )
    told: tuple[tuple[Text, pl.Expr], ...] = (
        (LATE, pl.col("as_of") > until),
        (UNDATED, pl.col("as_of").is_null()),
    )
    found = [(words, _counted(mine.filter(which))) for words, which in told]
    return [words.format(day=until, tags=named) for words, named in found if named]


def noted(answer: T, notes: Sequence[Text]) -> T:
    """Return an answer with what is to be said of its rows after its warnings."""
    said = [*answer.warnings, *(Sentence.of(note) for note in notes)]
    return answer.model_copy(update={"warnings": said})


def _counted(statements: pl.LazyFrame) -> str:
    """Return the tags with their counts: ``T1 (12), T2 (3)``, and how many more there are."""
    order = statements.group_by("tag").len().sort("len", "tag", descending=[True, False]).collect()
    named = [f"{tag} ({n:,})" for tag, n in order.head(NAMED).iter_rows()]
    rest = order.height - len(named)
    return ", ".join([*named, *([f"+{rest:,}"] if rest else [])])
