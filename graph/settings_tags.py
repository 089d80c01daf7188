"""Settings of tags: which exclude one another, and the rules that match customers with products."""

from __future__ import annotations

from typing import Literal, Self

from pydantic import Field, model_validator

from graph.settings_section import Section


class MatchRule(Section):
    """A rule of the rule base (``[tags.match.NAME]``): who carries its tags is offered a product.

    ``customer``: tags of which the customer carries all; ``without``: tags of which it carries
    none. The products: one (``product``), a whole ``category``, or those that carry ``tag``.
    ``reason`` and ``reason_zh`` are said with the offer.
    """

    customer: list[str] = Field(min_length=1)
    without: list[str] = Field(default_factory=list)
    product: str | None = None
    category: str | None = None
    tag: str | None = None
    reason: str | None = None
    reason_zh: str | None = None
    enabled: bool = True

    @model_validator(mode="after")
    def _one_target(self) -> Self:
        named = [n for n in (self.product, self.category, self.tag) if n is not None]
        if len(named) != 1:
            msg = "name one of product, category and tag"
            raise ValueError(msg)
        return self


class TagSettings(Section):
    """Tags (``[tags]``).

    ``exclusive``: sets of tags of which a customer can carry one. ``product_tags``: whether a
    customer must carry ``all`` the tags of a product to be matched with it, or ``any``; ``off``:
    products' own tags match nobody. ``match``: further rules by name.
    """

    exclusive: list[list[str]] = Field(default_factory=list)
    product_tags: Literal["all", "any", "off"] = "all"
    match: dict[str, MatchRule] = Field(default_factory=dict)
