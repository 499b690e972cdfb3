"""HTML of how answers were said: waveform, player, quotes that play their own second, and measures. Scores stay elsewhere."""

from collections.abc import Sequence
from html import escape

from agents.spoken import Aloud
from core.delivery import Delivery, Mark, Measure, Sound, Span, Spoken
from core.schema import Quote
from core.text import clock

BARS, FEW_BARS = 160, 64
"""Of a waveform on a wide and on a narrow page."""
LEAST_PEAK = 8
"""Percent of full scale; a recording that is quieter than this is drawn as quiet as it is."""
LONG_S = 2.0
MOST_NAMED = 6
"""Fillers that are named with their second."""
BEFORE_S, AFTER_S = 0.15, 0.2
"""A quote is played with a little air around it."""
PRIVATE = "for you only, not part of any score"


def hear(aloud: Aloud | None, quote: Quote) -> str:
    """The button that plays a quote's own second; empty where it is not heard in a recording."""
    one = next((one for one in aloud.turns if one.turn == quote.turn), None) if aloud else None
    span = next((span for span in one.spans if span.text == quote.text), None) if one else None
    if aloud is None or one is None or one.sound is None or span is None:
        return ""
    start, end = max(0.0, span.start - BEFORE_S), min(one.sound.seconds, span.end + AFTER_S)
    return (
        f'<button type="button" class="hear" data-audio="{_file(aloud, one)}" data-start="{start:.2f}" data-end="{end:.2f}" '
        'aria-label="Play this quote" aria-pressed="false" title="Hear it"><i class="glyph" aria-hidden="true"></i>'
        f"{clock(span.start)}</button>"
    )


def answers(aloud: Aloud | None, turns: Sequence[int]) -> str:
    """How the answers to one question were said; empty where nothing was spoken."""
    found = aloud.of(turns) if aloud else ()
    if aloud is None or not found:
        return ""
    first = min(turns)
    parts = "".join(_answer(aloud, one, "Your answer" if one.turn == first else "After the follow-up") for one in found)
    return _section(parts)


def others(aloud: Aloud | None, turns: Sequence[int]) -> str:
    """What was spoken outside the graded questions: the opening, and the candidate's own questions."""
    rest = [one for one in aloud.turns if one.turn not in turns] if aloud else []
    if aloud is None or not rest:
        return ""
    parts = "".join(_answer(aloud, one, "The opening" if one.turn == 0 else "Your questions") for one in rest)
    return f'<div class="card around"><h3>Around the questions</h3>{_section(parts)}</div>'


def _section(parts: str) -> str:
    return (
        '<section class="spoken" aria-label="How it was said"><div class="spoken-head"><h4>How it was said</h4>'
        f'<span class="small">{PRIVATE}</span></div>{parts}</section>'
    )


def overall(aloud: Aloud | None) -> str:
    """The measures over all answers, once."""
    if aloud is None or aloud.overall is None:
        return ""
    return (
        f'<div class="card delivery"><h3>How it was said <small>{PRIVATE}</small></h3>{measures(aloud.overall)}</div>'
    )


def recording(aloud: Aloud | None) -> str:
    """What is kept of the sound, and the button that removes it."""
    if aloud is None or not aloud.bytes:
        return ""
    return (
        f'<div class="card kept"><h3>Your recording</h3><p class="small">{clock(aloud.seconds)} of sound, '
        f"{_megabytes(aloud.bytes)}, kept where this app runs, for you alone.</p>"
        '<button type="button" class="act" data-act="ask-delete">Delete the recording</button>'
        '<div class="sure" role="alertdialog" aria-label="Delete the recording" hidden><p>Every sound of this interview goes for good. '
        'Your words and the report stay.</p><button type="button" class="act bad" data-act="delete">Delete it</button> '
        '<button type="button" class="act" data-act="keep">Keep it</button></div><p class="small told" role="status"></p></div>'
    )


