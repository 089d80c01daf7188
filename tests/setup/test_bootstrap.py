"""The set-up: what it refuses in one sentence, and that it is done once."""

from __future__ import annotations

import fcntl
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
COPIED = ("scripts", "uv.lock", "pyproject.toml", "Makefile")


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """Return a folder with what the set-up needs, and no environment yet."""
    folder = tmp_path / "checkout"
    folder.mkdir()
    for name in COPIED:
        source = ROOT / name
        copy = shutil.copytree if source.is_dir() else shutil.copy
        copy(source, folder / name)
    return folder


def run(folder: Path, *words: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run the set-up with a bare environment."""
    kept = {k: v for k, v in os.environ.items() if k in ("PATH", "LD_LIBRARY_PATH")}
    return subprocess.run(
        [sys.executable, "scripts/bootstrap.py", *words],
        cwd=folder,
        env=kept | {"HOME": str(folder.parent), "LC_ALL": "C.UTF-8"} | environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )


def as_old_python(
    folder: Path, version: str, **environment: str
) -> subprocess.CompletedProcess[str]:
    """Run the set-up as if this Python were an older one."""
    code = (
        "import sys, runpy; "
        f"sys.version_info = {version}; sys.path.insert(0, 'scripts'); "
        "runpy.run_path('scripts/bootstrap.py', run_name='__main__')"
    )
    return subprocess.run(
        [sys.executable, "-c", code],
        cwd=folder,
        env=os.environ | environment,
        capture_output=True,
        text=True,
        check=False,
    )


def test_an_old_python_is_told_what_to_do(checkout: Path) -> None:
    said = as_old_python(checkout, "(3, 8, 18)", LINCHPIN_LANG="en")
    assert (said.returncode, said.stdout) == (1, "")
    assert said.stderr == (
        "Linchpin needs Python 3.11 or newer; this is 3.8. "
        "Install one and name it, as in: make demo PYTHON=python3.12\n"
    )
    assert "需要 Python 3.11" in as_old_python(checkout, "(3, 8)", LINCHPIN_LANG="zh").stderr


def test_the_way_in_can_be_read_by_an_old_python() -> None:
    import ast

    text = (ROOT / "scripts" / "bootstrap.py").read_text(encoding="utf-8")
    ast.parse(text, feature_version=(3, 6))


def test_no_network_is_one_sentence(checkout: Path) -> None:
    said = run(checkout, HTTPS_PROXY="http://127.0.0.1:9", HTTP_PROXY="http://127.0.0.1:9")
    assert said.returncode == 1
    lines = said.stderr.splitlines()
    assert len(lines) == 2
    assert lines[1].startswith("No answer from the package index ")
    assert "HTTPS_PROXY" in lines[1]
    assert "PIP_INDEX_URL" in lines[1]


def test_an_index_of_ones_own_is_asked_and_its_password_never_shown(checkout: Path) -> None:
    said = run(checkout, PIP_INDEX_URL="http://me:hidden@127.0.0.1:9/simple")
    assert said.returncode == 1
    assert "index 127.0.0.1:9 " in said.stderr
    assert "hidden" not in said.stderr


def test_the_index_of_pips_settings_is_asked(checkout: Path, tmp_path: Path) -> None:
    file = tmp_path / "pip.conf"
    file.write_text("[global]\nindex-url = http://127.0.0.1:8/simple\n")
    said = run(checkout, PIP_CONFIG_FILE=str(file))
    assert "index 127.0.0.1:8 " in said.stderr


def finished(checkout: Path, groups: list[str]) -> None:
    """Make it look as if the environment had been made."""
    (checkout / ".venv" / "bin").mkdir(parents=True)
    for name in ("python", "linchpin"):
        (checkout / ".venv" / "bin" / name).write_text("")
    code = "import sys; sys.path[:0] = ['scripts']; import environment as e; print(e.made_from())"
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=checkout, capture_output=True, text=True, check=True
    )
    stamp = {"made_from": done.stdout.strip(), "groups": groups}
    (checkout / ".venv" / ".linchpin-stamp").write_text(json.dumps(stamp))


NO_NETWORK = {"HTTPS_PROXY": "http://127.0.0.1:9", "HTTP_PROXY": "http://127.0.0.1:9"}


def test_what_is_made_is_not_made_again(checkout: Path) -> None:
    finished(checkout, ["dev"])
    assert run(checkout, "--test", **NO_NETWORK).returncode == 0
    assert run(checkout, **NO_NETWORK).returncode == 0


def test_tests_need_more_than_the_demo(checkout: Path) -> None:
    finished(checkout, [])
    assert run(checkout, **NO_NETWORK).returncode == 0
    assert run(checkout, "--test", **NO_NETWORK).returncode == 1


@pytest.mark.parametrize(
    "harm",
    [
        lambda c: (c / "uv.lock").write_text((c / "uv.lock").read_text() + "\n"),
        lambda c: (c / ".venv" / ".linchpin-stamp").write_text("{"),
        lambda c: (c / ".venv" / ".linchpin-stamp").unlink(),
        lambda c: (c / ".venv" / "bin" / "linchpin").unlink(),
        lambda c: shutil.move(c / ".venv", c.parent / "moved"),
    ],
)
def test_what_is_not_whole_is_made_again(checkout: Path, harm) -> None:
    finished(checkout, [])
    harm(checkout)
    assert run(checkout, **NO_NETWORK).returncode == 1


def test_two_at_once_wait_for_one_another(checkout: Path) -> None:
    (checkout / ".linchpin").mkdir()
    with (checkout / ".linchpin" / "setup.lock").open("w") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        process = subprocess.Popen(
            [sys.executable, "scripts/bootstrap.py"],
            cwd=checkout,
            env=os.environ | NO_NETWORK | {"LINCHPIN_LANG": "en"},
            stderr=subprocess.PIPE,
            text=True,
        )
        assert process.stderr is not None
        first = process.stderr.readline()
        finished(checkout, [])
    assert first == "Another set-up is at work here; waiting ...\n"
    assert process.wait(60) == 0
    process.stderr.close()


def test_the_makefile_has_what_is_promised() -> None:
    text = (ROOT / "Makefile").read_text(encoding="utf-8")
    targets = {
        line.split(":")[0] for line in text.splitlines() if ":" in line and line[0].isalpha()
    }
    assert {"demo", "test", "lint", "benchmark", "clean"} <= targets


def test_ci_asks_for_the_real_parts() -> None:
    script = ROOT / ".ci" / "run"
    assert os.access(script, os.X_OK)
    text = script.read_text(encoding="utf-8")
    assert "set -euo pipefail" in text
    assert {"REQUIRE_NEO4J=1", "REQUIRE_BROWSER=1"} <= set(text.split())


def test_uv_is_pinned_for_every_usual_machine() -> None:
    code = (
        "import sys; sys.path.insert(0, 'scripts'); import index, platform, itertools\n"
        "wheels = index._locked_uv()['wheels']\n"
        "for machine, libc in itertools.product(('x86_64', 'aarch64'), ('glibc', '')):\n"
        "    platform.machine = lambda m=machine: m\n"
        "    platform.libc_ver = lambda l=libc: (l, '')\n"
        "    print(sum(index._fits(w['url']) for w in wheels))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )
    fitting = [int(word) for word in done.stdout.split()]
    assert len(fitting) == 4
    assert min(fitting) >= 1
