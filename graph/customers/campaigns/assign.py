"""Customers into arms: at random within strata, the same seed the same answer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import polars as pl

from graph.customers.campaigns.outcomes import ARMS
from graph.customers.campaigns.rounding import proportional
from graph.errors import LinchpinError, UsageError, not_found
from graph.text import Text

# Between the values of several columns; within a value it stands behind an ESCAPE.
MARK, ESCAPE = "|", "\\"


def assign(
    customers: pl.DataFrame, sizes: Mapping[str, int], *, strata: Sequence[str] = (), seed: int = 0
) -> pl.DataFrame:
    """Draw the arms of a campaign.

    Parameters
    ----------
    customers : polars.DataFrame
        ``customer``, each once, and the columns of ``strata``. The order of rows does not matter.
    sizes : mapping of arm to int
        Exactly so many go into each arm; who is left goes into none.
    strata : sequence of str
        Columns: within each combination of their values every arm has less than one customer
        more or less than its share.
    seed : int
        Of the random numbers (PCG64).

    Returns
    -------
    polars.DataFrame
        ``customer``, ``arm``, ``stratum``, by customer.

    Raises
    ------
    LinchpinError
        There are fewer customers than the arms need.
    NotFoundError
        A column of ``strata`` that is not there.

    Examples
    --------
    >>> people = pl.DataFrame({"customer": ["a", "b", "c", "d"], "sex": ["f", "m", "f", "m"]})
    >>> made = assign(people, {"target": 2, "control": 2}, strata=["sex"], seed=1)
    >>> made.group_by("arm", "stratum").len()["len"].to_list()
    [1, 1, 1, 1]
    """
    check_sizes(sizes)
    for column in strata:
        if column not in customers.columns:
            raise not_found(Text("column", "列"), column, customers.columns)
    if sum(sizes.values()) > customers.height:
        raise too_few(sizes, customers.height)
    dice = np.random.default_rng(seed)
    rows = (
        customers.select("customer", stratum_of(customers, strata))
        .sort("customer")
        .with_columns(draw=dice.random(customers.height))
        .sort("stratum", "draw", "customer")
    )
    drawn = rows.with_columns(arm=_arms(rows["stratum"], sizes, dice)).drop_nulls("arm")
    return drawn.select("customer", "arm", "stratum").sort("customer")


def _arms(stratum: pl.Series, sizes: Mapping[str, int], dice: np.random.Generator) -> pl.Series:
    """Return the arm of each row, rows of a stratum standing together in random order."""
    counts = stratum.to_frame("s").group_by("s", maintain_order=True).len()["len"].to_list()
    arms = [a for a in ARMS if a in sizes]
    left = sum(counts) - sum(sizes.values())
    table = proportional(counts, [*(sizes[a] for a in arms), left], dice)
    numbers = np.tile(np.arange(len(arms) + 1), len(counts))
    places = np.repeat(numbers, np.asarray(table, dtype=np.int64).ravel())
    return pl.Series("arm", [*arms, None], dtype=pl.String).gather(places)


def stratum_of(customers: pl.DataFrame, strata: Sequence[str]) -> pl.Expr:
    r"""Return the stratum of each row: the values of its columns in one text.

    Examples
    --------
    >>> frame = pl.DataFrame({"region": ["N|S", None], "size": ["1", "2"]})
    >>> frame.select(stratum_of(frame, ["region", "size"])).to_series().to_list()
    ['N\\|S|1', '|2']
    """
    if not strata:
        return pl.lit("").alias("stratum")
    parts = [
        pl.col(c).cast(pl.String).fill_null("").str.replace_all(r"([\\|])", r"\$1") for c in strata
    ]
    # One column needs no mark: its value stays as it is.
    only = customers[strata[0]].cast(pl.String).fill_null("")
    whole = pl.lit(only) if len(strata) == 1 else pl.concat_str(parts, separator=MARK)
    return whole.alias("stratum")


def parts_of(stratum: str, columns: int) -> list[str]:
    r"""Return the values that :func:`stratum_of` joined.

    Examples
    --------
    >>> parts_of("N\\|S|1", 2), parts_of("N|S", 1), parts_of("|2", 2)
    (['N|S', '1'], ['N|S'], ['', '2'])
    """
    if columns < 2:
        return [stratum]
    found, value, escaped = [], "", False
    for character in stratum:
        if escaped or character not in (MARK, ESCAPE):
            value, escaped = value + character, False
        elif character == ESCAPE:
            escaped = True
        else:
            found.append(value)
            value = ""
    return [*found, value]


def check_sizes(sizes: Mapping[str, int]) -> None:
    """Refuse arms that nobody knows, negative sizes, and arms that are all empty."""
    for arm, size in sizes.items():
        if arm not in ARMS:
            raise not_found(Text("arm", "组别"), arm, ARMS)
        if size < 0:
            raise UsageError(_NEGATIVE.format(arm=arm))
    if not sum(sizes.values()):
        raise UsageError(_NOBODY, _WRITE)


def too_few(sizes: Mapping[str, int], eligible: int) -> LinchpinError:
    """Return the error for arms larger than the list."""
    asked = " + ".join(f"{size:,}" for size in sizes.values())
    return LinchpinError(
        _TOO_FEW.format(asked=asked, total=f"{sum(sizes.values()):,}", n=f"{eligible:,}"), _SMALLER
    )


_NEGATIVE = Text("The arm {arm} cannot have less than nobody.", "组别 {arm} 的人数不能为负。")
_NOBODY = Text("No arm has anybody.", "所有组别都没有客户。")
_WRITE = Text("Write --arms target=1000,control=1000.", "请写作 --arms target=1000,control=1000。")
_TOO_FEW = Text(
    "The arms need {asked} = {total} customers, and {n} of the list can be chosen; "
    "nothing was assigned.",
    "各组共需 {asked} = {total} 名客户，名单中可选的只有 {n} 名；未作任何分组。",
)
_SMALLER = Text("Ask for smaller arms or give a longer list.", "请减小组别人数，或提供更长的名单。")
