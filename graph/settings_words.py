"""What a setting expects, said in words."""

from __future__ import annotations

import types
from typing import TYPE_CHECKING, Any, Literal, Self, Union, get_args, get_origin

from annotated_types import Ge, Gt, Le, Lt
from pydantic import BaseModel

from graph.text import Text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pydantic.fields import FieldInfo

_KINDS = {
    float: Text("a number", "数字"),
    int: Text("a whole number", "整数"),
    bool: Text("true or false", " true 或 false"),
    str: Text('a text in "quotes"', '带 "引号" 的文字'),
    list: Text("a list of texts, each once", "文字列表，每项一次"),
    dict: Text("one table for each", "每项一个表"),
}


def field_at(
    model: type[BaseModel], key: Sequence[str]
) -> tuple[FieldInfo | None, type[BaseModel] | None]:
    """Return the field at a key, and its model where it is a table.

    A table of tables (``rules.KIND.region``) has any names; each holds a model.
    """
    field: FieldInfo | None = None
    inner: type[BaseModel] | None = model
    named: type[BaseModel] | None = None
    for part in key:
        if named is not None:
            inner, named = named, None
            continue
        field = inner.model_fields.get(part) if inner else None
        kind = field.annotation if field else None
        named = _named(kind, inner)
        inner = kind if isinstance(kind, type) and issubclass(kind, BaseModel) else None
    return field, inner


def _named(kind: Any, around: type[BaseModel] | None) -> type[BaseModel] | None:
    """Return the model of each entry of a table with names of its own."""
    if get_origin(kind) is not dict:
        return None
    each = get_args(kind)[1]
    found = around if each is Self else each
    return found if isinstance(found, type) and issubclass(found, BaseModel) else None


def expected(model: type[BaseModel], name: str | Sequence[str]) -> Text:
    """Say what may stand in a setting: its kind and its range.

    Examples
    --------
    >>> from graph.settings import Settings
    >>> expected(Settings, "model.prior_mean").en
    'a number, -1 or more, 1 or less'
    """
    field, inner = field_at(model, name.split(".") if isinstance(name, str) else name)
    if inner is not None:
        whole = name if isinstance(name, str) else ".".join(name)
        return Text("a table", "一个表") + Text(f" [{whole}]", f" [{whole}]")
    kind = _kind(field.annotation if field else None)
    for limit in field.metadata if field else ():
        kind += _limit(limit)
    return kind


def _kind(annotation: Any) -> Text:
    if get_origin(annotation) in (Union, types.UnionType):
        annotation = next(a for a in get_args(annotation) if a is not type(None))
    if get_origin(annotation) is Literal:
        words = [str(a) for a in get_args(annotation)]
        return Text(" or ".join(words), " 或 ".join(words))
    return _KINDS.get(get_origin(annotation) or annotation, Text("another value", "其他值"))


def _limit(limit: Any) -> Text:
    if isinstance(limit, Ge):
        return Text(f", {limit.ge} or more", f"，不小于 {limit.ge}")
    if isinstance(limit, Gt):
        return Text(f", more than {limit.gt}", f"，大于 {limit.gt}")
    if isinstance(limit, Le):
        return Text(f", {limit.le} or less", f"，不大于 {limit.le}")
    if isinstance(limit, Lt):
        return Text(f", less than {limit.lt}", f"，小于 {limit.lt}")
    return Text("", "")
