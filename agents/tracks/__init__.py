"""What sets the five tracks apart: competencies with their anchors, openings, and the way of probing; the data lies beside."""

from functools import cache
from pathlib import Path
from typing import Literal

from pydantic import Field

from core.bank import Track
from core.noun import Noun
from core.schema import Persona

HERE = Path(__file__).parent


class Competency(Noun):
    """One thing a track looks at. `anchors` describe bands 1 to 5, in order."""

    name: str
    label: str
    anchors: tuple[str, str, str, str, str]
    exercise: str
    good: str
    thin: str
    """How a headline names it when it is the best and when it is the weakest."""


class Style(Noun):
    """A track's own way of interviewing.

    `probe_order`: `weight` asks for the heaviest missed point first, `story` in the order a story is told,
    `work` in the order the work is done. `whole`: communication is judged over the whole answer.
    """

    track: Track
    label: str
    about: str
    minutes_each: float = Field(gt=0)
    probe_order: Literal["weight", "story", "work"]
    probes: dict[Persona, int]
    parts: tuple[str, str, str, str]
    whole: bool
    competencies: tuple[Competency, ...]
    opening: dict[Persona, tuple[str, ...]]

    @property
    def within(self) -> str:
        """The label in the middle of a sentence: an abbreviation stays one."""
        return self.label if self.label.isupper() else self.label.lower()

    def competency(self, name: str) -> Competency:
        """The competency with this name; KeyError when the track has none such."""
        for competency in self.competencies:
            if competency.name == name:
                return competency
        raise KeyError(name)


@cache
def style(track: Track) -> Style:
    """The style of a track."""
    return Style.model_validate_json((HERE / f"{track}.json").read_text(encoding="utf-8"))
