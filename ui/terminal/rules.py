"""``linchpin rules list``: the library, regions that differ, the team's own rules and checks."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from graph.decision.rules.library import LIBRARY
from graph.settings_rules import Rule, kinds, rule_for
from graph.vocabulary.values import STAGES
from queries.own_rules import OwnCheck, OwnRule, read_rules
from ui.terminal.emit import emit
from ui.terminal.tables import wrap

if TYPE_CHECKING:
    from ui.terminal.terminal import Terminal


def run(terminal: Terminal) -> int:
    """Write a row a rule; a region that differs has a row of its own."""
    own = read_rules(terminal.settings.rules.own)
    rows = [row for kind in kinds() for row in _of_library(terminal, kind)]
    files: tuple[OwnRule | OwnCheck, ...] = (*own.rules, *own.checks)
    rows += [_of_file(terminal, file) for file in files]
    emit(
        terminal,
        table=lambda: "\n".join(_lines(terminal, row) for row in rows).lstrip("\n"),
        data=lambda: rows,
        frame=lambda: _frame(rows),
    )
    for fault in own.faults:
        terminal.note(fault)
    return 1 if own.faults else 0


def _of_library(terminal: Terminal, kind: str) -> list[dict[str, Any]]:
    rule: Rule = getattr(terminal.settings.rules, kind)
    return [_row(terminal, kind, region, rule) for region in ("", *rule.region)]


def _row(terminal: Terminal, kind: str, region: str, rule: Rule) -> dict[str, Any]:
    """Describe one rule, everywhere or as it is in a region."""
    there = rule_for(terminal.settings.rules, kind, region)
    stated = rule.region[region].model_fields_set if region else type(rule).model_fields
    here = LIBRARY[kind]
    return {
        "kind": kind,
        "title": here.title[terminal.language],
        "enabled": there.enabled,
        "region": region,
        "thresholds": {
            name: getattr(there, name) for name in stated if name not in ("enabled", "region")
        },
        "from": _origin(terminal, f"rules.{kind}." + (f"region.{region}." if region else "")),
        "meaning": here.meaning[terminal.language],
        "stage": "",
    }


def _origin(terminal: Terminal, prefix: str) -> str:
    """Return where the rule was changed, ``default`` where nowhere."""
    origins = [
        origin
        for name, origin in terminal.origins.items()
        if name.startswith(prefix) and ".region." not in name.removeprefix(prefix[:-1])
    ]
    stated = [origin for origin in dict.fromkeys(origins) if origin != "default"]
    return ", ".join(stated) or "default"


def _of_file(terminal: Terminal, rule: OwnRule | OwnCheck) -> dict[str, Any]:
    question = rule.query.question[terminal.language]
    return {
        "kind": rule.kind,
        "title": rule.title.text[terminal.language],
        "enabled": rule.enabled,
        "region": "; ".join(rule.regions),
        "thresholds": {p.name: p.default for p in rule.query.parameters},
        "from": str(rule.path),
        "meaning": question or rule.sentence.text[terminal.language],
        "stage": rule.stage if isinstance(rule, OwnCheck) else "",
    }


def _lines(terminal: Terminal, row: dict[str, Any]) -> str:
    """Write one rule; of a region what differs there alone."""
    state = terminal.word("on", "启用") if row["enabled"] else terminal.word("off", "停用")
    figures, origin = _thresholds(row), terminal.origin(row["from"])
    if row["region"] and row["kind"] in LIBRARY:
        there = " · ".join(x for x in (state, figures, origin) if x)
        return wrap(f"{row['region']}: {there}", indent=4)
    stage = STAGES.label(row["stage"], terminal.language) if row["stage"] else ""
    facts = (row["kind"], row["title"], stage, state, row["region"], origin)
    head = " · ".join(x for x in facts if x)
    lines = ["\n" + head, wrap(row["meaning"], indent=4)]
    return "\n".join([*lines, wrap(figures, indent=4)] if figures else lines)


def _thresholds(row: dict[str, Any]) -> str:
    return ", ".join(
        f"{name} {'+'.join(value) if isinstance(value, list) else value}"
        for name, value in row["thresholds"].items()
    )


def _frame(rows: list[dict[str, Any]]) -> Any:
    import polars as pl

    return pl.DataFrame([{**row, "thresholds": _thresholds(row)} for row in rows])
