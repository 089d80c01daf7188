"""Influence against the truth of real networks, beside the classical scores.

What is measured is the rule as it stands in the product (docs/decisions/0021), with the constants
of the settings. The real data stand outside the project: see :mod:`benchmarks.ranked`.
"""

from __future__ import annotations

import argparse
import zlib
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
import polars as pl

from benchmarks.figures import Figure, table
from benchmarks.hierarchies import KINDS, made
from benchmarks.ranked import (
    LEADING,
    STRIKE,
    Ranked,
    data_folder,
    enron,
    krackhardt,
    own_networks,
    thurman,
    weak_links,
)
from graph.decision.bare.classical import scores
from graph.decision.bare.ranking import asking_of, listening_of, rank_network
from graph.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

Floats = npt.NDArray[np.float64]

SCORES = ("influence", "pagerank", "betweenness", "in_degree", "out_degree", "hits", "closeness")
# Beside the columns of the product: with every pair counted once, and who is above whom outright.
MORE = ("degree", "pagerank of pairs", "springrank")
# Of the two PageRanks the better one on these data, so that it is the one to beat.
BEATEN = "pagerank of pairs"
GOALS = {"Krackhardt advice": 0.95, "Enron mails": 0.80}
LEADING_GOAL = 0.87
DRAWS, MADE, HALF_YEARS = 2000, 60, 6
_ABSENT = "LINCHPIN_VALIDATION_DATA has no such folder"
# The fourth is kept out of the mean: 15 people, whose rank is read off a chart and not stated.
CASES: dict[str, tuple[str, Callable[[], Ranked]]] = {
    "Krackhardt advice": ("krackhardt", lambda: krackhardt("Advice")),
    "Krackhardt friendship": ("krackhardt", lambda: krackhardt("Friendship")),
    "Enron mails": ("enron", enron),
    "Thurman's office": ("weak_links", thurman),
}
ASIDE = "Thurman's office"


@dataclass(frozen=True)
class Judged:
    """The scores of a network whose ranks are known."""

    network: Ranked
    scores: dict[str, dict[str, float]]

    def share(self, score: str) -> float:
        """Return the share of pairs of different rank in the right order."""
        return pairs_in_order(self.scores[score], self.network.level)

    def leading(self, score: str, least: int) -> float:
        """Return the AUC for telling those of rank ``least`` and above from the others."""
        above = {person: int(level >= least) for person, level in self.network.level.items()}
        return pairs_in_order(self.scores[score], above)


def run(scale: float = 1.0, repeats: int = 1) -> list[Figure]:
    """Rank all networks and compare with titles, levels and charts."""
    del repeats
    folder = data_folder()
    figures: list[Figure] = []
    found: list[Judged] = []
    for name, (where, read) in CASES.items():
        if not (folder / where).is_dir():
            figures.append(Figure(name, None, note=_ABSENT))
            continue
        one = judge(read())
        figures += _figures(one)
        found += [one] if name != ASIDE else []
    if found:
        figures += _together(found, max(50, int(DRAWS * scale)))
    if (folder / "weak_links").is_dir():
        figures += _named_in_literature()
    return figures + _made_up(max(2, int(MADE * scale)))


def run_own(networks: list[Ranked]) -> list[Figure]:
    """Judge networks of one's own, and all together with the real ones at hand."""
    known = [(where, read) for name, (where, read) in CASES.items() if name != ASIDE]
    at_hand = [judge(read()) for where, read in known if (data_folder() / where).is_dir()]
    own = [judge(network) for network in networks]
    return [f for one in own for f in _figures(one)] + _together([*at_hand, *own], DRAWS)


def judge(network: Ranked) -> Judged:
    """Rank a network by every score."""
    ranked = rank_network(network.ties, people=network.level, settings=Settings())
    told = {score: dict(ranked.select("id", score).iter_rows()) for score in SCORES}
    heard = listening_of(network.ties)
    ids = sorted({*heard["from"], *heard["to"], *network.level})
    asking = asking_of(heard, ids)
    once = scores(ids, asking.listener, asking.speaker, np.ones(asking.a.size))
    told["pagerank of pairs"] = dict(once.select("id", "pagerank").iter_rows())
    degrees = once.select("id", pl.col("in_degree") + pl.col("out_degree"))
    told["degree"] = dict(degrees.iter_rows())
    amount = np.zeros((len(ids), len(ids)))
    amount[asking.listener, asking.speaker] = 1.0
    told["springrank"] = dict(zip(ids, springrank(amount).tolist(), strict=True))
    return Judged(network, told)


def pairs_in_order(score: Mapping[str, float], level: Mapping[str, int]) -> float:
    """Return the share of pairs of different level that ``score`` puts in the right order.

    ``level``: larger is higher; a tie of scores counts one half.

    Examples
    --------
    >>> pairs_in_order({"a": 3.0, "b": 1.0, "c": 1.0}, {"a": 2, "b": 1, "c": 0})
    0.8333333333333334
    """
    ids = [i for i in level if i in score]
    right, higher = _pairs(score, level, ids)
    return float(right.sum() / higher.sum())


def springrank(ties: Floats, alpha: float = 0.01) -> Floats:
    """Return the ranks of De Bacco, Larremore & Moore (2018): ties as springs that pull upward.

    Examples
    --------
    >>> springrank(np.array([[0.0, 1.0], [0.0, 0.0]])).round(2).tolist()
    [-0.5, 0.5]
    """
    asks, asked = ties.sum(axis=1), ties.sum(axis=0)
    pull = np.diag(asks + asked + alpha) - ties - ties.T
    ranks: Floats = np.linalg.solve(pull, asked - asks)
    return ranks


