"""Three ways to hold the same interview: what each says and how each behaves; the data lies beside."""

from functools import cache
from pathlib import Path
from typing import Literal

from agents.wishes import Wish
from core.noun import Noun
from core.schema import JudgementState, Persona

HERE = Path(__file__).parent


class Manner(Noun):
    """A persona. `step_up`/`step_down` are the scores (0-5) at which the level moves; `patience` scales waiting.

    The lists are wordings, used at most once an interview each; only those in `short` may come again.
    `{phrase}` is a few words of the candidate's own, `{topic}` the next topic, `{name}` the candidate.
    """

    persona: Persona
    label: str
    about: str
    patience: float
    offers_hint: bool
    step_up: float
    step_down: float
    short: tuple[str, ...]
    noted: tuple[str, ...]
    stuck: tuple[str, ...]
    first: tuple[str, ...]
    bridge: tuple[str, ...]
    last: tuple[str, ...]
    probe: tuple[str, ...]
    hint: tuple[str, ...]
    invite: tuple[str, ...]
    more: tuple[str, ...]
    close: tuple[str, ...]
    early: tuple[str, ...]
    again: dict[Wish | Literal["calm"], tuple[str, ...]]
    """What comes before something is asked once more, by what was wished for."""
    puzzled: dict[JudgementState, tuple[str, ...]]
    """Said to an answer that could not be taken as one: no thanks and no praise for nonsense."""
    same: tuple[str, ...]
    aside: tuple[str, ...]
    """Said to an answer given before, and to one that talks to the grader."""
    calm_on: tuple[str, ...]
    calm_close: tuple[str, ...]
    silent_close: tuple[str, ...]
    skipped: tuple[str, ...]


@cache
def manner(persona: Persona) -> Manner:
    """The manner of a persona."""
    return Manner.model_validate_json((HERE / f"{persona}.json").read_text(encoding="utf-8"))
