"""Tell Streamlit's page where its server is, so that it need not try.

On ``/deal`` the page would first ask for ``/deal/_stcore/health``, which is nowhere, and only then
for ``/_stcore/health``: two errors in the browser's console at each opening. Its own setting
``window.__streamlit.BACKEND_BASE_URL`` spares both; a line of script in the page gives it. Links
to what every page needs stand beside it.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

from ui.preloads import links

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]

# The pages lie beside each other, so the server is where a page's last part is taken away: also
# behind a proxy that puts a folder before all of them.
SCRIPT = 'window.__streamlit = { BACKEND_BASE_URL: new URL(".", document.baseURI).href }'
HEAD = b"<head>"


def script_hash() -> str:
    """Return the hash by which the policy allows the script."""
    return f"'sha256-{base64.b64encode(hashlib.sha256(SCRIPT.encode()).digest()).decode()}'"


def with_address(page: bytes) -> bytes:
    """Return a page with script and links before all others; without a head it stays as it is.

    Examples
    --------
    >>> with_address(b"<head><title>")[:20], with_address(b"plain")
    (b'<head><script>window', b'plain')
    """
    return page.replace(HEAD, HEAD + f"<script>{SCRIPT}</script>{links(page)}".encode(), 1)


class BaseAddress:
    """ASGI middleware that puts the script into the page; all else passes untouched."""

    def __init__(self, app: App) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http" or scope.get("method") != "GET":
            await self.app(scope, receive, send)
            return
        if _wants_page(scope):
            # Packed, the page could not be read; it is small, and seldom sent.
            kept = [(n, v) for n, v in scope["headers"] if n.lower() != b"accept-encoding"]
            scope = {**scope, "headers": kept}
        await self.app(scope, receive, _Rewriting(send))


def _wants_page(scope: Scope) -> bool:
    return any(n.lower() == b"accept" and b"text/html" in v for n, v in scope.get("headers", ()))


class _Rewriting:
    """Hold a page back until it is whole, then send it with the script."""

    def __init__(self, send: Send) -> None:
        self.send = send
        self.start: Message | None = None
        self.body = b""

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start" and _is_page(message):
            self.start = message
        elif self.start is None or message["type"] != "http.response.body":
            await self.send(message)
        else:
            self.body += message.get("body", b"")
            if not message.get("more_body"):
                await self._whole(self.start)

    async def _whole(self, start: Message) -> None:
        body = with_address(self.body)
        # The file's own mark would call the page unchanged after the script has changed.
        other = (b"content-length", b"etag", b"last-modified", b"accept-ranges")
        kept = [(n, v) for n, v in start["headers"] if n.lower() not in other]
        length = (b"content-length", str(len(body)).encode())
        await self.send({**start, "headers": [*kept, length]})
        await self.send({"type": "http.response.body", "body": body})


def _is_page(message: Message) -> bool:
    headers = {n.lower(): v for n, v in message.get("headers", ())}
    whole = message["status"] == 200 and b"content-encoding" not in headers
    return whole and headers.get(b"content-type", b"").startswith(b"text/html")