def lead(one: Judged, score: str, other: str, draws: int) -> Floats:
    """Return by how much ``score`` beats ``other`` in ``draws`` resamples of the people.

    The same people, whatever the relation, are drawn alike: relations of one firm are no
    independent witnesses.
    """
    level = one.network.level
    ids = sorted(i for i in level if i in one.scores[score])
    rng = np.random.default_rng(zlib.crc32(" ".join(ids).encode()))
    many = rng.multinomial(len(ids), np.full(len(ids), 1 / len(ids)), size=draws).astype(float)
    first, higher = _pairs(one.scores[score], level, ids)
    second, _ = _pairs(one.scores[other], level, ids)
    pairs = np.maximum(((many @ higher) * many).sum(axis=1), 1e-300)
    gained: Floats = ((many @ (first - second)) * many).sum(axis=1) / pairs
    return gained


def _pairs(
    score: Mapping[str, float], level: Mapping[str, int], ids: list[str]
) -> tuple[Floats, Floats]:
    """Return of each pair whether it is in the right order, and whether the first is higher."""
    s = np.round(np.array([score[i] for i in ids], dtype=float), 12)
    r = np.array([level[i] for i in ids])
    higher = (r[:, None] > r[None, :]).astype(float)
    right = (s[:, None] > s[None, :]) + 0.5 * (s[:, None] == s[None, :])
    return higher * right, higher


def _figures(one: Judged) -> list[Figure]:
    name, origin = one.network.name, one.network.origin
    figures = [
        Figure(
            f"{name}: {score}",
            one.share(score),
            "of pairs",
            GOALS.get(name) if score == "influence" else None,
            note=origin,
        )
        for score in (*SCORES, *MORE)
    ]
    if name == "Enron mails":
        figures += [
            Figure(
                f"{name}, vice president and above: {score}",
                one.leading(score, LEADING),
                "AUC",
                LEADING_GOAL if score == "influence" else None,
                note=origin,
            )
            for score in (*SCORES, *MORE)
        ]
        figures += _half_years(one.network)
    return figures


def _half_years(network: Ranked) -> list[Figure]:
    """Judge the log half year by half year, as far as most people wrote in it."""
    ties = network.ties.with_columns(
        half=pl.col("time").dt.year() * 2 + pl.col("time").dt.month().gt(6)
    )
    largest = ties["half"].value_counts(sort=True).head(HALF_YEARS)["half"].sort()
    judged = []
    for half in largest:
        part = ties.filter(pl.col("half") == half).drop("half")
        seen = {*part["from"], *part["to"]}
        level = {person: rank for person, rank in network.level.items() if person in seen}
        judged.append(judge(Ranked(network.name, network.origin, part, level)))
    return [
        Figure(
            f"{network.name}, {len(judged)} half years: {score}",
            float(np.mean([one.share(score) for one in judged])),
            "of pairs, mean",
        )
        for score in ("influence", "pagerank", BEATEN, "in_degree")
    ]


def _together(found: list[Judged], draws: int) -> list[Figure]:
    means = {s: float(np.mean([one.share(s) for one in found])) for s in (*SCORES, *MORE)}
    figures = [Figure(f"mean of {len(found)}: {s}", v, "of pairs") for s, v in means.items()]
    leads = [lead(one, "influence", BEATEN, draws) for one in found]
    named = [one.network.name for one in found]
    for name, gained in zip([*named, "mean"], [*leads, np.mean(leads, axis=0)], strict=True):
        low, high = np.quantile(gained, (0.025, 0.975))
        figures.append(
            Figure(
                f"{name}: influence less {BEATEN}, least of 95%",
                float(low),
                "of pairs",
                0.0 if name == "mean" else None,
                note=f"mean {gained.mean():+.3f}, most {high:+.3f}; {draws} resamples of people",
            )
        )
    return figures


def _named_in_literature() -> list[Figure]:
    """Compare with whom Michael (1997) names as holding the groups together."""
    strike, sawmill = (weak_links(f) for f in ("strike/strike.paj", "sawmill/Sawmill.net"))
    of_strike = rank_network(strike.frame, people=strike.people, undirected=True)
    of_mill = rank_network(sawmill.frame, people=sawmill.people, undirected=True)
    cuts = set(of_strike.filter("cut_point")["id"])
    between = of_strike.sort("betweenness", descending=True)["id"].to_list()
    mill = of_mill.sort("betweenness", descending=True)
    same = len(cuts & STRIKE) / len(cuts | STRIKE)
    apart = bool(mill["id"][0].startswith("HM-1 ") and not mill["cut_point"][0])
    return [
        Figure("strike: cut points as named", same, "", 1.0, note="Michael 1997"),
        Figure(
            "strike: Bob, Norm first by betweenness",
            float(between[:2] == ["Bob", "Norm"]),
            "",
            1.0,
        ),
        Figure("sawmill: HM-1 first, no cut point", float(apart), "", 1.0, note="Michael 1997"),
    ]


def _made_up(count: int) -> list[Figure]:
    """Rank made organisations, which no rule was fitted to."""
    figures = []
    for kind in KINDS:
        judged = [judge(one) for one in made(kind, count)]
        figures += [
            Figure(
                f"{count} made networks of {kind}: {score}",
                float(np.mean([one.share(score) for one in judged])),
                "of pairs, mean",
            )
            for score in ("influence", "pagerank", BEATEN, "in_degree")
        ]
    return figures


def main() -> None:
    """Judge on networks of one's own: ``python -m benchmarks.validation --networks DIR``."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.validation")
    parser.add_argument("--networks", type=Path, metavar="DIR", help=own_networks.__doc__)
    chosen = parser.parse_args()
    own = None if chosen.networks is None else own_networks(chosen.networks)
    print(table(run() if own is None else run_own(own)))


if __name__ == "__main__":
    main()
