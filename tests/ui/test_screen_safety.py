"""What the screen's server promises: this machine only, strict headers, nothing fetched."""

from __future__ import annotations

import asyncio
import base64
import hashlib
import re
import tomllib
from pathlib import Path

import pytest
import streamlit

from ui import base_address, preloads, security
from ui.components import sheet
from ui.components.bundles import FOLDER, address
from ui.tokens import TOKENS

ROOT = Path(__file__).parents[2]
CONFIG = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text(encoding="utf-8"))
ELSEWHERE = re.compile(r"https?://(?!www\.w3\.org/|github\.com/zloirock/)[\w.-]+")
SERVED = [
    p
    for folder in ("ui", "static")
    for p in sorted((ROOT / folder).rglob("*"))
    if p.suffix in {".js", ".css", ".svg", ".html"} and "src" not in p.parts
]


def answered(path: str = "/") -> dict[bytes, bytes]:
    """Return the headers of an answer that passed the guard."""
    sent: list[dict] = []

    async def app(_scope, _receive, send) -> None:
        headers = [(b"content-type", b"text/html"), (b"x-frame-options", b"ALLOWALL")]
        await send({"type": "http.response.start", "status": 200, "headers": headers})

    async def send(message) -> None:
        sent.append(message)

    asyncio.run(security.Guard(app)({"type": "http", "path": path}, None, send))
    headers = sent[0]["headers"]
    assert len({n for n, _ in headers}) == len(headers)
    return dict(headers)


def test_every_answer_has_the_policy() -> None:
    headers = answered()
    policy = headers[b"content-security-policy"].decode()
    assert "frame-ancestors 'none'" in policy
    assert "unsafe-eval" not in policy.replace("wasm-unsafe-eval", "")
    assert "'unsafe-inline'" not in policy.split("script-src")[1].split(";")[0]
    assert "http" not in policy
    assert headers[b"x-frame-options"] == b"DENY"
    assert headers[b"content-type"] == b"text/html"


def test_a_page_learns_where_its_server_is_and_nothing_else_is_touched() -> None:
    page, other = b"<html><head><title>x</title></head></html>", b"<head> in a script"

    def got(type_: bytes, body: bytes, accept: bytes) -> tuple[dict[bytes, bytes], bytes, list]:
        sent, asked = [], []

        async def app(scope, _receive, send) -> None:
            asked.extend(n for n, _ in scope["headers"])
            length = (b"content-length", str(len(body)).encode())
            headers = [(b"content-type", type_), length, (b"etag", b"x")]
            await send({"type": "http.response.start", "status": 200, "headers": headers})
            await send({"type": "http.response.body", "body": body[:5], "more_body": True})
            await send({"type": "http.response.body", "body": body[5:]})

        async def send(message) -> None:
            sent.append(message)

        headers = [(b"accept", accept), (b"accept-encoding", b"gzip")]
        scope = {"type": "http", "method": "GET", "path": "/deal", "headers": headers}
        asyncio.run(base_address.BaseAddress(app)(scope, None, send))
        return dict(sent[0]["headers"]), b"".join(m.get("body", b"") for m in sent[1:]), asked

    headers, body, asked = got(b"text/html; charset=utf-8", page, b"text/html")
    assert body.startswith(b"<html><head><script>window.__streamlit")
    assert body.endswith(b"><title>x</title></head></html>")
    assert int(headers[b"content-length"]) == len(body)
    assert b"etag" not in headers
    assert asked == [b"accept"]
    digest = hashlib.sha256(body.split(b"<script>")[1].split(b"</script>")[0]).digest()
    assert base64.b64encode(digest).decode() in security.POLICY
    headers, body, asked = got(b"text/javascript", other, b"*/*")
    assert (body, headers[b"etag"], asked) == (other, b"x", [b"accept", b"accept-encoding"])


def test_what_every_page_needs_is_asked_for_at_once_and_is_there() -> None:
    whole = (Path(streamlit.__file__).parent / "static" / "index.html").read_bytes()
    asked = re.findall(r'<link rel="\w+"[^>]* href="\./([^"?]+)', preloads.links(whole))
    assert any(a.startswith("static/js/BidiComponent.") for a in asked)
    assert f"/{asked[-1]}" == sheet.PATH
    assert all((preloads.SCRIPTS.parents[1] / a).is_file() for a in asked[:-1])
    assert not any(a.encode() in whole for a in asked)


