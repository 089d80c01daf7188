"""The views of the Deal page: one module a tab, each with ``ICON``, ``name`` and ``show``.

``name(analysis)`` returns the words on the tab, ``show(opened)`` draws it. To add a view, write its
module and add its line here.
"""

from __future__ import annotations

from typing import Protocol

from graph.decision.results import Analysis
from ui.deal.opened import Opened
from ui.deal.views import (
    changes,
    committee,
    findings,
    map,
    plan,
    playbook,
    rival,
    routes,
    what_if,
)


class View(Protocol):
    """What a module of a view has."""

    ICON: str

    def name(self, analysis: Analysis) -> str:
        """Return the words on the tab."""

    def show(self, opened: Opened) -> None:
        """Draw the view."""


# In the order of the tabs; the name stands in the address as ``view=``.
VIEWS: dict[str, View] = {
    "map": map,
    "findings": findings,
    "routes": routes,
    "plan": plan,
    "what_if": what_if,
    "rival": rival,
    "committee": committee,
    "playbook": playbook,
    "changes": changes,
}
