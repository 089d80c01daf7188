"""Regions that rules name and no customer is in: a rule for them would never apply, unseen."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from graph.errors import nearest
from graph.settings_rules import kinds
from graph.text import Text
from queries.catalogue import header_lines

if TYPE_CHECKING:
    from graph.settings import Settings
    from graph.settings_section import Regional
    from graph.snapshot import Snapshot
    from queries.own_files import OwnFile
    from queries.own_rules import OwnRules


# Regions that are named where none is near.
SHOWN = 5


def with_regions_checked(
    own: OwnRules, snapshot: Snapshot, settings: Settings, origins: Mapping[str, str]
) -> OwnRules:
    """Return the rules of one's own with a fault for each region in which no customer is.

    Parameters
    ----------
    own : OwnRules
        Rules and checks of a folder; their ``// region:`` is looked at.
    snapshot : Snapshot
        Its enterprises say which regions there are; where none has one, nothing is said.
    settings : Settings
        Their ``[rules.KIND.region."NAME"]`` and ``[playbook.region."NAME"]`` are looked at.
    origins : mapping
        Where each setting was made (file and line), by its dotted name.

    Examples
    --------
    >>> from graph.settings import Settings
    >>> from graph.snapshot import Snapshot
    >>> from queries.own_rules import OwnRules
    >>> with_regions_checked(OwnRules(), Snapshot.from_frames({}, {}), Settings(), {}).faults
    ()
    """
    there = {str(r) for r in snapshot.nodes["Enterprise"].column("region") if r}
    if not there:
        return own
    files = (*own.rules, *own.checks)
    named = [*_of_settings(settings, origins), *(n for one in files for n in _of_file(one))]
    faults = [_fault(where, region, there) for where, region in named if region not in there]
    return replace(own, faults=(*own.faults, *faults))


def _of_settings(settings: Settings, origins: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    sections: dict[str, Regional] = {f"rules.{k}": getattr(settings.rules, k) for k in kinds()}
    sections["playbook"] = settings.playbook
    for section, stated in sections.items():
        for region in stated.region:
            name = f"{section}.region.{region}"
            made = (o for key, o in origins.items() if key.startswith(f"{name}."))
            yield next(made, name), region


def _of_file(rule: OwnFile) -> Iterator[tuple[str, str]]:
    lines = enumerate(header_lines(rule.query.text), start=1)
    at = next((n for n, line in lines if line.startswith("region:")), 1)
    for region in rule.regions:
        yield f"{rule.path}:{at}", region


def _fault(where: str, region: str, there: set[str]) -> Text:
    near = nearest(region, sorted(there), count=1)
    known = ", ".join(sorted(there)[:SHOWN])
    hint = (
        Text(f" Did you mean {near[0]}?", f"是否指 {near[0]}？")
        if near
        else Text(f" There are, for example, {known}.", f"例如有 {known}。")
    )
    said = Text(
        "{where}: no customer is in the region '{region}'.",
        "{where}: 没有客户属于地区“{region}”。",
    )
    return said.format(where=where, region=region) + hint
