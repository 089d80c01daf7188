"""The shapes in which the vocabulary is written down."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict

PropertyType = Literal["text", "texts", "number", "integer", "yes_no", "date", "month"]


class _Word(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Value(_Word):
    """One listed value, with the spellings an import accepts and, for scales, its number."""

    value: str
    en: str
    zh: str
    spellings: tuple[str, ...] = ()
    number: float | None = None


class Values(_Word):
    """A closed list of values."""

    name: str
    values: tuple[Value, ...]

    @property
    def words(self) -> tuple[str, ...]:
        """The values as they are stored."""
        return tuple(v.value for v in self.values)

    @property
    def numbers(self) -> dict[str, float]:
        """The number of each value that has one."""
        return {v.value: v.number for v in self.values if v.number is not None}

    def spellings(self) -> dict[str, str]:
        """Every accepted spelling, case-folded with ``-`` and spaces as ``_``, to its value."""
        table: dict[str, str] = {}
        for v in self.values:
            for word in (v.value, v.en, v.zh, *v.spellings):
                table[fold(word)] = v.value
        return table

    def label(self, value: str, language: str) -> str:
        """Return the label of ``value``, or the value itself where it is not listed."""
        for v in self.values:
            if v.value == value:
                return v.zh if language == "zh" else v.en
        return value


class Property(_Word):
    """A property of a node, relationship or table: its type, unit, range and one sentence.

    Parameters
    ----------
    name : str
        The stored name, also the English header of the native format.
    type : PropertyType
        ``texts`` is a list of words separated by ``;`` in a file.
    zh : str
        The Chinese header and label.
    about : str
        One English sentence.
    unit : str or None
        Unit of a number, as in ``CNY a year``; None where there is none.
    low, high : float or None
        Inclusive range of a number.
    values : Values or None
        The listed values, where only these are allowed.
    headers : tuple of str
        More headers under which people write it.
    """

    name: str
    type: PropertyType
    zh: str
    about: str
    unit: str | None = None
    low: float | None = None
    high: float | None = None
    values: Values | None = None
    headers: tuple[str, ...] = ()
    required: bool = False


class NodeKind(_Word):
    """A kind of node: its label, its file in the native format and its properties."""

    name: str
    file: str
    zh: str
    about: str
    properties: tuple[Property, ...]

    def property(self, name: str) -> Property | None:
        """Return the property called ``name``, None for one that nobody listed."""
        return next((p for p in self.properties if p.name == name), None)


class RelationshipType(_Word):
    """A type of relationship: its ends, what makes it unique beside them, its properties.

    ``starts`` and ``ends`` list the node kinds allowed there, the first being the one meant when
    a file does not say. ``keys`` are the properties that, beside the two ends, tell one from
    another. ``directed`` false: kept once, from the smaller id to the larger.
    """

    name: str
    zh: str
    about: str
    starts: tuple[str, ...]
    ends: tuple[str, ...]
    keys: tuple[str, ...] = ()
    directed: bool = True
    properties: tuple[Property, ...] = ()

    @property
    def file(self) -> str:
        """Name of its file or sheet in the native format."""
        return self.name.lower()

    def property(self, name: str) -> Property | None:
        """Return the property called ``name``, None for one that nobody listed."""
        return next((p for p in self.properties if p.name == name), None)


class Table(_Word):
    """A table that stands beside the graph as Parquet."""

    name: str
    zh: str
    about: str
    keys: tuple[str, ...]
    properties: tuple[Property, ...]

    def property(self, name: str) -> Property | None:
        """Return the column called ``name``, None for one that nobody listed."""
        return next((p for p in self.properties if p.name == name), None)


def fold(word: str) -> str:
    """Fold a spelling so that case, spaces and hyphens do not matter.

    Examples
    --------
    >>> fold(" Decision-Maker ")
    'decision_maker'
    """
    return "_".join(word.strip().casefold().replace("-", " ").replace("_", " ").split())
