"""Headers on every answer of the screen's server, and the files of its own components."""

from __future__ import annotations

import base64
import hashlib
import re
from pathlib import Path

import streamlit
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import RedirectResponse
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles

from ui.base_address import App, BaseAddress, Message, Receive, Scope, Send, script_hash
from ui.components import sheet
from ui.components.bundles import FOLDER, MOUNT

FIRST_PAGE = "overview"
INLINE_SCRIPT = re.compile(r"<script>(.*?)</script>", re.DOTALL)


def inline_hashes() -> str:
    """Return the hashes of the scripts that stand in Streamlit's own page, for the policy."""
    page = Path(streamlit.__file__).parent / "static" / "index.html"
    scripts = INLINE_SCRIPT.findall(page.read_text(encoding="utf-8"))
    digests = (hashlib.sha256(script.encode()).digest() for script in scripts)
    return " ".join(f"'sha256-{base64.b64encode(digest).decode()}'" for digest in digests)


# blob: holds the scripts of own components (Streamlit makes a module of each); styles are written
# by its CSS-in-JS. Nothing may come from or go to another machine, and nobody may frame the page.
POLICY = "; ".join(
    (
        "default-src 'self'",
        f"script-src 'self' blob: 'wasm-unsafe-eval' {inline_hashes()} {script_hash()}",
        "style-src 'self' 'unsafe-inline'",
        "img-src 'self' data: blob:",
        "font-src 'self' data:",
        "connect-src 'self' data: blob:",
        "worker-src 'self' blob:",
        "frame-src 'self' blob:",
        "object-src 'none'",
        "base-uri 'self'",
        "form-action 'self'",
        "frame-ancestors 'none'",
    )
)
HEADERS = (
    (b"content-security-policy", POLICY.encode()),
    (b"x-content-type-options", b"nosniff"),
    (b"x-frame-options", b"DENY"),
    (b"referrer-policy", b"no-referrer"),
    (b"permissions-policy", b"camera=(), microphone=(), geolocation=()"),
)


class Guard:
    """ASGI middleware that adds the headers to every HTTP answer."""

    def __init__(self, app: App) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        async def guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                own = {name for name, _ in HEADERS}
                kept = [(n, v) for n, v in message.get("headers", ()) if n.lower() not in own]
                message = {**message, "headers": [*kept, *HEADERS]}
            await send(message)

        await self.app(scope, receive, guarded)


def middleware() -> list[Middleware]:
    """Return the middleware of the screen's server."""
    return [Middleware(Guard), Middleware(BaseAddress)]


def routes() -> list[BaseRoute]:
    """Return the routes of the own components' files (none is fetched), and of the first page."""
    return [
        Route(sheet.PATH, sheet.served),
        Mount(MOUNT, StaticFiles(directory=FOLDER), name="vendor"),
        Route(f"/{FIRST_PAGE}", _to_first_page),
    ]


def _to_first_page(request: Request) -> RedirectResponse:
    """Lead to the first page by its only address; under its name Streamlit knows no page."""
    return RedirectResponse(f"./?{request.url.query}" if request.url.query else "./")