def test_websockets_pass_untouched() -> None:
    seen = []

    async def app(scope, _receive, _send) -> None:
        seen.append(scope["type"])

    asyncio.run(security.Guard(app)({"type": "websocket"}, None, None))
    assert seen == ["websocket"]


def test_server_listens_here_alone_and_tells_nobody() -> None:
    assert CONFIG["server"]["address"] == "127.0.0.1"
    assert set(CONFIG["server"]["allowedHosts"]) == {"localhost", "127.0.0.1", "[::1]"}
    assert CONFIG["server"]["maxUploadSize"] == 25
    assert CONFIG["browser"]["gatherUsageStats"] is False
    assert CONFIG["client"]["showErrorDetails"] in ("type", "none")


@pytest.mark.parametrize(
    ("theme", "at"), [(CONFIG["theme"], 0), (CONFIG["theme"]["dark"], 1)], ids=["light", "dark"]
)
def test_theme_is_that_of_the_tokens(theme: dict, at: int) -> None:
    pairs = {
        "primaryColor": "primary",
        "backgroundColor": "page",
        "secondaryBackgroundColor": "card",
        "textColor": "text",
        "linkColor": "primary-soft-text",
        "borderColor": "line-strong",
        "dataframeBorderColor": "line",
        "dataframeHeaderBackgroundColor": "band",
    }
    assert {k: theme[k] for k in pairs} == {k: TOKENS[name][at] for k, name in pairs.items()}
    assert theme["sidebar"]["backgroundColor"] == TOKENS["chrome"][at]


@pytest.mark.parametrize("pair", sorted({"text", "second", "faint", "good", "warn", "bad"}))
@pytest.mark.parametrize("at", [0, 1], ids=["light", "dark"])
def test_text_can_be_read(pair: str, at: int) -> None:
    grounds = [f"{pair}-soft"] if f"{pair}-soft" in TOKENS else ["card", "page", "band"]
    for ground in grounds:
        assert contrast(TOKENS[pair][at], TOKENS[ground][at]) >= 4.5, ground


def contrast(one: str, other: str) -> float:
    def luminance(color: str) -> float:
        parts = [int(color[i : i + 2], 16) / 255 for i in (1, 3, 5)]
        linear = [p / 12.92 if p <= 0.03928 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def test_icon_is_a_picture_file() -> None:
    # A symbol's name here would make the browser fetch a font from elsewhere.
    assert (ROOT / "static" / "icon.png").read_bytes().startswith(b"\x89PNG")


@pytest.mark.parametrize("path", SERVED, ids=lambda p: p.name)
def test_nothing_served_names_another_machine(path: Path) -> None:
    found = ELSEWHERE.findall(path.read_text(encoding="utf-8"))
    assert found == []


@pytest.mark.parametrize("name", ["codemirror.js", "vis-network.js"])
def test_bundles_are_there_with_their_licences(name: str) -> None:
    assert address(name).startswith(f"components/vendor/{name}?v=")
    assert address("nothing.js") is None
    licences = (FOLDER / "LICENSES.txt").read_text(encoding="utf-8")
    assert {"vis-network", "@codemirror/view"} <= set(
        re.findall(r"^(\S+) \d", licences, re.MULTILINE)
    )


def test_fonts_come_with_their_licence() -> None:
    assert "SIL Open Font License" in (ROOT / "static" / "inter-LICENSE.txt").read_text()
    for face in CONFIG["theme"]["fontFaces"]:
        assert (ROOT / face["url"].removeprefix("app/")).is_file()


@pytest.mark.parametrize(
    ("query", "place"), [("", "./"), ("lang=zh&sort=lean", "./?lang=zh&sort=lean")]
)
def test_the_first_page_by_its_name_is_led_to_its_only_address(query: str, place: str) -> None:
    from starlette.routing import Router

    sent: list[dict] = []
    scope = {"type": "http", "method": "GET", "path": "/overview", "query_string": query.encode()}
    scope |= {"headers": [], "root_path": "", "server": ("127.0.0.1", 80), "scheme": "http"}

    async def send(message) -> None:
        sent.append(message)

    asyncio.run(Router(security.routes())(scope, None, send))
    assert sent[0]["status"] == 307
    assert dict(sent[0]["headers"])[b"location"].decode() == place
