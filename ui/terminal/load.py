"""``linchpin load``: files into the store, with a report of what was read, written and refused."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ui.terminal.emit import emit

if TYPE_CHECKING:
    from loaders import LoadReport
    from ui.terminal.terminal import Terminal


def run(terminal: Terminal, *, paths: tuple[str, ...], **asked: Any) -> int:
    """Load and write the report; the exit code is the report's."""
    from loaders import load_paths

    with terminal.store() as store:
        report = load_paths(
            paths, store, lang=terminal.language, progress=terminal.progress, **asked
        )
    terminal.clear()
    emit(
        terminal,
        table=lambda: report.text(terminal.language),
        data=lambda: spoken(report, terminal.language),
    )
    return report.exit_code


def spoken(report: LoadReport, language: str) -> Any:
    """Return the report as JSON data, its sentences in one language."""
    return _spoken(report.model_dump(mode="json"), language)


def _spoken(value: Any, language: str) -> Any:
    if isinstance(value, dict):
        if value.keys() == {"en", "zh"}:
            return value["zh" if language == "zh" else "en"]
        return {key: _spoken(inner, language) for key, inner in value.items()}
    return [_spoken(v, language) for v in value] if isinstance(value, list) else value