def unheard(aloud: Aloud | None) -> str:
    """What could not be turned into words during the interview, and what becomes of it."""
    if aloud is None or not aloud.unheard:
        return ""
    answers_ = "one answer" if aloud.unheard == 1 else f"{aloud.unheard} answers"
    if aloud.transcribing == "working":
        words = (
            f"Part of {answers_} was not heard at the time. It is being transcribed now; the report follows by itself."
        )
        return (
            '<div class="banner later" role="status" data-transcript="working"><span class="state working">'
            f'<span class="ring"></span></span><span class="told">{words}</span></div>'
        )
    words = f"Part of {answers_} was not heard at the time. The recording is kept, so its words can still be filled in."
    if aloud.failed:
        words = f"Part of {answers_} is not transcribed yet. {aloud.failed}"
    return (
        f'<div class="banner later" role="note"><span class="told">{escape(words)}</span>'
        '<button type="button" class="act" data-act="transcribe">Transcribe what was not heard</button></div>'
    )


def measures(delivery: Delivery) -> str:
    """The measured lines: label, value, reading. Lines without a number that share a reason are one line."""
    lines: dict[str, list[Measure]] = {}
    for one in delivery.measures:
        lines.setdefault(one.name if one.value is not None else one.reading, []).append(one)
    return '<dl class="measures">' + "".join(_line(together) for together in lines.values()) + "</dl>"


def _line(together: Sequence[Measure]) -> str:
    label = ", ".join(one.label if at == 0 else one.label.lower() for at, one in enumerate(together))
    kind = "" if together[0].value is not None else ' class="none"'
    shown = f"<dd><b>{escape(together[0].shown)}</b></dd>" if together[0].shown else ""
    return f'<div{kind}><dt>{escape(label)}</dt>{shown}<dd class="reading">{escape(together[0].reading)}</dd></div>'


def _answer(aloud: Aloud, one: Spoken, named: str) -> str:
    player = _player(aloud, one, named) if one.sound is not None else ""
    told = [_measured(one.delivery)] if one.delivery is not None else []
    if one.delivery is None or one.unheard:
        told.append(f'<p class="small">{_why_not(one)}</p>')
    elif one.later:
        told.append('<p class="small">Transcribed after the interview.</p>')
    if one.said:
        quoted = f'<div class="body quote">“{escape(one.said)}”</div>'
        told.append(f"<details><summary>What you said aloud</summary>{quoted}</details>")
    named = "Said aloud beside what you typed" if one.typed else named
    return f'<div class="said-aloud"><div class="small part">{named}</div>{player}{"".join(told)}</div>'


def _measured(delivery: Delivery) -> str:
    """The lines, or one sentence where an answer was too short for any."""
    pace = next((one for one in delivery.measures if one.name == "pace"), None)
    if pace is not None and pace.value is None:
        return f'<p class="small">{escape(pace.reading)}</p>'
    return measures(delivery)


def _why_not(one: Spoken) -> str:
    if one.unheard and one.delivery is not None:
        return "Not all of it is transcribed yet, so the numbers cover what was heard."
    if not one.answered:
        return "This was recorded, but no answer was sent, so it is not transcribed."
    if one.unheard or one.typed:
        return "Not transcribed yet."
    return "No times of single words are known, so pace and pauses are not measured."


def _player(aloud: Aloud, one: Spoken, named: str) -> str:
    assert one.sound is not None
    total = clock(one.sound.seconds)
    marks = one.delivery.marks if one.delivery else ()
    return (
        f'<div class="aloud" data-audio="{_file(aloud, one)}" data-seconds="{one.sound.seconds:.2f}">'
        f'<button type="button" class="play" aria-label="Play: {named.lower()}" aria-pressed="false">'
        '<i class="glyph" aria-hidden="true"></i></button>'
        f'<div class="wave" role="slider" tabindex="0" aria-label="Position in the recording" aria-valuemin="0" '
        f'aria-valuemax="{one.sound.seconds:.1f}" aria-valuenow="0" aria-valuetext="0:00 of {total}">'
        f"{_marks(one.sound, marks, one.spans)}{_bars(one.sound)}"
        f'<i class="at" aria-hidden="true"></i></div><span class="time" role="timer">{total}</span></div>'
        f"{_legend(one.sound, marks, one.spans)}"
    )


