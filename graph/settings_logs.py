"""Settings of what is read from logs of mails and meetings (``[logs]`` in linchpin.toml)."""

from __future__ import annotations

from pydantic import Field

from graph.settings_section import Section


class LogSettings(Section):
    """How a log becomes ties (docs/logs.md).

    ``own_domains`` are those of our own addresses, beside the ones of the sellers known by mail.
    A message to more than ``most_recipients`` people, or a meeting of more than ``most_attendees``,
    says nothing about any of them. Senders whose address has one of ``automatic`` in it are
    machines or lists; so is one who wrote to ``unanswered`` people and never heard back from any.
    Evidence is counted in days: confidence is days / (days + ``half_days``), and fewer than
    ``fewest_days`` make no tie between two of the customer's people. A seller's contacts on
    ``multiple_days`` or ``in_depth_days`` different days make that level of coverage.
    """

    own_domains: list[str] = Field(default_factory=list)
    most_recipients: int = Field(10, ge=1)
    most_attendees: int = Field(20, ge=2)
    automatic: list[str] = Field(default_factory=list)
    unanswered: int = Field(50, ge=2)
    half_days: float = Field(2.0, gt=0)
    fewest_days: int = Field(2, ge=1)
    multiple_days: int = Field(3, ge=1)
    in_depth_days: int = Field(12, ge=1)
