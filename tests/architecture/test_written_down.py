"""Everything public is explained, and nothing private is told."""

from __future__ import annotations

import ast
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
ROOMS = ("graph", "loaders", "queries", "ui", "data", "benchmarks", "scripts", "app.py", "cli.py")
TEXTS = {".py", ".md", ".toml", ".cypher", ".js", ".css", ".html", ".yaml", ".yml", ".txt", ""}

# Places of a developer's machine, and hosts that only a lock file may name.
PRIVATE = re.compile(
    r"(?<![\w.])/(?:work|tmp|root|home/\w+)/[\w.]"
    r"|files\.pythonhosted\.org|pypi\.org/simple|registry\.npmjs\.org|repo1?\.maven\.org"
)
# Lines that may: a test of just this, or a place inside a container.
EXCUSED = {"tests/architecture/test_written_down.py", "uv.lock", "compose.yaml", "Dockerfile"}


def python_files() -> list[Path]:
    """Return every Python file of the product."""
    files: list[Path] = []
    for room in ROOMS:
        path = ROOT / room
        files += [path] if path.suffix else sorted(path.rglob("*.py"))
    return [f for f in files if "vendor" not in f.parts]


def undocumented(path: Path) -> Iterator[str]:
    """Iterate over the public functions and classes without a docstring."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    if not ast.get_docstring(tree):
        yield path.name
    for node in ast.walk(tree):
        for inner in (
            getattr(node, "body", []) if isinstance(node, ast.Module | ast.ClassDef) else []
        ):
            if (
                isinstance(inner, ast.FunctionDef | ast.ClassDef | ast.AsyncFunctionDef)
                and not inner.name.startswith("_")
                and not (isinstance(node, ast.ClassDef) and node.name.startswith("_"))
                and not any("overload" in ast.unparse(d) for d in inner.decorator_list)
                and not ast.get_docstring(inner)
            ):
                yield f"{inner.name}, line {inner.lineno}"


def test_every_public_function_is_explained() -> None:
    missing = {str(p.relative_to(ROOT)): list(undocumented(p)) for p in python_files()}
    assert {path: names for path, names in missing.items() if names} == {}


def test_a_missing_explanation_is_seen(tmp_path: Path) -> None:
    module = tmp_path / "m.py"
    module.write_text('"""Doc."""\n\ndef told():\n    """Doc."""\n\ndef untold(): ...\n')
    assert list(undocumented(module)) == ["untold, line 6"]


def tracked() -> list[str]:
    """Return the files under version control; all text files where there is none."""
    done = subprocess.run(
        ["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    if done.returncode == 0:
        return [name for name in done.stdout.split("\0") if name]
    skipped = {".venv", ".linchpin", "__pycache__", ".mypy_cache", ".ruff_cache", "build", "dist"}
    return [
        str(p.relative_to(ROOT))
        for p in ROOT.rglob("*")
        if p.is_file() and not skipped & set(p.relative_to(ROOT).parts)
    ]


def test_no_tracked_file_names_a_private_place() -> None:
    found = []
    for name in tracked():
        path = ROOT / name
        if name in EXCUSED or path.suffix not in TEXTS or "vendor" in path.parts:
            continue
        if not path.is_file():
            continue
        lines = path.read_text(encoding="utf-8", errors="replace").splitlines()
        found += [
            f"{name}:{n}: {line.strip()}" for n, line in enumerate(lines, 1) if PRIVATE.search(line)
        ]
    assert found == []


@pytest.mark.parametrize(
    "line", ["see /work/main/x", "path=/root/.cache", "https://pypi.org/simple/"]
)
def test_a_private_place_is_seen(line: str) -> None:
    assert PRIVATE.search(line)


@pytest.mark.parametrize("line", ["../shared/data", "a/work/b", "LINCHPIN_HOME=/var/lib/linchpin"])
def test_other_places_may_be_named(line: str) -> None:
    assert not PRIVATE.search(line)


def test_large_files_are_few() -> None:
    sizes = {n: (ROOT / n).stat().st_size for n in tracked() if (ROOT / n).is_file()}
    book = sum(size for name, size in sizes.items() if name.startswith("data/"))
    assert book <= 8 * 1024 * 1024


def test_what_is_shared_is_committed() -> None:
    names = {Path(n).name for n in tracked()}
    assert {"uv.lock", "pyproject.toml", "Makefile", "LICENSE", "README.md"} <= names
