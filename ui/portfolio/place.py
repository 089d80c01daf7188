"""Where a click on the Portfolio page leads: a deal, and who is chosen in it."""

from __future__ import annotations

from urllib.parse import quote, unquote


def place(deal: str, kind: str = "", id_: str = "") -> str:
    """Return the id of a row that opens a deal, with somebody chosen where one is named."""
    return ":".join(quote(part, safe="") for part in (deal, kind, id_) if part)


def opened(place_id: str) -> dict[str, str]:
    """Return the address of the Deal page that a row leads to.

    Examples
    --------
    >>> opened(place("D:1", "person", "P 2"))
    {'deal': 'D:1', 'sel': 'person:P 2'}
    """
    deal, *chosen = (unquote(part) for part in place_id.split(":"))
    return {"deal": deal} | ({"sel": ":".join(chosen)} if chosen else {})
