"""The address of a server as it may be shown: without who signs in there, and with what."""

from __future__ import annotations


def shown(uri: str) -> str:
    """Return an address without its user name and password.

    Examples
    --------
    >>> shown("bolt://ada:se/cr@t@host:7687"), shown("bolt://host"), shown("ada:secret@host")
    ('bolt://host:7687', 'bolt://host', 'host')
    """
    scheme, sign, rest = uri.partition("://")
    if not sign:
        scheme, rest = "", uri
    return scheme + sign + rest.rpartition("@")[2]
