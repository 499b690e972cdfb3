"""Looks for the parts of a story: an occasion, what I did, what came of it, what was learned; each with its sentence."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from agents.grading.polarity import negates
from agents.grading.reading import Sentence
from core.schema import DecisionStatus

_TIME = re.compile(
    r"\b(?:(?:19|20)\d\d|january|february|march|april|june|july|august|september|october|november|december|"
    r"(?:last|this|that|one|early|late|next|the) (?:year|month|week|spring|summer|autumn|fall|winter|christmas|quarter|monday|tuesday|"
    r"wednesday|thursday|friday|saturday|sunday|morning|afternoon|evening|night|day)|yesterday|(?:\w+ )?(?:years?|months?|weeks?|days?) (?:ago|before|earlier|into)|"
    r"(?:a|one|two|three|four|five|six|seven|eight|ten|few|couple of|\d+) (?:years?|months?|weeks?) (?:ago|back|in|into|before)|when i (?:was|worked|joined|started|ran|led|managed)|"
    r"back in|at the time|during (?:my|the|our|a)|while i was|in my (?:first|second|third|last|previous|current|final|early)|on (?:my|our) (?:last|first|previous))\b"
)
_PLACE = re.compile(
    r"\b(?:(?:at|in|for|with|of) (?:a|an|the|my|our) (?:[\w-]+ ){0,4}(?:company|firm|startup|start-up|agency|hospital|school|shop|store|bank|clinic|"
    r"department|team|project|office|plant|factory|warehouse|restaurant|hotel|university|lab|laboratory|studio|charity|council|"
    r"depot|branch|ward|call centre|call center|centre|center|job|employer|role|position|client|group|club|service|library|bakery|kitchen|site|business|"
    r"museum|theatre|insurer|insurance|retailer|airline|railway|farm|garage|workshop|practice|pharmacy|nursery|home|studio|consultancy|ministry|college)|"
    r"i (?:was|worked as|am|ran|led|managed|planned|looked after|was working as) (?:an? |the |head )|my (?:previous|last|old|former|first|current) (?:job|company|employer|team|role|firm|boss))\b"
)
_PEOPLE = re.compile(
    r"\b(?:my|our|a|the|another|one|two|three|an) (?:[\w-]+ ){0,2}(?:colleagues?|coworkers?|co-workers?|managers?|boss|bosses|team ?mates?|teammates?|customers?|clients?|leads?|"
    r"director|engineers?|developers?|designers?|supervisors?|peers?|interns?|stakeholders?|users?|suppliers?|nurses?|teachers?|patients?|"
    r"chef|owners?|head|partners?|students?|apprentices?|trainees?|drivers?|analysts?|ceo|cto|founders?|testers?|sales\w*|product manager|"
    r"volunteers?|guests?|members?|parents?|mechanics?|foreman|captain|driver|accountants?|lawyers?|secretary|assistants?)\b"
)
_NAME = re.compile(r"(?<=[a-z,;] )[A-Z][a-z]{2,}\b")
_PAST_IRREGULAR = frozenset(
    """asked began bought brought built broke called caught chose came cut did dealt drew drove felt found fought gave
    got went held heard kept knew led left let lost made meant met paid put quit ran rang read rose said sat saw sent set
    showed sold spent spoke stood stuck took taught told thought threw understood went won wrote became forgot fell grew
    learnt sought shut split swore woke hung lit dug flew laid rewrote redrew withdrew overcame undertook rebuilt""".split()
)
_IDLE = frozenset(
    """was were had felt thought wanted knew liked needed hoped believed learned learnt realised realized understood
    noticed guessed supposed remembered feared loved hated heard saw got became lost used""".split()
)
_OUTCOME = re.compile(
    r"\b(?:as a result|in the end|the result|the outcome|ended up|end result|eventually|ultimately|the effect|in total|led to|"
    r"which meant|so that in|by the end|after that|since then|to this day|(?:fell|dropped|rose|grew|went|came|cut|increased|decreased|improved|reduced|"
    r"shrank|climbed|halved|doubled|tripled|saved|gained|brought|sank|slipped|jumped|went up|went down)\b[^.]{0,60}\b(?:from|to|by|down|up|percent|%|half|\w*\d)|"
    r"(?:won|lost|kept|signed|renewed|delivered|shipped|finished|launched|released|saved|adopted|promoted|passed|fixed|solved|"
    r"resolved|cleared|closed|opened|met|reached|achieved|completed|succeeded|approved|returned|worked out|paid off|went live|is still|are still|still (?:use|uses|in use)))\b"
)
_MEASURE = re.compile(r"\d|\b(?:percent|half|twice|double|third|dozen|hundred|thousand|million|zero|none|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|"
                      r"\w+teen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|quarter|on time|ahead of|early|within|fewer|less|more)\b")
_LESSON = re.compile(
    r"\b(?:(?:i|i've|i have|that|it|this|which) (?:also |really |since |now |then |had )?(?:learned|learnt|taught (?:me|us)|realised|realized|came to see|understood|discovered)|"
    r"(?:the|my|one|a|main|big|biggest) (?:lesson|takeaway|take-away|learning)|in hindsight|looking back|with hindsight|next time|if i (?:did|had|were|could|was|faced)|"
    r"i would (?:now |do |have |ask |start |begin|tell|not |never)|i'd (?:now |do |have |ask |start |begin)|since then[^.]{0,20}\bi|ever since|i (?:now|always now|no longer|still|today)\b|"
    r"these days i|nowadays i|from then on|what i (?:took|take|learned|learnt|carry|kept)|differently|i took (?:from|away)|since that|today i|showed me|made me (?:see|realise|realize|understand)|"
    r"changed (?:how|the way) i|i have (?:since|been)|my mistake was|should have)\b"
)

_PERIOD = (
    r"(?:(?:in|for|over|within|during|after|since) (?:the |about |nearly |almost |only |more than )?(?:(?:next|following|first|last|past|whole|rest of the|coming) )*"
    r"(?:(?:\d+|an?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|several|half a|couple of|few) )?"
    r"(?:days?|weeks?|months?|years?|quarters?|seasons?|semesters?|terms?|half[- ]years?|winters?|summers?)|since (?:then|that day|this day)|"
    r"(?:a|per|every|each) (?:day|week|month|year|quarter)|(?:days?|weeks?|months?|years?) later|afterwards|from then on)"
)
_COUNT = (
    r"(?:\d[\d.,]*|an?|zero|no|not (?:one|a single)|none|never|nothing|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\w+teen|twenty|thirty|forty|"
    r"fifty|sixty|seventy|eighty|ninety|hundred|half|twice|once|only|hardly any|all|both)"
)
_COUNTED = re.compile(
    # Counted over a time: "in the next eight months we had one case", "we missed one slot in the following half year".
    rf"\b{_PERIOD}\b[^.;]{{0,25}}\b(?:had|was|were|came|happened|saw|got|missed|lost|needed|made|have|has)\b[^.;]{{0,20}}\b{_COUNT}\b|"
    rf"\b(?:had|was|were|came|happened|saw|got|missed|lost|needed|made|have|has)\b[^.;]{{0,20}}\b{_COUNT}\b[^.;]{{0,40}}\b{_PERIOD}\b|"
    # Before and after: "went from ten minutes to two", "in five days and not eight", "down from fifteen to four".
    rf"\b(?:from|before|instead of|rather than|not|against)\b (?:\w+ ){{0,3}}{_COUNT}\b[^.;]{{0,30}}\b(?:to|now|then|afterwards|after|only|just)\b (?:\w+ ){{0,2}}{_COUNT}\b|"
    rf"\b{_COUNT}\b (?:\w+ ){{0,2}}(?:instead of|rather than|and not|not|against|down from|up from)\b (?:\w+ ){{0,2}}{_COUNT}\b"
)
_STATE = re.compile(
    # What a person or a thing came to: "both of them stayed", "she took the smaller one", "it was right", "he agreed".
    r"\b(?:they|she|he|it|both|everyone|everybody|nobody|all|most|(?:the|our|my|his|her|their) (?:\w+ ){1,2})\b(?:\w+ ){0,2}?"
    r"(?:stayed|agreed|accepted|thanked|apologised|apologized|came back|signed|bought|took|chose|ordered|paid|works?|worked|ran|runs?|liked|"
    r"stopped|carried|became|turned out|was (?:right|better|gone|solved|ready|happy|satisfied|calmer|easier|faster|done)|"
    r"were (?:right|better|gone|solved|ready|happy|satisfied|calmer|done))\b|\bno (?:more|further|longer)\b|\b(?:it|that) was better\b"
)
_MAXIM = re.compile(
    r"\b(?:lessons?|moral|takeaway|conclusion)(?: (?:is|was|for me))?\b|\bi(?:'ve| have) (?:since |also )?(?:stopped|started|kept|got into the habit|made it a (?:rule|habit))\b|"
    r"\b(?:so|and|but|now|still|today|also) (?:now |today |then )?i(?: now| always| never| still| also| only| first)* (?:ask|check|write|call|say|tell|look|start|begin|go|do|give|take|"
    r"make|put|keep|plan|wait|listen|show|bring|set|test|try|read|count|agree|speak|talk|come|send|stop|offer|let|note)\b|"
    r"\bi (?:now |always |never |still )*(?:ask|check|write|call|say|tell|look|begin|give|take|make|keep|plan|wait|listen|show|bring|test|count|agree|speak|talk|send|stop|offer|note)\b|"
    r"\b(?:it|that|this) (?:is|'s|was) (?:not |never |mostly |usually |more |better )*(?:the|about|a|more) [^.;]{2,40}\b(?:not|than|but|and not)\b|\bi(?:'d| would) (?:still|again|rather|also|do)\b|"
    r"\bif (?:it|this|that) happen(?:s|ed) again\b|\bwhat (?:stayed|stays|remained) with me\b|\bi (?:under|over)estimated\b|\b(?:was|were) luck(?:y)?\b|\bi don't \w+ any ?more\b"
)


@dataclass(frozen=True, slots=True)
class Found:
    """What a detector says: a status, the sentence that shows it, and why in plain words."""

    status: DecisionStatus
    sentence: Sentence | None
    why: str


Said = Sequence[tuple[Sentence, str]]
"""Sentences with their text, in order."""


def _denied(sentence: Sentence, start: int, end: int) -> bool:
    """True when the words between two places, or the three before them, hold a negator."""
    places = [i for i, w in enumerate(sentence.words) if start <= w.start - sentence.start < end]
    if not places:
        return False
    return any(negates(w.text) for w in sentence.words[max(0, places[0] - 3) : places[-1] + 1])


def _signs(said: Said, pattern: re.Pattern[str], cased: bool = False) -> list[tuple[Sentence, re.Match[str]]]:
    found = []
    for sentence, text in said:
        match = pattern.search(text if cased else text.lower().replace("’", "'"))
        if match and not _denied(sentence, match.start(), match.end()):
            found.append((sentence, match))
    return found


def situation(said: Said) -> Found:
    """A concrete occasion: when, where or in which role, and who was there."""
    early = said[: max(4, (len(said) + 1) // 2)]
    signs = {
        "a time": _signs(early, _TIME), "a place or role": _signs(early, _PLACE),
        "people": _signs(early, _PEOPLE) or _signs(early, _NAME, cased=True),
    }
    shown = [name for name, hits in signs.items() if hits]
    past = [sentence for sentence, _ in early if _past(sentence)]
    if not shown or not past:
        return Found("missing", None, "No concrete occasion was heard: no time, no place, nobody by role or name.")
    best = next(hits[0][0] for hits in signs.values() if hits)
    if len(shown) >= 2:
        return Found("covered", best, f"A real occasion: {' and '.join(shown)} are named.")
    return Found("partly", best, f"Only {shown[0]} is named; say when it was, where, and who was there.")


def action(said: Said) -> Found:
    """What the speaker did: I and a verb of doing in the past, not only we."""
    mine = [(sentence, done) for sentence, _ in said if (done := deeds(sentence, "i"))]
    count = sum(len(done) for _, done in mine)
    if count >= 2:
        return Found("covered", mine[0][0], "You say what you did yourself.")
    if count == 1:
        return Found("partly", mine[0][0], "One step of your own was heard; say what you did next.")
    ours = [sentence for sentence, _ in said if deeds(sentence, "we")]
    if ours:
        return Found("partly", ours[0], "The team acts here; your own part is not clear.")
    return Found("missing", None, "No step of your own was heard.")


def result(said: Said) -> Found:
    """What came of it, best with a number: how much, how often over a time, or before and after."""
    later = said[len(said) // 4 :] if len(said) > 3 else said
    hits = _signs(later, _OUTCOME)
    texts = {id(sentence): text.lower() for sentence, text in said}
    counted = [sentence for sentence, text in said[len(said) // 3 :] if _COUNTED.search(text.lower().replace("’", "'"))]
    measured = [s for s, _ in hits if _MEASURE.search(texts[id(s)]) and _past(s)] + counted
    if measured:
        # The last outcome is the one the story was told for.
        return Found("covered", max(measured, key=lambda s: (s.part, s.start)), "An outcome that could be checked.")
    named = [s for s, _ in hits if _past(s)] + [s for s, _ in _signs(_closing(said), _STATE) if _past(s)]
    if named:
        return Found("partly", named[-1], "An outcome is named, but nothing that says how much.")
    return Found("missing", None, "No outcome was heard.")


def reflection(said: Said) -> Found:
    """What was learned or would be done differently; near the end a rule of one's own will do, in whatever words."""
    hits = _signs(said, _LESSON)
    if not hits:
        hits = [(sentence, found) for sentence, text in _closing(said) if (found := _MAXIM.search(text.lower().replace("’", "'")))]
    if not hits:
        return Found("missing", None, "Nothing was said about what you took from it.")
    sentence = hits[-1][0]
    if len([w for w in sentence.words if w.content]) >= 3:
        return Found("covered", sentence, "You say what you took from it.")
    return Found("partly", sentence, "A lesson is hinted at; say what you do differently now.")