def _bars(sound: Sound) -> str:
    """The bars twice: as they rest, and as they were played, which the page uncovers from the left."""
    heights = [max(abs(low), abs(high)) for low, high in sound.peaks]
    most = max([LEAST_PEAK, *heights])
    drawn = ""
    for count, kind in ((BARS, "many"), (FEW_BARS, "few")):
        step = max(1, -(-len(heights) // count))
        folded = [max(heights[at : at + step]) / most for at in range(0, len(heights), step)]
        width = 1000 / max(1, len(folded))
        path = "".join(
            f"M{(at + 0.5) * width:.1f} {50 - 46 * height:.0f}v{max(1.0, 92 * height):.0f}"
            for at, height in enumerate(folded)
        )
        drawn += f'<path class="{kind}" d="{path}"/>'
    return "".join(
        f'<svg class="bars {kind}" viewBox="0 0 1000 100" preserveAspectRatio="none" aria-hidden="true">{drawn}</svg>'
        for kind in ("rest", "played")
    )


def _marks(sound: Sound, marks: Sequence[Mark], spans: Sequence[Span]) -> str:
    """Pauses as shades, pieces that never arrived as hatching, fillers as dots, quotes as a line under their words."""
    drawn = []
    for gap in sound.gaps:
        drawn.append(_box("gap", gap.start, gap.end, sound.seconds, "This piece of sound never arrived"))
    for mark in marks:
        if mark.kind == "pause":
            length = mark.end - mark.start
            kind = "pause long" if length > LONG_S else "pause"
            drawn.append(_box(kind, mark.start, mark.end, sound.seconds, f"A pause of {length:.1f} s"))
    for span in spans:
        x, width = _share(span.start, sound.seconds), _share(span.end - span.start, sound.seconds)
        drawn.append(f'<rect class="quoted" x="{x}" width="{width}" y="70" height="2" rx="1"/>')
    for mark in marks:
        if mark.kind == "filler":
            x = _share((mark.start + mark.end) / 2, sound.seconds)
            drawn.append(
                f'<circle class="filler" cx="{x}" cy="5" r="3.5"><title>“{escape(mark.text)}”</title></circle>'
            )
    return f'<svg class="marks" aria-hidden="true">{"".join(drawn)}</svg>'


def _box(kind: str, start: float, end: float, whole: float, title: str) -> str:
    x, width = _share(start, whole), _share(end - start, whole)
    return f'<rect class="{kind}" x="{x}" width="{width}" y="10" height="56" rx="3"><title>{title}</title></rect>'


def _legend(sound: Sound, marks: Sequence[Mark], spans: Sequence[Span]) -> str:
    """Each sign that is drawn, in words; fillers with their second, for those who do not see the dots."""
    fillers = [mark for mark in marks if mark.kind == "filler"]
    told = []
    if any(mark.kind == "pause" for mark in marks):
        told.append('<span><i class="key pause"></i>pause</span>')
    if fillers:
        named = ", ".join(f"“{escape(one.text)}” {clock(one.start)}" for one in fillers[:MOST_NAMED])
        more = f" and {len(fillers) - MOST_NAMED} more" if len(fillers) > MOST_NAMED else ""
        told.append(f'<span><i class="key filler"></i>filler: {named}{more}</span>')
    if spans:
        told.append('<span><i class="key quoted"></i>quoted in this report</span>')
    if sound.gaps:
        lost = sum(gap.end - gap.start for gap in sound.gaps)
        told.append(f'<span><i class="key gap"></i>{lost:.0f} s never arrived</span>')
    return f'<div class="legend small">{"".join(told)}</div>' if told else ""


def _share(seconds: float, whole: float) -> str:
    return f"{min(100.0, max(0.0, seconds / whole * 100 if whole else 0.0)):.2f}%"


def _file(aloud: Aloud, one: Spoken) -> str:
    return f"/files/audio/{aloud.session_id}/{one.turn}/you.flac"


def _megabytes(count: int) -> str:
    return f"{count / 1e6:.1f} MB" if count >= 100_000 else f"{max(1, round(count / 1000))} KB"
