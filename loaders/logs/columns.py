"""Which columns of a log say what, and how a log is known by its headers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from graph.errors import InputError, LinchpinError
from graph.text import Text
from loaders.mapping import LOG_MAPPINGS, layout_of
from loaders.sources import DELIMITED, find_sheets

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

MAIL, MEETING = LOG_MAPPINGS
SENDER, RECIPIENT, COPY, TIME, MESSAGE, ATTENDEE = (
    "sender", "recipient", "copy", "time", "message", "attendee",
)  # fmt: skip
HEADERS: dict[str, tuple[str, ...]] = {
    SENDER: ("sender", "from", "from address", "sender address", "sender_email", "organizer",
             "organiser", "发件人", "发送人", "发件人地址", "组织者", "发起人"),
    RECIPIENT: ("recipient", "recipients", "to", "to address", "recipient address", "receiver",
                "recipient_email", "收件人", "接收人", "收件人地址"),
    COPY: ("cc", "copy", "抄送", "抄送人"),
    TIME: ("time", "date", "datetime", "sent", "sent at", "sent_on", "timestamp", "received",
           "start", "started", "start time", "when", "时间", "日期", "发送时间", "发件时间",
           "开始时间", "会议时间"),
    MESSAGE: ("message_id", "message id", "message-id", "mail_id", "meeting", "meeting_id",
              "meeting id", "event_id", "event", "邮件编号", "会议", "会议编号"),
    ATTENDEE: ("attendee", "attendees", "participant", "participants", "present", "required",
               "与会人", "与会人员", "参会人", "参会人员", "参与人"),
}  # fmt: skip
_NEEDED = {MAIL: (SENDER, RECIPIENT, TIME), MEETING: (ATTENDEE, TIME)}
_WORDS = {
    MAIL: Text("sender, recipient and time", "发件人、收件人和时间"),
    MEETING: Text("participants and time", "与会人和时间"),
}


_PARTS = {
    SENDER: Text("the sender", "发件人"),
    RECIPIENT: Text("the recipient", "收件人"),
    TIME: Text("the time", "时间"),
    ATTENDEE: Text("the participants", "与会人"),
}
_LOGS = {
    MAIL: Text(
        "{file} looks like a log of mails, but no column holds {part}: it needs {parts}.",
        "{file} 像是邮件日志，但缺少{part}列：需要{parts}列。",
    ),
    MEETING: Text(
        "{file} looks like a log of meetings, but no column holds {part}: it needs {parts}.",
        "{file} 像是会议日志，但缺少{part}列：需要{parts}列。",
    ),
}
_HEADERS_TOLD = Text(
    "docs/logs.md lists the headers that are known.", "可用的标题见 docs/logs.md。"
)
_TIES = Text(
    " Ties without days are ranked by linchpin influence FILE.",
    "没有日期的关系可用 linchpin influence 文件 排名。",
)


def found_columns(headers: Sequence[str]) -> dict[str, int]:
    """Return the position of each part that the headers name.

    Examples
    --------
    >>> found_columns(["Sent", "发件人", "To"])
    {'sender': 1, 'recipient': 2, 'time': 0}
    """
    folded = [h.strip().casefold() for h in headers]
    found = {}
    for part, names in HEADERS.items():
        places = [folded.index(n) for n in names if n in folded]
        if places:
            found[part] = places[0]
    return found


def log_mapping(paths: Sequence[str | Path]) -> str | None:
    """Return which kind of log the named files are, None where they are none or not alike.

    A file whose name is one of the native format is of that; else its headers decide.
    """
    kinds = {_kind(path) for path in paths}
    return kinds.pop() if len(kinds) == 1 else None


def _kind(path: str | Path) -> str | None:
    try:
        sheets, _ = find_sheets([path])
        if len(sheets) != 1 or layout_of(sheets[0].name) is not None:
            return None
        headers = _headers(sheets[0].path) or sheets[0].read().headers
    except LinchpinError:
        return None  # whoever reads it says what is wrong
    found = found_columns(headers)
    for kind in (MEETING, MAIL):
        if all(part in found for part in _NEEDED[kind]):
            return kind
    return None


def nearly_a_log(path: Path, label: str) -> InputError | None:
    """Return what a file lacks that is a log of mails or meetings but for one column."""
    headers = _headers(path)
    found = found_columns(headers)
    for kind in (MEETING, MAIL):
        lacks = [part for part in _NEEDED[kind] if part not in found]
        named = [part for part in _NEEDED[kind] if part in found and part != TIME]
        if named and len(lacks) == 1:
            what = _LOGS[kind].format(file=label, part=_PARTS[lacks[0]], parts=_WORDS[kind])
            return InputError(what, _HEADERS_TOLD + (_TIES if lacks == [TIME] else Text("", "")))
    return None


def _headers(path: Path) -> list[str]:
    """Return the first line of a text file without reading the rest; nothing for another kind."""
    if path.suffix.lower() not in DELIMITED:
        return []
    with path.open("rb") as file:
        line = file.readline(1 << 16)
    text = line.decode("utf-8-sig", "replace").strip()
    if "\ufffd" in text or "\0" in text:
        return []
    mark = max(",;\t|", key=text.count)
    return [cell.strip().strip('"') for cell in text.split(mark)]


def needed_columns(headers: Sequence[str], mapping: str, label: str) -> dict[str, int]:
    """Return the columns of a log of this kind; InputError where one is missing."""
    found = found_columns(headers)
    if all(part in found for part in _NEEDED[mapping]):
        return found
    raise InputError(
        Text(
            "{file} is no {mapping}: it needs columns for {parts}; its headers are: {found}.",
            "{file} 不是 {mapping}: 需要{parts}列；现有标题：{found}。",
        ).format(file=label, mapping=mapping, parts=_WORDS[mapping], found=", ".join(headers[:12])),
        _HEADERS_TOLD,
    )
