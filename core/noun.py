"""The base of everything that is kept: an immutable, strictly named pydantic model."""

from pydantic import BaseModel, ConfigDict


class Noun(BaseModel):
    """Frozen, and deaf to no field: an unknown name is a fault, never silently dropped."""

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)
