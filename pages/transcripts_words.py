"""HTML of what was said: passage by passage, each word at its time, the quotes of the scores lit in their place."""

from collections.abc import Iterator, Sequence
from html import escape

from agents.review import timing
from core.delivery import Span
from core.text import clock
from core.transcript import Passage, Speaker, Transcript

Range = tuple[int, int]
BEFORE_S, AFTER_S = 0.15, 0.25
"""A quote is played with a little air around it."""


def passages(made: Transcript, changeable: bool) -> str:
    """The whole conversation; `changeable`: each passage can be corrected."""
    speakers = {one.n: one for one in made.speakers}
    quotes = [
        decision.quote
        for exchange in made.exchanges
        if exchange.judgement
        for decision in exchange.judgement.decisions
        if decision.quote
    ]
    drawn = []
    for one in made.passages:
        ranges = _ranges(one.text, [quote.text for quote in quotes if quote.turn == one.turn])
        drawn.append(_passage(one, speakers.get(one.speaker), ranges, bool(made.takes), changeable))
    return "".join(drawn)


def when(at: float | None, playable: bool) -> str:
    """A time as it can be pressed; as words alone where there is nothing to hear, and nothing without a time."""
    if at is None:
        return ""
    if not playable:
        return f'<span class="tr-when">{clock(at)}</span>'
    return f'<button type="button" class="tr-when" data-seek="{at:.2f}" aria-label="Play from {clock(at)}">{clock(at)}</button>'


def plays(span: Span) -> str:
    """What a button says of the quote that it plays."""
    return f'data-seek="{max(0.0, span.start - BEFORE_S):.2f}" data-until="{span.end + AFTER_S:.2f}"'


def _passage(one: Passage, speaker: Speaker | None, ranges: Sequence[Range], playable: bool, changeable: bool) -> str:
    role = speaker.role if speaker else "unknown"
    name = speaker.name if speaker else f"Speaker {one.speaker + 1}"
    edited = '<span class="pill">edited</span>' if one.edited else ""
    code = f'<pre class="exhibit" tabindex="0">{escape(one.code)}</pre>' if one.code else ""
    start = "" if one.start is None else f' data-start="{one.start:.2f}"'
    correct = '<button type="button" class="tr-plain tr-edit" data-tr="correct">Correct</button>' if changeable else ""
    return (
        f'<article class="tr-passage {role}" data-passage="{one.n}"{start}><div class="tr-who">{when(one.start, playable)}'
        f"<span>{escape(name)}</span>{edited}{correct}</div><p>{_text(one, ranges)}</p>{code}</article>"
    )


def _ranges(text: str, quotes: Sequence[str]) -> list[Range]:
    """Where quotes stand in a text, put together where they overlap."""
    found = sorted((at, at + len(quote)) for quote in quotes if quote and (at := text.find(quote)) >= 0)
    merged: list[Range] = []
    for start, end in found:
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


def _text(one: Passage, ranges: Sequence[Range]) -> str:
    text, drawn, at = one.text, [], 0
    timed = timing.tokens(one) if one.words else []
    for start, end in (*ranges, (len(text), len(text))):
        drawn.append("".join(_words(text, at, start, timed)))
        if end > start:
            drawn.append(f'<mark class="tr-quote">{"".join(_words(text, start, end, timed))}</mark>')
        at = end
    return "".join(drawn)


def _words(text: str, first: int, last: int, timed: Sequence[timing.Token]) -> Iterator[str]:
    """Characters `first` up to `last`; a word that begins here carries its time, one that is cut goes on without."""
    at = first
    for token in timed:
        if token.last <= first or token.first >= last or token.start is None or token.first < first:
            continue
        end = min(token.last, last)
        yield escape(text[at : token.first])
        yield f'<span data-s="{token.start:.2f}">{escape(text[token.first : end])}</span>'
        at = end
    yield escape(text[at:last])
