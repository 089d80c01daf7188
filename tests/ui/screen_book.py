"""A group of three, two deals, and names that would run as script if anything let them."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any

import polars as pl

from graph.records import Records, table_schema
from graph.settings import Settings
from graph.snapshot import Snapshot
from graph.store.documents import Document
from graph.store.results import QueryResult

AS_OF = date(2026, 3, 31)
HOSTILE = '</script><img src=x onerror="window.pwned=1">\'`'
FORMULA = '=HYPERLINK("http://example.invalid","x")'


def _frame(columns: str, *rows: tuple[Any, ...]) -> pl.DataFrame:
    return pl.DataFrame([dict(zip(columns.split(), row, strict=True)) for row in rows])


def records() -> Records:
    """Return the book as one source."""
    return Records(
        "book",
        nodes={
            "Enterprise": _frame(
                "id name name_en industry region employees",
                ("g", "东海集团", "Donghai Group", "energy", "north", 900),
                ("b", HOSTILE, HOSTILE, "bank", "north", 300),
                ("c", "东海燃气", "Donghai Gas", "energy", "south", 80),
            ),
            "Person": _frame(
                "id name name_en",
                ("chen", "陈国栋", "Chen Guodong"),
                ("zhao", HOSTILE, HOSTILE),
                ("qian", "钱军", "Qian Jun"),
                ("deng", "邓浩", "Deng Hao"),
            ),
            "Opportunity": _frame(
                "id name name_en stage amount currency expected_close",
                (
                    "d1",
                    "网点组网",
                    "Branch network",
                    "bidding",
                    12_600_000.0,
                    "CNY",
                    date(2026, 5, 28),
                ),
                ("d2", FORMULA, FORMULA, "entry", 400_000.0, "USD", date(2027, 1, 5)),
            ),
            "Product": _frame(
                "id name name_en list_price complexity",
                ("line", "专线", "Leased line", 20_000.0, 3),
                ("oa", "移动OA", "Mobile OA", 5_000.0, 1),
            ),
            "Competitor": _frame("id name name_en", ("h", "华通", "Huatong")),
            "Seller": _frame("id name name_en role", ("lin", "林悦", "Lin Yue", "account_manager")),
        },
        relationships={
            "MEMBER_OF": _frame("from to share", ("b", "g", 0.8), ("c", "g", 0.6)),
            "WORKS_FOR": _frame(
                "from to title title_en level",
                ("chen", "b", "行长", "President", 1),
                ("zhao", "b", HOSTILE, HOSTILE, 2),
                ("qian", "b", "经理", "Manager", 3),
                ("deng", "g", "首席信息官", "Group CIO", 1),
            ),
            "REPORTS_TO": _frame("from to", ("zhao", "chen"), ("qian", "zhao")),
            "INFLUENCES": _frame("from to weight", ("qian", "zhao", 0.6), ("deng", "chen", 0.7)),
            "FOR": _frame("from to", ("d1", "b"), ("d2", "c")),
            "PLAYS": _frame(
                "from to roles",
                ("chen", "d1", ["decision_maker"]),
                ("zhao", "d1", ["technical_expert"]),
                ("qian", "d1", ["coach"]),
            ),
            "HOLDS": _frame(
                "from to stance confidence source as_of",
                ("zhao", "d1", "supporter", 0.8, HOSTILE, date(2026, 3, 1)),
                ("qian", "d1", "mentor", 0.8, "CRM", date(2026, 3, 1)),
                ("deng", "d1", "supporter", 0.9, "CRM", date(2026, 2, 1)),
            ),
            "COVERS": _frame("from to strength last_contact", ("lin", "qian", 0.9, AS_OF)),
            "WORKS_ON": _frame("from to", ("lin", "d1")),
            "USES": _frame(
                "from to since monthly_revenue", ("g", "line", date(2024, 1, 1), 18_000.0)
            ),
            "SUPPLIES": _frame("from to product share", ("h", "c", "oa", 0.62)),
        },
    )


@dataclass
class MemoryDocuments:
    """Documents in memory."""

    kept: dict[tuple[str, str], Document] = field(default_factory=dict)

    def put(self, kind: str, id: str, about: str, body: Any) -> Document:
        """Keep one."""
        self.kept[kind, id] = Document(kind, id, about, dict(body), "2026-03-31")
        return self.kept[kind, id]

    def get(self, kind: str, id: str) -> Document | None:
        """Return one."""
        return self.kept.get((kind, id))

    def list(self, kind: str, about: str | None = None) -> list[Document]:
        """Return those of a kind."""
        found = [d for (k, _), d in self.kept.items() if k == kind]
        return [d for d in found if about is None or d.about == about]


@dataclass
class MemoryStore:
    """The read side of a store over records in memory; queries answer with ``answer``."""

    book: Records
    kind: str = "neo4j"
    answer: QueryResult = field(default_factory=lambda: QueryResult(["name"], []))
    asked: list[str] = field(default_factory=list)

    revision: int = 7
    documents: MemoryDocuments = field(default_factory=MemoryDocuments)
    settings: Settings = field(default_factory=Settings)

    def version(self) -> tuple[str, int]:
        """Return which store and revision it is."""
        return "memory", self.revision

    def snapshot(self, progress: object = None) -> Snapshot:
        """Return the picture of the records."""
        return Snapshot.from_frames(self.book.nodes, self.book.relationships, self.revision)

    def table(self, name: str) -> pl.DataFrame:
        """Return a table of the book, empty where it has none."""
        return self.book.tables.get(name, pl.DataFrame(schema=table_schema(name)))

    def scan(self, name: str) -> pl.LazyFrame:
        """Return a table with the source of each row."""
        return self.table(name).lazy().with_columns(pl.lit("book").alias("linchpin_source"))

    def query(self, text: str, parameters: object = None, **_: object) -> QueryResult:
        """Note the text; answer what the test set, nothing to what the picture asks."""
        self.asked.append(text)
        return self.answer if not text.startswith("UNWIND $ids") else QueryResult(["n"], [])


def empty_store() -> MemoryStore:
    """Return a store that holds nothing."""
    return MemoryStore(Records("nothing"))
