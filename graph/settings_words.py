"""What a setting expects, said in words."""

from __future__ import annotations

import types
from typing import TYPE_CHECKING, Any, Literal, Union, get_args, get_origin

from annotated_types import Ge, Gt, Le, Lt
from pydantic import BaseModel

from graph.text import Text

if TYPE_CHECKING:
    from pydantic.fields import FieldInfo

_KINDS = {
    float: Text("a number", "数字"),
    int: Text("a whole number", "整数"),
    bool: Text("true or false", " true 或 false"),
    str: Text('a text in "quotes"', '带 "引号" 的文字'),
    list: Text("a list of texts", "文字列表"),
}


def field_at(model: type[BaseModel], name: str) -> tuple[FieldInfo | None, type[BaseModel] | None]:
    """Return the field with a dotted name, and its model where it is a table."""
    field: FieldInfo | None = None
    inner: type[BaseModel] | None = model
    for part in name.split(".") if name else ():
        field = inner.model_fields.get(part) if inner else None
        kind = field.annotation if field else None
        inner = kind if isinstance(kind, type) and issubclass(kind, BaseModel) else None
    return field, inner


def expected(model: type[BaseModel], name: str) -> Text:
    """Say what may stand in a setting: its kind and its range.

    Examples
    --------
    >>> from graph.settings import Settings
    >>> expected(Settings, "model.prior_mean").en
    'a number, -1 or more, 1 or less'
    """
    field, inner = field_at(model, name)
    if inner is not None:
        return Text("a table", "一个表") + Text(f" [{name}]", f" [{name}]")
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
        return Text(f", {limit.ge} or more", f",不小于 {limit.ge}")
    if isinstance(limit, Gt):
        return Text(f", more than {limit.gt}", f",大于 {limit.gt}")
    if isinstance(limit, Le):
        return Text(f", {limit.le} or less", f",不大于 {limit.le}")
    if isinstance(limit, Lt):
        return Text(f", less than {limit.lt}", f",小于 {limit.lt}")
    return Text("", "")
