"""The views of a campaign: one module a tab, each with ``ICON``, ``name`` and ``show``.

``name()`` returns the words on the tab, ``show(campaign)`` draws it.
"""

from __future__ import annotations

from typing import Protocol

from ui.campaigns.kept import Campaign
from ui.campaigns.views import improve, plan, results, targets


class View(Protocol):
    """What a module of a view has."""

    ICON: str

    def name(self) -> str:
        """Return the words on the tab."""

    def show(self, campaign: Campaign) -> None:
        """Draw the view."""


# In the order of the loop; the name stands in the address as ``view=``.
VIEWS: dict[str, View] = {
    "plan": plan,
    "targets": targets,
    "results": results,
    "improve": improve,
}
