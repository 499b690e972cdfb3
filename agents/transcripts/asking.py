"""A question over all transcripts that a caller may see, answered by quotes; with a language model by sentences that its quotes prove."""

import asyncio
import re
from collections.abc import Sequence
from itertools import pairwise

import numpy as np
from pydantic import BaseModel, Field

from agents import grading
from agents.brains.prose import is_verdict
from agents.deps import Deps
from agents.phrase import content
from agents.prompts import as_data, fill
from agents.transcripts import searching, wanted
from agents.transcripts.timing import second_of
from core.caller import Caller
from core.errors import ProviderError
from core.schema import Part
from core.shelf import Answer, Cited, Filters, Hit, Said
from core.text import sentence_spans, words
from core.transcript import Passage
from store import transcripts

READ, SHOWN = 12, 6
"""Passages that the answer is looked for in, and quotes that stand alone."""
SURE, SHARE = 0.5, 0.4
"""From which nearness, or share of the question's rare words, a passage is about the question."""
LONGEST_PASSAGE, LONGEST_QUOTE, LONGEST_SENTENCE, MOST_SENTENCES = 1_600, 320, 300, 5
SAME = 0.3
"""Cosine below which a sentence is not about what its quotes say."""
NOTHING = "Nothing in these transcripts is about that. Try other words, or fewer filters."
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")


class QuoteReply(BaseModel):
    """A quote as the model gives it."""

    source: str = Field(description="p1, p2, ...")
    words: str


class SentenceReply(BaseModel):
    """A sentence as the model gives it."""

    text: str
    quotes: list[QuoteReply]


class AskReply(BaseModel):
    """What is asked of the model."""

    sentences: list[SentenceReply]


def ask(deps: Deps, caller: Caller, question: str, filters: Filters | None = None) -> Answer:
    """Quotes that answer, best first; with a model also sentences, each resting on quotes that code found word for word."""
    question = wanted.checked(question)
    hits = searching.search(deps, caller, question, filters, READ, least=(SHARE, SURE))
    found = _found(deps, caller, hits)
    if not found:
        return Answer(quotes=(), notice=NOTHING)
    alone = tuple(_nearest(deps, question, hit, passage) for hit, passage in found[:SHOWN])
    writer = deps.writer()
    if writer is None:
        return Answer(quotes=alone)

    async def asked() -> AskReply:
        await writer.ready()  # its client is imported once, seconds on a small machine; the limit is the call's
        async with asyncio.timeout(deps.settings.llm_timeout_s):
            return await writer.ask(AskReply, _prompt(question, found))

    try:
        reply = deps.turns.loop.run(asked())
    except (ProviderError, TimeoutError) as fault:
        why = fault.sentence if isinstance(fault, ProviderError) else f"{writer.name} took too long"
        return Answer(quotes=alone, notice=f"{why[:1].upper()}{why[1:].rstrip('.')}; the quotes stand alone.")
    return _proved(deps, reply, found, alone, writer.name)


def _found(deps: Deps, caller: Caller, hits: Sequence[Hit]) -> list[tuple[Hit, Passage]]:
    """The passages of the hits as their transcripts have them."""
    whole = {key: transcripts.load(deps.store, caller, key) for key in dict.fromkeys(one.transcript_id for one in hits)}
    known = {(key, one.n): one for key, made in whole.items() for one in made.passages}
    return [(one, known[one.transcript_id, one.passage]) for one in hits if (one.transcript_id, one.passage) in known]


def _cited(hit: Hit, passage: Passage, text: str) -> Cited:
    return Cited(
        transcript_id=hit.transcript_id,
        title=hit.title,
        passage=hit.passage,
        speaker=hit.speaker,
        start=second_of(passage, text),
        text=text,
    )