def _closing(said: Said) -> Said:
    """The last third of a story, of a long one at most four sentences."""
    return said[-min(4, max(1, len(said) // 3)) :] if len(said) > 2 else ()


def _past(sentence: Sentence) -> bool:
    return any(
        w.text in ("was", "were", "had", "did") or w.text in _PAST_IRREGULAR or (w.text.endswith("ed") and len(w.text) > 3)
        for w in sentence.words
    )


def deeds(sentence: Sentence, who: str) -> list[str]:
    """The past verbs of doing that follow `who` within three words in the same clause, not negated."""
    found = []
    words = sentence.words
    for first, last in sentence.clauses:
        for at in range(first, last):
            if words[at].text not in ((who, "i've", "i'd") if who == "i" else (who,)):
                continue
            for word in words[at + 1 : min(at + 4, last + 2, len(words))]:
                if negates(word.text) or word.text in ("i", "we", "would", "will", "can", "could"):
                    break
                if word.text in _IDLE:
                    break
                if word.text in _PAST_IRREGULAR or (word.text.endswith("ed") and len(word.text) > 3):
                    found.append(word.text)
                    break
    return found


DETECTORS: dict[str, Callable[[Said], Found]] = {
    "situation": situation, "action": action, "result": result, "reflection": reflection,
}
