"""One offer in numbers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from graph.cross_sell.value import Value


@dataclass(frozen=True, slots=True)
class Offer:
    """One product for one member, in numbers; ``member`` and ``product`` are positions."""

    member: int
    product: int
    adoption: float
    access: float
    probability: float
    value: Value
    expected: float
