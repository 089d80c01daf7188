"""``linchpin load``: files into the store, with a report of what was read, written and refused."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from graph.text import Text
from ui.terminal.emit import emit

STOPPED = 130
_STOPPED = Text(
    "Stopped. If anything was written, linchpin store status says so; the same load, run again, "
    "completes it.",
    "已停止。若已写入部分数据，linchpin store status 会显示；重新运行同一载入即可完成。",
)

if TYPE_CHECKING:
    from loaders import LoadReport
    from ui.terminal.terminal import Terminal


def run(terminal: Terminal, *, paths: tuple[str, ...], **asked: Any) -> int:
    """Load and write the report; the exit code is the report's."""
    from loaders import load_paths

    try:
        with terminal.store() as store:
            report = load_paths(
                paths,
                store,
                as_of=terminal.as_of,
                lang=terminal.language,
                progress=terminal.progress,
                **asked,
            )
    except KeyboardInterrupt:
        terminal.note(_STOPPED)
        return STOPPED
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
