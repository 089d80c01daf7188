"""``linchpin campaign assign``, ``list`` and ``results``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from graph.customers.campaigns.outcomes import ARMS, without_result
from graph.customers.campaigns.results import CampaignArms, CampaignResults, LeftOut
from graph.customers.campaigns.words import missing_results
from graph.errors import LinchpinError, UsageError
from graph.text import Text, counted
from ui.campaigns import kept
from ui.terminal.campaign_files import (
    list_bytes,
    list_format,
    rejects_of,
    say_left_out,
    written_after,
)
from ui.terminal.emit import emit, to_json

if TYPE_CHECKING:
    from ui.campaigns.running import Assigned, Draw
    from ui.terminal.terminal import Terminal


def assign(  # noqa: PLR0913 - the options of the command
    terminal: Terminal,
    id_: str,
    *,
    targets: str,
    asked: Draw,
    do_not_contact: str | None,
    dry_run: bool,
    rejects: str | None,
) -> int:
    """Draw the arms, write who is in which, and keep them."""
    from dataclasses import replace

    from loaders.campaigns import read_ids, read_list
    from ui.campaigns import running

    chosen = list_format(terminal)
    refused = read_ids(do_not_contact) if do_not_contact else []
    listed = read_list(targets, ("customer",))
    with terminal.store() as store:
        snapshot = store.snapshot(progress=terminal.progress)
        campaign = kept.campaign(snapshot, id_)
        asked = replace(asked, refused=refused)
        try:
            drawn = running.draw(store, snapshot, campaign, listed, asked)
        except LinchpinError:
            # Which rows made the list too short is told all the same.
            rejects_of(terminal, listed, rejects, f"campaign-{id_}-trial")
            raise
        rows = drawn.rows.select("customer", "arm", "stratum")
        content = (
            (to_json(_arms(drawn).model_dump()) + "\n").encode()
            if chosen == "json"
            else list_bytes(rows, chosen)
        )
        with written_after(terminal, content):
            if not dry_run:
                running.keep(store, drawn, terminal.as_of)
    _say_assigned(terminal, drawn, dry_run=dry_run)
    # A trial leaves the record of the real run alone.
    what = "trial" if dry_run else "assign"
    return rejects_of(terminal, listed, rejects, f"campaign-{id_}-{what}")


def _arms(drawn: Assigned) -> CampaignArms:
    arms = drawn.rows.group_by("arm").len().sort("arm")
    return CampaignArms(
        campaign=drawn.campaign.id,
        seed=drawn.campaign.seed or 0,
        strata=list(drawn.campaign.strata),
        arms={str(a): int(n) for a, n in arms.iter_rows()},
        eligible=drawn.eligible,
        left_out=[LeftOut(reason=r, n=n) for r, n in drawn.left_out.items()],
        rows=drawn.rows.select("customer", "arm", "stratum").to_dicts(),
    )


def _say_assigned(terminal: Terminal, drawn: Assigned, *, dry_run: bool) -> None:
    from ui.campaigns import running

    arms = _arms(drawn).arms
    sizes = ", ".join(f"{arm} {n:,}" for arm, n in arms.items())
    what = Text("Would be assigned", "将分组") if dry_run else Text("Assigned", "已分组")
    terminal.note(
        Text(
            "{what}: {sizes}, of {n} who can be chosen; seed {seed}.",
            "{what}：{sizes}，可选 {n} 人；随机种子 {seed}。",
        ).format(what=what, sizes=sizes, n=f"{drawn.eligible:,}", seed=drawn.campaign.seed)
    )
    say_left_out(terminal, drawn.left_out)
    for warned in (running.replacing(drawn), running.nobodys(drawn.nobodys)):
        if warned is not None:
            terminal.note(warned)
    if len(arms) < len(ARMS):
        terminal.note(_ONE_ARM)


def sizes_of(text: str) -> dict[str, int]:
    """Read the sizes of arms.

    Examples
    --------
    >>> sizes_of("target=1000,control=500")
    {'target': 1000, 'control': 500}
    """
    from graph.model import RELATIONSHIP_TYPES

    arm = RELATIONSHIP_TYPES["TARGETED"].property("arm")
    spellings = arm.values.spellings() if arm and arm.values else {}
    sizes: dict[str, int] = {}
    for part in text.replace("，", ",").split(","):
        name, _, number = part.partition("=")
        word = spellings.get(name.strip().casefold(), name.strip())
        if word not in ARMS or word in sizes or not number.strip().isdecimal():
            raise UsageError(_SIZES.format(found=part), _WRITE)
        sizes[word] = int(number)
    return sizes


def listed(terminal: Terminal, id_: str, arm: str | None) -> int:
    """Write the list of a campaign."""
    from ui.campaigns.lists import outgoing

    chosen = list_format(terminal)
    with terminal.store() as store:
        snapshot = store.snapshot(progress=terminal.progress)
        campaign = kept.campaign(snapshot, id_)
        rows = kept.targeted(store, snapshot, id_)
    frame, refused = outgoing(snapshot, campaign, rows, arm, terminal.language)
    if chosen == "json":
        terminal.asked_format = "json"
        emit(terminal, data=frame.to_dicts)
    else:
        with written_after(terminal, list_bytes(frame, chosen)):
            pass
    if refused:
        terminal.note(counted(refused, *_REFUSED))
    return 0


def results(terminal: Terminal, id_: str, file: str, rejects: str | None) -> int:
    """Take results in."""
    from loaders.campaigns import OUTCOME, read_list
    from ui.campaigns import running

    read = read_list(file, ("customer", *OUTCOME))
    with terminal.store() as store:
        snapshot = store.snapshot(progress=terminal.progress)
        taken = running.results(store, snapshot, id_, read, terminal.as_of)
    answer = CampaignResults(
        campaign=id_,
        taken=taken.taken,
        rejected=read.rows - taken.taken,
        assigned=taken.rows.height,
        contacted=int(taken.rows["contacted"].sum()),
        accepted=int(taken.rows["accepted"].sum()),
        missing=without_result(taken.rows),
    )
    emit(terminal, table=lambda: _taken(terminal, answer), data=answer.model_dump)
    return rejects_of(terminal, read, rejects, f"campaign-{id_}-results")


def _taken(terminal: Terminal, answer: CampaignResults) -> str:
    said = terminal.word(
        "{taken:,} results taken in, {rejected:,} rows left out; of {assigned:,} assigned, "
        "{contacted:,} were contacted and {accepted:,} accepted.",
        "已收录 {taken:,} 条结果，{rejected:,} 行未计入；已分组 {assigned:,} 人，"
        "接触成功 {contacted:,} 人，接受 {accepted:,} 人。",
    ).format(**answer.model_dump())
    left = [m[terminal.language] for m in missing_results(answer.missing, answer.assigned)]
    return "\n".join([said, *left])


_ONE_ARM = Text(
    "One arm has nobody: what the campaign brings will not be told from what came by itself.",
    "有一组没有客户：将无法区分营销带来的效果与自然发生的结果。",
)
_SIZES = Text("'{found}' is no size of an arm.", "“{found}”不是组别人数。")
_WRITE = Text("Write --arms target=1000,control=1000.", "请写作 --arms target=1000,control=1000。")
_REFUSED = (
    Text(
        "{n} must not be contacted any more and was left out of the list, but stays in the arm.",
        "有 {n} 名客户现已标记为请勿联系，未列入名单，但仍计入其组别。",
    ),
    Text(
        "{n} must not be contacted any more and were left out of the list; they stay in their arm.",
        "有 {n} 名客户现已标记为请勿联系，未列入名单，但仍计入其组别。",
    ),
)