def _nearest(deps: Deps, question: str, hit: Hit, passage: Passage) -> Cited:
    """The sentences of a passage that come nearest to the question, by meaning and by its words."""
    text = passage.text or passage.code
    spans = [(start, min(end, start + LONGEST_QUOTE)) for start, end in sentence_spans(text)] or [(0, min(len(text), LONGEST_QUOTE))]
    spans += [(one[0], two[1]) for one, two in pairwise(spans) if two[1] - one[0] <= LONGEST_QUOTE]
    embedder = deps.knowledge.embedder
    near = embedder.embed([text[start:end] for start, end in spans]) @ embedder.embed([question])[0]
    asked = set(content(question))
    shared = np.array([len(asked & set(content(text[start:end]))) / max(1, len(asked)) for start, end in spans])
    start, end = spans[int((near + shared).argmax())]
    return _cited(hit, passage, text[start:end])


def _prompt(question: str, found: Sequence[tuple[Hit, Passage]]) -> str:
    texts = {f"p{at}": f"{one.text}\n{one.code}".strip()[:LONGEST_PASSAGE] for at, (_, one) in enumerate(found, start=1)}
    # Who speaks and what the interview is called are strangers' words too.
    told = {f"p{at}": f"{hit.speaker}, in: {hit.title}" for at, (hit, _) in enumerate(found, start=1)}
    data = as_data(question=question, **{key: f"({told[key]})\n{text}" for key, text in texts.items()})
    return fill("ask", passages=", ".join(texts), data=data)


def _proved(
    deps: Deps, reply: AskReply, found: Sequence[tuple[Hit, Passage]], alone: tuple[Cited, ...], engine: str
) -> Answer:
    """The sentences that hold, with their quotes; the quotes alone where none does."""
    quotes: list[Cited] = []
    told: list[Said] = []
    for one in reply.sentences[:MOST_SENTENCES]:
        proof = [cited for each in one.quotes[:3] if (cited := _verified(each, found))]
        text = " ".join(one.text.split())
        if not proof or not _holds(deps, text, proof):
            continue
        quotes += [cited for cited in proof if cited not in quotes]
        told.append(Said(text=text, quotes=tuple(dict.fromkeys(quotes.index(cited) for cited in proof))))
    dropped = len(reply.sentences) - len(told)
    if not told:
        why = "wrote nothing that its quotes prove" if dropped else "found no answer in these passages"
        return Answer(quotes=alone, notice=f"The model {why}, so the quotes stand alone.", engine=engine)
    text = " ".join(one.text for one in told)
    return Answer(quotes=tuple(quotes), text=text, sentences=tuple(told), notice=_left_out(dropped), engine=engine)


def _left_out(count: int) -> str:
    if not count:
        return ""
    return "One sentence was left out: no quote proved it." if count == 1 else f"{count} sentences were left out: no quote proved them."


def _verified(quote: QuoteReply, found: Sequence[tuple[Hit, Passage]]) -> Cited | None:
    """The transcript's own words for a quote; None when they do not stand in the passage that it names."""
    number = quote.source.strip().lower().removeprefix("p")
    if not (number.isascii() and number.isdigit()) or not 1 <= int(number) <= len(found):
        return None
    hit, passage = found[int(number) - 1]
    held = grading.verify(quote.words, [Part(turn=passage.turn, text=passage.text, code=passage.code)])
    if held is None or len(words(held.text)) < 3:
        return None
    return _cited(hit, passage, held.text)


def _holds(deps: Deps, text: str, proof: Sequence[Cited]) -> bool:
    """No verdict, no number that the quotes do not have, and about what they say."""
    said = " ".join(one.text for one in proof)
    about = f"{said} {' '.join(f'{one.speaker} {one.title}' for one in proof)}"
    if not text or len(text) > LONGEST_SENTENCE or is_verdict(text):
        return False
    if set(_NUMBER.findall(text)) - set(_NUMBER.findall(about)):
        return False
    near = deps.knowledge.embedder.embed([text, said])
    return bool(set(content(text)) & set(content(said))) and float(near[0] @ near[1]) >= SAME
