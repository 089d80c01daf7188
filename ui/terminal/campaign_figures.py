"""``linchpin campaign evaluate`` and ``improve``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from graph.decision.results import spoken
from graph.text import Text
from ui.campaigns import kept
from ui.terminal import campaign_text as text
from ui.terminal.campaign_files import rejects_of
from ui.terminal.emit import chosen_format, emit

if TYPE_CHECKING:
    import polars as pl

    from loaders.campaigns import ListFile
    from ui.terminal.terminal import Terminal

FILES = (".csv", ".tsv", ".txt", ".xlsx", ".xlsm", ".parquet")


def evaluate(
    terminal: Terminal, what: str, *, by: tuple[str, ...], confidence: float, rejects: str | None
) -> int:
    """Compare the arms of a campaign, or of a file of outcomes."""
    from graph.customers.campaigns.evaluate import evaluate as compare
    from graph.customers.campaigns.timely import noted
    from graph.customers.campaigns.words import no_column

    file, campaign, notes = None, None, list[Text]()
    if _is_file(what):
        file = _outcomes(what, ("customer", "arm"))
        frame = file.frame.drop("line")
        for column in by:
            if column not in frame.columns:
                raise no_column(column, frame.columns, file.label)
    else:
        campaign = what
        frame, notes = _of_store(terminal, what, by)
    answer = noted(compare(frame, by=by, confidence=confidence, campaign=campaign), notes)
    emit(
        terminal,
        table=lambda: text.evaluation(answer, terminal),
        data=lambda: spoken(answer.model_dump(mode="json"), terminal.language),
        frame=lambda: _rows(text.parts_frame(answer), terminal),
    )
    return 0 if file is None else rejects_of(terminal, file, rejects, f"campaign-{what}")


def improve(
    terminal: Terminal, what: str, *, hold_out: float, seed: int, rejects: str | None
) -> int:
    """Compare who accepted with who did not, and propose what to change."""
    from graph.customers.campaigns.improve import improve as better
    from graph.customers.campaigns.timely import noted

    asked: dict[str, Any] = {"hold_out": hold_out, "seed": seed}
    file, notes = None, list[Text]()
    if _is_file(what):
        file = _outcomes(what, ("accepted",))
        frame = file.frame.drop("line")
    else:
        frame, notes, told = _features(terminal, what)
        asked |= told
    answer = noted(better(frame, **asked), notes)
    emit(
        terminal,
        table=lambda: text.improvement(answer, terminal),
        data=lambda: spoken(answer.model_dump(mode="json"), terminal.language),
        frame=lambda: _rows(text.features_frame(answer), terminal),
    )
    return 0 if file is None else rejects_of(terminal, file, rejects, f"campaign-{what}")


def _rows(frame: pl.DataFrame, terminal: Terminal) -> pl.DataFrame:
    """Return rows in which, as CSV, no value of a file's column becomes a formula."""
    from ui.campaigns.lists import harmless

    return (
        harmless(frame) if chosen_format(terminal, ("csv", "parquet", "xlsx")) == "csv" else frame
    )


def _is_file(what: str) -> bool:
    path = Path(what).expanduser()
    return path.is_file() or path.suffix.lower() in FILES


def _outcomes(path: str, required: tuple[str, ...]) -> ListFile:
    """Read a file of outcomes; a customer who stands there twice counts once."""
    from loaders.campaigns import OUTCOME, read_list
    from ui.campaigns.left_out import TWICE, worded

    read = read_list(path, ("customer", "arm", *OUTCOME), required=required)
    if "customer" in read.frame.columns:
        import polars as pl

        again = read.frame.filter(
            pl.col("customer").is_not_null() & ~pl.col("customer").is_first_distinct()
        )
        rows = again.select("line", "customer").with_columns(reason=pl.lit(TWICE))
        read.reject(rows, worded)
    return read


def _of_store(terminal: Terminal, id_: str, by: tuple[str, ...]) -> tuple[pl.DataFrame, list[Text]]:
    from ui.campaigns import known

    with terminal.store() as store:
        snapshot = store.snapshot(progress=terminal.progress)
        campaign = kept.campaign(snapshot, id_)
        return known.outcome(store, snapshot, campaign, by, terminal.as_of)


def _features(terminal: Terminal, id_: str) -> tuple[pl.DataFrame, list[Text], dict[str, Any]]:
    """Return the rows of a campaign, notes on its tags, and what the search is to know."""
    from ui.campaigns import known

    with terminal.store() as store:
        snapshot = store.snapshot(progress=terminal.progress)
        campaign = kept.campaign(snapshot, id_)
        frame, names, notes = known.with_features(store, snapshot, campaign, terminal.as_of)
    return frame, notes, {"features": names, "tags": campaign.tags, "campaign": id_}
