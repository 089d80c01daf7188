"""The answers of the terminal that no other room describes, for scripts and their schemas."""

from __future__ import annotations

from datetime import date
from typing import Any

from pydantic import BaseModel, ConfigDict, Field


class _Answer(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class NetworkGroup(_Answer):
    """A group of a bare network: its size, and up to ten of its people."""

    size: int
    people: list[str]


class PersonOfNetwork(_Answer):
    """A person of a bare network: influence by the decision model, beside the classical scores.

    ``bridges``: the groups that only this person holds together, none if no cut point.
    ``betweenness`` is null in a network that is too large for it; ``first`` and ``first_three``
    are there with ``--stability``.
    """

    id: str
    influence: float
    rank: int
    pagerank: float
    betweenness: float | None
    in_degree: float
    out_degree: float
    hits: float
    closeness: float
    cut_point: bool
    bridges: list[NetworkGroup]
    first: float | None = None
    first_three: float | None = None


class CustomerOfCampaign(_Answer):
    """A customer of a campaign list, with the results that are known by now."""

    customer: str
    name: str | None
    belongs_to: str | None
    arm: str
    stratum: str | None
    contacted: str | None
    accepted: str | None
    contacted_on: date | None
    revenue: float | None
    cost: float | None


class QueryAnswer(_Answer):
    """Rows of a query; ``truncated``: there were more than the limit."""

    columns: list[str]
    rows: list[dict[str, Any]]
    truncated: bool


class QueryParameter(BaseModel):
    """A parameter of a catalogue query."""

    name: str
    default: Any = None


class ListedQuery(BaseModel):
    """A question of the catalogue."""

    name: str
    theme: str
    question: str
    parameters: list[QueryParameter]
    columns: list[str]


class SettingInForce(_Answer):
    """A setting; ``origin``: default, FILE:LINE or the name of a variable."""

    name: str
    value: Any
    origin: str


class ListedRule(_Answer):
    """A rule of the library, as it is everywhere or in ``region``, or a file of the team's own.

    ``source``, written ``from``: default, FILE:LINE of what changed it, or the file of an own rule.
    ``stage``: of a check of the playbook, in which it stands; else empty.
    """

    kind: str
    title: str
    enabled: bool
    region: str
    thresholds: dict[str, Any]
    source: str = Field(alias="from")
    meaning: str
    stage: str


class FiguresOfDeal(_Answer):
    """The figures of one deal out of many, without findings: ``analyze --all --figures``.

    ``access_error`` is the standard error of ``access_weighted``; ``lost_with`` is the person or
    seller (``lost_with_kind``) with whom most of it would leave.
    """

    opportunity: str
    name: str | None
    stage: str | None
    amount: float | None
    currency: str | None
    expected_close: date | None
    people: int
    lean: float | None
    lean_sd: float | None
    known_share: float | None
    access_weighted: float | None
    access_error: float | None
    fewest_threads: int | None
    next_person: str | None
    next_gain: float | None
    largest_loss: float | None
    lost_with_kind: str | None
    lost_with: str | None


class Stopped(_Answer):
    """Whether the local server ran and was stopped."""

    stopped: bool


class Done(_Answer):
    """The store was saved, restored or wiped; ``file`` is the backup, absent where there is none.

    What is not done is no answer but an error, with exit code 1.
    """

    done: bool
    file: str | None = None


class Check(_Answer):
    """One check of the installation; ``state``: good, missing (optional) or bad."""

    name: str
    state: str
    found: str
    todo: str | None


class ListedScenario(_Answer):
    """A named what-if of a deal, its changes as ``--what-if`` takes them."""

    opportunity: str
    name: str
    changes: list[str]
    saved_at: str
