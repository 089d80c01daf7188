"""What every section of the settings is made of."""

from __future__ import annotations

from typing import Any, Self

from pydantic import BaseModel, ConfigDict, Field, field_serializer, field_validator


class Section(BaseModel):
    """Base of all sections: unknown keys are refused."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Regional(Section):
    """A section that may be different for deals of customers in one region (``region."NAME"``)."""

    region: dict[str, Self] = Field(default_factory=dict)

    @field_validator("region")
    @classmethod
    def _one_level(cls, found: dict[str, Regional]) -> dict[str, Regional]:
        if any("region" in own.model_fields_set for own in found.values()):
            message = "a region has no regions of its own"
            raise ValueError(message)
        return found

    @field_serializer("region")
    def _stated_alone(self, found: dict[str, Regional]) -> dict[str, Any]:
        """Write what a region states and no more: the rest stays that of the section."""
        return {name: own.model_dump(exclude_unset=True) for name, own in found.items()}

    def there(self, region: str | None) -> Self:
        """Return the section as it stands for the deals of a region."""
        own = self.region.get(region or "")
        if own is None:
            return self
        return self.model_copy(update={name: getattr(own, name) for name in own.model_fields_set})
