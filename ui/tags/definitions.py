"""Definitions of tags as they are kept with the store: saved, listed, found by id, taken away."""

from __future__ import annotations

from typing import TYPE_CHECKING

from graph.customers.tags.definition import Definition
from graph.errors import not_found
from graph.text import Text

if TYPE_CHECKING:
    from graph.store import Store
    from graph.store.documents import Kind

KIND: Kind = "tag"
TAG = Text("tag", "标签")


def listed(store: Store) -> list[Definition]:
    """Return every definition, by id."""
    return sorted((Definition.read(d.body) for d in store.documents.list(KIND)), key=lambda d: d.id)


def found(store: Store, tag: str) -> Definition | None:
    """Return the definition of a tag, None where it has none."""
    document = store.documents.get(KIND, tag)
    return None if document is None else Definition.read(document.body)


def load(store: Store, tag: str) -> Definition:
    """Return the definition of a tag.

    Raises
    ------
    NotFoundError
        It has none; the nearest that has is named.
    """
    definition = found(store, tag)
    if definition is None:
        raise not_found(
            Text("definition of the tag", "标签定义"), tag, [d.id for d in listed(store)]
        )
    return definition


def keep(store: Store, definition: Definition) -> Definition:
    """Write a definition in place of one of its id; when it was applied is not forgotten."""
    store.documents.put(KIND, definition.id, definition.id, definition.body())
    return definition


def forget(store: Store, tag: str) -> None:
    """Delete the definition of a tag."""
    store.documents.delete(KIND, tag)
