"""What is said of a log: who in it is no person, and which messages say nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from graph.text import Text, counted

if TYPE_CHECKING:
    from collections.abc import Sequence

_NAMED = 5


def machines_said(machines: Sequence[str]) -> list[Text]:
    """Return the sentence that names those left out, none where nobody is.

    Examples
    --------
    >>> [str(said) for said in machines_said(["all@x.cn"])]
    ['1 address is a machine or a list and was left out: all@x.cn.']
    """
    if not machines:
        return []
    named = ", ".join(machines[:_NAMED])
    return [counted(len(machines), *_MACHINES).format(named=named)]


def mass_said(mass: int) -> list[Text]:
    """Return the sentence about messages that went to too many, none where there is no such."""
    return [counted(mass, *_MASS)] if mass else []


_MASS = (
    Text(
        "{n} of them went to too many people to say anything "
        "([logs] most_recipients, most_attendees).",
        "其中 {n} 封（次）涉及人数过多，不作依据（[logs] most_recipients、most_attendees）。",
    ),
) * 2
_MACHINES = (
    Text(
        "{n} address is a machine or a list and was left out: {named}.",
        "{n} 个地址为自动发送或邮件列表，已略去：{named}。",
    ),
    Text(
        "{n} addresses are machines or lists and were left out, such as {named}.",
        "{n} 个地址为自动发送或邮件列表，已略去，如 {named}。",
    ),
)
