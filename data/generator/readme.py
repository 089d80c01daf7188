"""The page that tells people what is in the book and what was planted where."""

from __future__ import annotations

from pathlib import Path

from data import AS_OF
from data.generator.answers import Answers
from data.generator.book import Book

_PAGE = """# The sample book

A book of business of an invented regional telecom operator and its group customers, made by a
seeded generator. All people and companies are invented. Read it as of {as_of} (`data.AS_OF`).

```
python -m data.generate [--out DIR] [--seed N]    # one seed gives one book, byte for byte
linchpin load data/book --as-of {as_of}
```

| folder or file | what |
|---|---|
| `book/` | the book in the native format; Parquet where rows are many, CSV where people read |
| `example_zh/` | the worked example of the docs (four people), Chinese headers and words, GB18030 |
| `answers.json` | the known answers below for machines, each with the change that cures it |
| `generator/`, `generate.py` | how all of this is made |

{counts}

How the closed deals ended depends on the decision model: the lean on the day before closing, plus
luck (`generator/outcomes.py`); a fifth of them carry a debrief written after the decision, which
a forecast must not see. Titles, departments and names stand in both languages; free words that
have no second column (industry, region, sources) carry both.

## The first deal: {headline}
- {cfo} and {president} decide. {cfo}, whose stance nobody knows, holds {cfo_share} of the decision,
  {president} {president_share}; {consultant}, a consultant from outside who speaks against us,
  {consultant_share}.
- All we have reaches the president through {deputy} alone, and the CFO through {deputy} and the
  president; our tie to {deputy} is fading, and nobody of us covers the two who decide.
- The bid evaluation is in the hands of people whom a rival courts, who has more ways to both who
  decide than we; another rival came in after the shortlist.
- The part of {cfo} and the stance of {president} rest on one source each.
- Ask first where {cfo} stands; the best next meeting is {seller} with {cfo}.
- Findings: {findings}.

## Cross-selling
The best path of group {group}: product {product} for {member}, from {start}, who supports us and
sits on its board, to {end}. {joint} is held by two groups, half and half.

## Deals with causes planted
Each was well worked before; its cause, or its two, are the only ones. Taking them away takes the
findings away.

| deal | cause | findings |
|---|---|---|
{planted}

## Deals in which nothing is weak
{clean}. Deciders are covered by two sellers each, every stance is said by two sources that agree,
influence follows rank, every role and step is filled.

## The campaign
`K1`, mobile securities to members tagged as stock investors against members picked at random:
{campaign}.
Against the control arm: {effects} (95%, Newcombe and Katz; from statsmodels).
Who has a handset fit for it (`{tag}`) bought far more often: `linchpin campaign improve K1` must
come upon it.

## Tags
The three base tags cover {base} of {members} members.
`{large}` holds of {n_large} enterprises, `{low}` of {n_low}:
{low_ids}.
By the tags of products, members who do not use them yet are matched with
{matches}.
"""


def write_readme(book: Book, answers: Answers, path: Path) -> None:
    """Write the page for ``book`` and its ``answers``."""
    names = {
        row["id"]: row["name_en"]
        for file in ("people", "enterprises", "products", "sellers", "competitors", "opportunities")
        for row in book.rows[file]
    }

    def named(id_: str) -> str:
        return f"{names[id_]} (`{id_}`)" if id_ in names else f"`{id_}`"

    story, offer, joint = (answers.facts[k] for k in ("headline", "cross_sell", "joint"))
    cfo, president, consultant, deputy = list(story["shares"])[:4]
    shares = {k: f"{v:.0%}" for k, v in story["shares"].items()}
    path.write_text(
        _PAGE.format(
            as_of=AS_OF.isoformat(),
            counts=_counts(book),
            headline=named(story["deal"]),
            cfo=named(cfo),
            president=named(president),
            consultant=named(consultant),
            deputy=named(deputy),
            cfo_share=shares[cfo],
            president_share=shares[president],
            consultant_share=shares[consultant],
            seller=named(story["meet_next"][0]),
            findings=_list(story["findings"]),
            group=named(offer["group"]),
            product=named(offer["product"]),
            member=named(offer["member"]),
            start=named(offer["route"][0]),
            end=named(offer["route"][-1]),
            joint=named(joint["member"]),
            planted="\n".join(_planted(answers, names)),
            clean=", ".join(f"`{d}`" for d in answers.clean),
            campaign=_arms(answers),
            **_tags(answers),
            effects=_effects(answers),
            tag=answers.facts["campaign"]["separating_tag"],
        ),
        encoding="utf-8",
        newline="\n",
    )


_COUNTED = [
    "enterprises",
    "people",
    "opportunities",
    "products",
    "competitors",
    "sellers",
    "channels",
]
_COUNTED += ["members", "tags", "interactions", "holds", "billing"]


def _counts(book: Book) -> str:
    parts = (f"{book.frame(file).height:,} {file}" for file in _COUNTED)
    return f"It holds {', '.join(parts)}."


def _list(findings: list[list[str]] | list[tuple[str, str]]) -> str:
    return ", ".join(f"`{kind}` {subject}" for kind, subject in findings)


def _planted(answers: Answers, names: dict[str, str]) -> list[str]:
    return [
        f"| `{p.deal}` {names[p.deal]} | {p.why} | {_list(p.findings)} |" for p in answers.plants
    ]


def _arms(answers: Answers) -> str:
    arms = answers.facts["campaign"]["arms"]
    return "; ".join(
        f"{arm} {n['assigned']} assigned, "
        f"{n['contacted']} contacted ({n['contacted'] / n['assigned']:.0%}), "
        f"{n['accepted']} bought ({n['accepted'] / n['assigned']:.0%})"
        for arm, n in arms.items()
    )


def _effects(answers: Answers) -> str:
    parts = []
    for measure, found in answers.facts["campaign"]["effects"].items():
        gap, low, high = (100 * x for x in found["difference"])
        lift = found["lift"]
        parts.append(
            f"{measure} +{gap:.1f} points ({low:.1f} to {high:.1f}), "
            f"{lift[0]:.2f} times ({lift[1]:.2f} to {lift[2]:.2f})"
        )
    return "; ".join(parts)


def _tags(answers: Answers) -> dict[str, str]:
    """Return what the page says of tags."""
    facts = answers.facts["tags"]
    large, low = facts["large"], facts["low_spenders"]
    shares = (f"{n / facts['members']:.0%} (`{tag}`)" for tag, n in facts["base"].items())
    return {
        "base": ", ".join(shares),
        "members": f"{facts['members']:,}",
        "large": large["threshold"],
        "n_large": str(len(large["ids"])),
        "low": low["threshold"],
        "n_low": str(len(low["ids"])),
        "low_ids": ", ".join(f"`{i}`" for i in low["ids"]),
        "matches": ", ".join(f"`{p}` ({n:,})" for p, n in facts["member_matches"].items()),
    }
