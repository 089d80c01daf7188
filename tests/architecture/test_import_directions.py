"""Imports run one way, and each heavy library stays in its room."""

from __future__ import annotations

import ast
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
ROOMS = ("graph", "loaders", "queries", "ui", "data", "benchmarks", "app.py", "cli.py")

# What each room may import of the others; the longest name that fits a module is its room.
CORE = {"graph.text", "graph.rounding", "graph.address", "graph.errors", "graph.vocabulary",
        "graph.model"}  # fmt: skip
SETTINGS = {
    "graph.settings_section",
    "graph.settings_access",
    "graph.settings_logs",
    "graph.settings_rules",
    "graph.settings_plan",
    "graph.settings_cross_sell",
    "graph.settings_tags",
    "graph.settings",
}
BELOW = {
    *CORE,
    *SETTINGS,
    "graph.records",
    "graph.snapshot",
    "graph.networkx_view",
    "graph.opportunities",
}
PURE = {*BELOW, "graph.kernels", "graph.solver"}
STORE = {*BELOW, "graph.paths", "graph.snapshot_cache", "graph.store"}
MODELS = {"graph.decision", "graph.cross_sell", "graph.customers"}
ALLOWED: dict[str, set[str]] = {
    "graph.text": set(),
    "graph.rounding": set(),
    "graph.address": set(),
    "graph.errors": {"graph.text"},
    "graph.vocabulary": {"graph.vocabulary", "graph.text"},
    "graph.model": {"graph.vocabulary", "graph.text", "graph.errors"},
    "graph.settings_section": set(),
    "graph.settings_rules": {*CORE, "graph.settings_section"},
    "graph.settings_access": {*CORE, "graph.settings_section"},
    "graph.settings_plan": {*CORE, "graph.settings_section"},
    "graph.settings_tags": {*CORE, "graph.settings_section"},
    "graph.settings_logs": {*CORE, "graph.settings_section"},
    "graph.settings_cross_sell": {*CORE, "graph.settings_section"},
    "graph.settings": {*CORE, *SETTINGS},
    "graph.settings_words": {*CORE, *SETTINGS},
    "graph.settings_file": {*CORE, *SETTINGS, "graph.settings_words"},
    "graph.paths": CORE,
    "graph.solver": set(),
    "graph.records": CORE,
    "graph.snapshot": {*CORE, "graph.records", "graph.networkx_view"},
    "graph.networkx_view": {*CORE, "graph.snapshot"},
    "graph.opportunities": {*CORE, "graph.records", "graph.snapshot"},
    "graph.snapshot_cache": {*BELOW, "graph.paths"},
    "graph.kernels": {*BELOW, "graph.paths", "graph.kernels"},
    "graph.store": STORE,
    "graph.decision": {*PURE, "graph.decision"},
    "graph.cross_sell": {*PURE, "graph.decision", "graph.cross_sell"},
    "graph.customers": {*PURE, "graph.decision", "graph.cross_sell", "graph.customers"},
    "graph": {*BELOW},
    "loaders": {*STORE, "graph.settings_file", "loaders", "loaders.logs"},
    "loaders.logs": {*STORE, "graph.settings_file", "graph.decision", "loaders", "loaders.logs"},
    "queries": {*STORE, "graph.decision", "graph.settings_file", "queries"},
    "data": {*PURE, *MODELS, "loaders", "data"},
    "ui": {*STORE, *PURE, *MODELS, "graph", "graph.settings_file", "loaders", "queries", "data",
           "ui"},
    "app": {"ui", *STORE, *PURE, *MODELS, "loaders", "queries"},
    "cli": {"ui", *STORE, *PURE, *MODELS, "loaders", "queries"},
    "benchmarks": {"graph", *STORE, *PURE, *MODELS, "loaders", "queries", "ui", "data", "cli",
                   "graph.settings_file", "benchmarks"},
}  # fmt: skip
# The library, and where alone it may be imported.
HOMES = {
    "streamlit": ("app", "ui"),
    "pyvis": ("ui.components.network",),
    "neo4j": ("graph.store",),
    "arcadedb_embedded": ("graph.store",),
    "click": ("cli", "ui.terminal"),
    "pptx": ("ui",),
    "icalendar": ("ui",),
    "vl_convert": ("ui",),
    "xlsxwriter": ("ui", "loaders"),
}


def modules() -> dict[str, Path]:
    """Return every module of the product by its name."""
    found = {}
    for room in ROOMS:
        path = ROOT / room
        for file in [path] if path.suffix else sorted(path.rglob("*.py")):
            parts = file.relative_to(ROOT).with_suffix("").parts
            found[".".join(parts[:-1] if parts[-1] == "__init__" else parts)] = file
    return found


MODULES = modules()


def imported(path: Path) -> set[str]:
    """Return the full names of all that a module imports, wherever in it that stands."""
    names = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            assert node.level == 0, f"{path}: relative import"
            inner = {f"{node.module}.{alias.name}" for alias in node.names}
            names |= {name if name in MODULES else node.module for name in inner}
    return names


def within(name: str, room: str) -> bool:
    """Tell whether a module is in a room."""
    return name == room or name.startswith(f"{room}.")


def room_of(name: str, rooms: set[str]) -> str | None:
    """Return the narrowest room a module is in."""
    return max((r for r in rooms if within(name, r)), key=len, default=None)


def wrong_imports(name: str, names: set[str]) -> set[str]:
    """Return the imports of a module that go the wrong way."""
    allowed = ALLOWED[room_of(name, set(ALLOWED)) or ""]
    ours = {n for n in names if n in MODULES}
    return {n for n in ours if room_of(n, set(ALLOWED)) not in allowed}


def test_imports_go_one_way() -> None:
    wrong = {name: wrong_imports(name, imported(path)) for name, path in MODULES.items()}
    assert {name: names for name, names in wrong.items() if names} == {}


def strangers(name: str, names: set[str]) -> set[str]:
    """Return the libraries that a module imports outside of their homes."""
    roots = {n.split(".")[0] for n in names} & HOMES.keys()
    return {r for r in roots if not any(within(name, home) for home in HOMES[r])}


def test_libraries_stay_in_their_rooms() -> None:
    # Benchmarks compare with the bare libraries.
    product = {n: p for n, p in MODULES.items() if not within(n, "benchmarks")}
    wrong = {name: strangers(name, imported(path)) for name, path in product.items()}
    assert {name: names for name, names in wrong.items() if names} == {}


def test_a_stranger_is_seen() -> None:
    assert strangers("loaders.pipeline", {"neo4j.exceptions", "polars"}) == {"neo4j"}
    assert strangers("ui.components.network", {"pyvis.network", "streamlit"}) == set()


def test_a_wrong_import_is_seen() -> None:
    assert wrong_imports("graph.decision.analyze", {"graph.store.core", "graph.snapshot"}) == {
        "graph.store.core"
    }
    assert wrong_imports("loaders.pipeline", {"ui.terminal.tables"}) == {"ui.terminal.tables"}


def test_the_models_read_no_clock_and_no_file() -> None:
    clocks = {"time", "datetime.now", "today", "open", "environ"}
    seen = set()
    for name, path in MODULES.items():
        if not any(within(name, room) for room in MODELS):
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call):
                called = ast.unparse(node.func)
                if called.split(".")[-1] in {"today", "now", "utcnow", "open", "getenv"}:
                    seen.add((name, called))
            elif isinstance(node, ast.Import):
                seen |= {(name, a.name) for a in node.names if a.name in clocks}
    assert seen == set()
