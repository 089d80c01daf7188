"""Fetching the one file that is needed before there is an environment: uv, as uv.lock pins it."""

from __future__ import annotations

import base64
import configparser
import hashlib
import html
import io
import os
import platform
import re
import ssl
import sys
import time
import tomllib
import urllib.error
import urllib.request
import zipfile
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urljoin, urlsplit, urlunsplit

from say import ROOT, SetupError, apt_install, home_folder, may_install

TRIES = 3
SECONDS = 30


def configured_index() -> str | None:
    """Return the package index that the user has set for uv or pip, None for the usual one."""
    for name in ("UV_DEFAULT_INDEX", "UV_INDEX_URL", "PIP_INDEX_URL"):
        if os.environ.get(name):
            return _unless_usual(os.environ[name])
    for file in _pip_files():
        parser = configparser.RawConfigParser()
        try:
            parser.read(file, encoding="utf-8")
        except (configparser.Error, OSError, UnicodeDecodeError):
            continue
        if parser.has_option("global", "index-url"):
            return _unless_usual(parser.get("global", "index-url"))
    return None


def _pip_files() -> list[Path]:
    """List the places of pip's own settings, the strongest first."""
    named = os.environ.get("PIP_CONFIG_FILE")
    home = home_folder()
    own = [home / ".config/pip/pip.conf", home / ".pip/pip.conf"] if home else []
    return [*([Path(named)] if named else []), *own, Path("/etc/pip.conf")]


def _unless_usual(address: str) -> str | None:
    usual: str = _locked_uv()["source"]["registry"].rstrip("/")
    return None if address.rstrip("/") == usual else address.rstrip("/")


def fetch_uv(folder: Path) -> Path:
    """Return the uv that uv.lock pins, from ``folder`` or else from the package index."""
    package = _locked_uv()
    program: Path = folder / package["version"] / "uv"
    if program.is_file():
        return program
    wheel = next((w for w in package["wheels"] if _fits(w["url"])), None)
    if wheel is None:
        raise SetupError(
            f"uv has no build for this machine ({sys.platform}, {platform.machine()}).",
            f"uv 不支持本机({sys.platform}, {platform.machine()})。",
        )
    content = _download(_address(wheel["url"]))
    if "sha256:" + hashlib.sha256(content).hexdigest() != wheel["hash"]:
        raise SetupError(
            "The uv that was fetched is not the one that uv.lock names. Try another index.",
            "下载的 uv 与 uv.lock 不符。请换用其他软件包索引。",
        )
    _unpack(content, program)
    return program


def _locked_uv() -> dict[str, Any]:
    lock = tomllib.loads((ROOT / "uv.lock").read_text(encoding="utf-8"))
    package: dict[str, Any] = next(p for p in lock["package"] if p["name"] == "uv")
    return package


def _fits(address: str) -> bool:
    machine = platform.machine().lower()
    machine = {"amd64": "x86_64", "arm64": "aarch64"}.get(machine, machine)
    name = address.rsplit("/", 1)[-1]
    if sys.platform == "darwin":
        return "macosx" in name and machine.replace("aarch64", "arm64") in name
    flavour = "manylinux" if platform.libc_ver()[0] == "glibc" else "musllinux"
    return sys.platform == "linux" and flavour in name and f"{machine}.whl" in name


def _address(locked: str) -> str:
    """Return where the wheel is: as locked, or as the user's own index lists it."""
    index = configured_index()
    if index is None:
        return locked
    name = locked.rsplit("/", 1)[-1]
    page = _download(f"{index}/uv/").decode("utf-8", "replace")
    for link in re.findall(r'href="([^"]+)"', page):
        address = html.unescape(link).split("#")[0]
        if address.rsplit("/", 1)[-1] == name:
            return urljoin(f"{index}/uv/", address)
    raise SetupError(
        f"The package index in force (PIP_INDEX_URL or pip.conf) does not have {name}.",
        f"当前软件包索引（PIP_INDEX_URL 或 pip.conf）中没有 {name}。",
    )


def _download(address: str) -> bytes:
    failure: Exception | None = None
    for attempt in range(TRIES):
        try:
            with urllib.request.urlopen(  # noqa: S310  (refused above unless http or https)
                _request(address), timeout=SECONDS, context=_trust()
            ) as answer:
                content: bytes = answer.read()
                return content
        except (OSError, ValueError) as error:
            failure = error
            if not _repair(error, attempt):
                break
    raise _unreachable(address, failure)


def _request(address: str) -> urllib.request.Request:
    """Build the request; a name and password in the address become a header."""
    parts = urlsplit(address)
    if parts.scheme not in ("http", "https"):
        raise ValueError(f"{parts.scheme or 'no scheme'}: http or https is expected")
    signed, _, host = parts.netloc.rpartition("@")
    request = urllib.request.Request(urlunsplit(parts._replace(netloc=host)))  # noqa: S310
    if signed:
        token = base64.b64encode(unquote(signed).encode()).decode()
        request.add_header("Authorization", f"Basic {token}")
    return request


def _trust() -> ssl.SSLContext:
    own = os.environ.get("SSL_CERT_FILE") or os.environ.get("PIP_CERT")
    return ssl.create_default_context(cafile=own or None)


def _repair(error: Exception, attempt: int) -> bool:
    """Tell whether another try makes sense, after what can be mended was mended."""
    reason = getattr(error, "reason", error)
    if isinstance(reason, ssl.SSLCertVerificationError):
        bundle = Path("/etc/ssl/certs/ca-certificates.crt")
        return not bundle.exists() and may_install() and apt_install("ca-certificates")
    if isinstance(reason, TimeoutError | ConnectionResetError) or getattr(error, "code", 0) >= 500:
        time.sleep(1 + attempt)
        return True
    return False


def _unreachable(address: str, failure: Exception | None) -> SetupError:
    host = urlsplit(address).netloc.rpartition("@")[2] or address
    why = getattr(failure, "reason", failure)
    if isinstance(why, ssl.SSLCertVerificationError):
        return SetupError(
            f"The certificate of {host} cannot be checked. Install the system's certificates "
            "(apt-get install ca-certificates), or name your own in SSL_CERT_FILE; run this again.",
            f"无法校验 {host} 的证书。请安装系统证书（apt-get install ca-certificates），"
            "或用 SSL_CERT_FILE 指定证书，然后重试。",
        )
    return SetupError(
        f"No answer from the package index {host} ({why}). The first run needs the network: "
        "connect it, or set HTTPS_PROXY, or name your own index in PIP_INDEX_URL; run this again.",
        f"软件包索引 {host} 没有应答（{why}）。首次运行需要网络：请联网，或设置 HTTPS_PROXY，"
        "或用 PIP_INDEX_URL 指定自己的索引，然后重试。",
    )


def _unpack(wheel: bytes, program: Path) -> None:
    program.parent.mkdir(parents=True, exist_ok=True)
    beside = program.with_suffix(".part")
    with zipfile.ZipFile(io.BytesIO(wheel)) as archive:
        name = next(n for n in archive.namelist() if n.endswith(".data/scripts/uv"))
        beside.write_bytes(archive.read(name))
    beside.chmod(0o755)
    beside.replace(program)
