"""The native format as data: what a file or sheet of each name may hold, column by column.

A layout is a node kind, relationship type or table of the vocabulary with the columns that people
keep beside it: an employer on a person, a stance on a role.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from graph.model import NODE_KINDS, RELATIONSHIP_TYPES, TABLES_BY_NAME, Property, Value, Values

Sort = Literal["node", "relationship", "table"]


@dataclass(frozen=True)
class Shorthand:
    """A relationship told by columns of a node's own row.

    ``column`` holds the id at the other end, ``columns`` are the relationship's properties that
    may stand beside it. The relationship runs from the row's node, or to it if ``reverse``.
    """

    column: Property
    type: str
    columns: tuple[str, ...] = ()
    reverse: bool = False


@dataclass(frozen=True)
class Layout:
    """What one file or sheet holds.

    ``own`` are the columns that belong to it alone, ``common`` those that every kind has: a header
    that could be both is one of ``own``.
    """

    sort: Sort
    name: str
    file: str
    names: tuple[str, ...]
    own: tuple[Property, ...]
    common: tuple[Property, ...] = ()
    shorthands: tuple[Shorthand, ...] = ()

    @property
    def properties(self) -> tuple[Property, ...]:
        """All columns."""
        return (*self.own, *self.common)


def _column(name: str, zh: str, about: str, headers: str) -> Property:
    return Property(name=name, type="text", zh=zh, about=about, headers=tuple(headers.split()))


_WORKS_FOR = _column(
    "works_for",
    "任职企业",
    "Id of the employer.",
    "所在企业 单位 企业 公司 任职于 所属企业 enterprise employer company",
)
_REPORTS_TO = _column(
    "reports_to",
    "上级",
    "Id of the person's superior.",
    "汇报给 汇报对象 直接上级 上级领导 manager",
)
_ENTERPRISE = _column(
    "enterprise",
    "客户",
    "Id of the customer.",
    "企业 客户编号 所属企业 所属客户 集团客户 customer for",
)
_OWNER = _column(
    "member_of", "上级企业", "Id of the owner.", "母公司 所属集团 上级集团 隶属于 parent"
)
_GROUP = _column(
    "belongs_to",
    "所属企业",
    "Id of the group customer.",
    "归属于 所属集团 企业 集团 enterprise",
)
_DEAL = _column("opportunity", "商机", "Id of the deal.", "项目 所属商机 商机编号")
_WANTS = _column("person", "联系人", "Id of the person who has the need.", "提出人 联系人编号")

_POST = ("title", "department", "level", "since", "until")
SHORTHANDS: dict[str, tuple[Shorthand, ...]] = {
    "Person": (Shorthand(_WORKS_FOR, "WORKS_FOR", _POST), Shorthand(_REPORTS_TO, "REPORTS_TO")),
    "Opportunity": (Shorthand(_ENTERPRISE, "FOR"),),
    "Enterprise": (Shorthand(_OWNER, "MEMBER_OF", ("share",)),),
    "Member": (Shorthand(_GROUP, "BELONGS_TO"),),
    "Step": (Shorthand(_DEAL, "HAS_STEP", reverse=True),),
    "Need": (Shorthand(_WANTS, "HAS_NEED", ("priority",), reverse=True),),
    "Interaction": (Shorthand(_DEAL, "ABOUT"),),
}

# Further words by which the two ends of a relationship are headed: first, second.
_PAIR = ("甲 联系人一 联系人1 person_a a", "乙 联系人二 联系人2 person_b b")
_ENDS: dict[str, tuple[str, str]] = {
    "MEMBER_OF": ("子公司 成员企业 成员 child", "母公司 集团 上级企业 股东 parent owner"),
    "WORKS_FOR": ("姓名", "单位 公司 employer company"),
    "REPORTS_TO": ("下级 下属 员工 subordinate", "上级 领导 superior manager"),
    "INFLUENCES": ("影响者 影响方", "被影响者 被影响方 受影响者"),
    "KNOWS": _PAIR,
    "CONFLICTS_WITH": _PAIR,
    "HAS_TAG": ("customer 客户 客户编号", ""),
    "USES": ("customer 客户 客户编号", ""),
    "TARGETED": ("", "customer 客户 客户编号"),
    "COVERS": ("客户经理", ""),
}

# Further names of files and sheets, beside the English and Chinese ones of the vocabulary.
_NAMES: dict[str, tuple[str, ...]] = {
    "Enterprise": ("集团客户", "客户", "企业表"),
    "Person": ("人员", "persons", "客户联系人"),
    "Opportunity": ("项目", "商机表"),
    "PLAYS": ("角色", "决策角色"),
    "HOLDS": ("态度", "立场"),
    "usage": ("使用量", "用量"),
}  # fmt: skip

# Rows of these may be about individual members; they go to the named table.
MEMBER_TABLES: dict[str, tuple[Literal["from", "to"], str]] = {
    "HAS_TAG": ("from", "member_tags"),
    "USES": ("from", "usage"),
    "TARGETED": ("to", "member_targets"),
}

# Columns of a `plays` row that make it a statement as well.
STATEMENT = ("stance", "towards", "confidence", "source")


def end_kinds(type_: str, end: Literal["from", "to"]) -> tuple[str, ...]:
    """Return the node kinds that may stand at an end in a file, the one meant by default first."""
    kind = RELATIONSHIP_TYPES[type_]
    kinds = kind.starts if end == "from" else kind.ends
    return (*kinds, "Member") if MEMBER_TABLES.get(type_, ("",))[0] == end else kinds


def _node(name: str) -> Layout:
    kind = NODE_KINDS[name]
    common = tuple(p for p in kind.properties if p.name in ("name", "name_en", "as_of"))
    own = [p for p in kind.properties if p not in common and p.name != "sources"]
    shorthands = SHORTHANDS.get(name, ())
    for shorthand in shorthands:
        type_ = RELATIONSHIP_TYPES[shorthand.type]
        own += [shorthand.column, *(p for p in type_.properties if p.name in shorthand.columns)]
    names = (kind.file, kind.name, kind.zh, *_NAMES.get(name, ()))
    return Layout("node", name, kind.file, names, tuple(own), common, shorthands)


def _relationship(name: str) -> Layout:
    type_ = RELATIONSHIP_TYPES[name]
    own = [p for p in type_.properties if p.name not in ("sources", "as_of")]
    if name == "PLAYS":
        own += [p for p in RELATIONSHIP_TYPES["HOLDS"].properties if p.name in STATEMENT]
    ends = [*_end(name, "from"), *_end(name, "to")]
    common = tuple(p for p in type_.properties if p.name == "as_of")
    names = (type_.file, type_.zh, *_NAMES.get(name, ()))
    return Layout("relationship", name, type_.file, names, (*ends, *own), common)


def _end(type_: str, end: Literal["from", "to"]) -> list[Property]:
    """Return the column of an end, and the one that says its kind where there are several."""
    kinds = end_kinds(type_, end)
    first = end == "from"
    label, place = ("起点", "start") if first else ("终点", "end")
    about = f"Id of the {' or '.join(kinds)} at the {place}."
    column = Property(
        name=end,
        type="text",
        zh=f"{label}编号",
        about=about,
        headers=_end_words(type_, end),
        required=True,
    )
    if len(kinds) == 1:
        return [column]
    choices = tuple(
        Value(value=k, en=k, zh=NODE_KINDS[k].zh, spellings=(NODE_KINDS[k].file,)) for k in kinds
    )
    about = f"Which kind the {place} is; where it does not say, the first that has such an id."
    kind = Property(
        name=f"{end}_kind",
        type="text",
        zh=f"{label}类型",
        about=about,
        values=Values(name="node kind", values=choices),
    )
    return [column, kind]


def _end_words(type_: str, end: Literal["from", "to"]) -> tuple[str, ...]:
    first = end == "from"
    words = ["起点", "从", "from_id"] if first else ["终点", "到", "to_id"]
    here, there = end_kinds(type_, end), end_kinds(type_, "to" if first else "from")
    if not set(here) & set(there):
        for kind in (NODE_KINDS[k] for k in here):
            words += [kind.name, f"{kind.name}_id", kind.zh, f"{kind.zh}编号"]
    return (*words, *_ENDS.get(type_, ("", ""))[0 if first else 1].split())


def _table(name: str) -> Layout:
    table = TABLES_BY_NAME[name]
    return Layout("table", name, name, (name, table.zh, *_NAMES.get(name, ())), table.properties)


LAYOUTS: tuple[Layout, ...] = (
    *(_node(name) for name in NODE_KINDS),
    *(_relationship(name) for name in RELATIONSHIP_TYPES),
    *(_table(name) for name in TABLES_BY_NAME),
)
