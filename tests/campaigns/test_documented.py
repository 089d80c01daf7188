"""The example of docs/campaigns.md: every figure there that is not the sample book's alone."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import polars as pl

from graph.customers.campaigns.assign import assign
from graph.customers.campaigns.evaluate import evaluate
from graph.customers.campaigns.intervals import holm
from graph.customers.campaigns.size import Question

PAGE = (Path(__file__).parents[2] / "docs/campaigns.md").read_text(encoding="utf-8")


def _case() -> pl.DataFrame:
    """Return the sources' case: 1,000 against 1,000."""
    arms = {"target": (630, 430), "control": (250, 90)}
    return pl.DataFrame(
        [
            {"arm": arm, "contacted": i < contacted, "accepted": i < accepted}
            for arm, (contacted, accepted) in arms.items()
            for i in range(1000)
        ]
    )


def test_the_table_of_the_case() -> None:
    found = evaluate(_case())
    target, control = found.arms
    for effect, name in zip(found.effects, ("contact", "sales"), strict=True):
        rates = [getattr(arm, name) for arm in (control, target)]
        cells = [f"{100 * r.rate:.1f}% ({100 * r.low:.1f} to {100 * r.high:.1f})" for r in rates]
        gap, lift = effect.difference, effect.lift
        cells.append(f"{100 * gap.value:.1f} points ({100 * gap.low:.1f} to {100 * gap.high:.1f})")
        cells.append(f"{lift.value:.2f} ({lift.low:.2f} to {lift.high:.2f})")
        assert f"| {name} | {' | '.join(cells)} |" in PAGE


def test_sizes_and_holm() -> None:
    sizes = [Question(*rates).per_arm(0.8)[0] for rates in ((0.25, 0.63), (0.09, 0.43))]
    assert "{} customers an arm (power .8), 9% against 43% with {}".format(*sizes) in PAGE
    assert f"needs {Question(0.09, 0.12).per_arm(0.8)[0]:,}." in PAGE
    assert [round(p, 4) for p in holm([0.01, 0.03, 0.04])] == [0.03, 0.06, 0.06]
    assert "Holm of .01, .03, .04: .03, .06, .06." in PAGE


def test_one_draw_of_five_gives_the_smaller_stratum_two() -> None:
    people = pl.DataFrame({"customer": list("abcdefghij"), "size": ["x"] * 6 + ["y"] * 4})
    drawn = Counter(
        assign(people, {"target": 3, "control": 3}, strata=["size"], seed=seed)
        .filter(pl.col("arm") == "target", pl.col("stratum") == "x")
        .height
        for seed in range(300)
    )
    assert set(drawn) == {1, 2}
    assert 35 <= drawn[1] <= 85  # 60 expected, 3.6 standard deviations either side
