"""HTML of one open transcript: its head, the player, what was said, and the cards beside it."""

import json
from html import escape

from agents.review.reading import Opened
from core.shelf import Row
from core.text import clock, day, lasting
from core.transcript import Transcript
from pages import transcripts_cards as cards
from pages import transcripts_handling as handling
from pages import transcripts_reviewers as reviewers
from pages import transcripts_sharing as sharing
from pages import transcripts_wave, transcripts_words
from pages.show import LEVELS, track_words

SPEEDS = (1.0, 1.25, 1.5, 2.0, 0.75)


def detail(one: Opened) -> str:
    """The whole of it, in two columns."""
    made = one.transcript
    notices = "".join(f'<div class="banner" role="note">{escape(text)}</div>' for text in made.notices)
    return (
        f'<div class="tr-detail" data-transcript="{escape(made.id)}" data-seconds="{made.seconds:.2f}">'
        '<button type="button" class="act tr-back" data-tr="back">All transcripts</button>'
        f'<section class="tr-read" aria-label="Transcript">{_head(one)}{_player(one)}{notices}'
        f'<div class="tr-said">{transcripts_words.passages(made, handling.mine(one))}{handling.correcting(one)}</div></section>'
        f'<aside class="tr-cards" aria-label="Review">{cards.verdict(one)}{reviewers.card(one)}{cards.notes(one)}{cards.asked(one)}'
        f"{cards.scores(one)}{cards.trail(one)}{handling.card(one)}{sharing.card(one)}</aside></div>"
    )


def name(made: Transcript | Row) -> str:
    """What a transcript is called: by its candidate where they are known."""
    return made.candidate or made.title


def beside(made: Transcript | Row) -> str:
    """The title of a recording that is called by its candidate; an interview of ours has none of its own."""
    return made.title if made.source == "recording" and made.title != name(made) else ""


def role_words(role: str, track: str, level: int | None) -> str:
    """Such as "Backend, senior"."""
    called = role if role not in ("", "any") else track_words(track) if track else ""
    if not called:
        return ""
    bits = (called[:1].upper() + called[1:], LEVELS.get(level or 0, ""))
    return ", ".join(bit for bit in bits if bit)


def _head(one: Opened) -> str:
    made = one.transcript
    length = lasting(made.seconds) if made.seconds else "typed"
    bits = (beside(made), role_words(made.role, made.track, made.level), length, f"{made.held_at:%d %B %Y}".lstrip("0"))
    told = " · ".join(bit for bit in bits if bit)
    return (
        f'<header class="tr-head"><h1 tabindex="-1">{escape(name(made))}</h1>'
        f"{_blind(one)}"
        f'<span class="soft">{escape(told)}</span>{_host(one)}{"".join(_tag(tag) for tag in made.tags)}'
        '<button type="button" class="tr-plain tr-down" data-tr="down">Verdict, notes, scores</button></header>'
    )


def _host(one: Opened) -> str:
    """For whom an invited reviewer reads, and how long."""
    if one.invited is None:
        return ""
    whom = f"for {escape(one.invited.host)} " if one.invited.host else ""
    return f'<span class="soft">You review it {whom}until {day(one.invited.ends_at)}.</span>'


def _blind(one: Opened) -> str:
    """The switch of a blind review; words alone for who was invited to one."""
    if one.invited and one.invited.blind:
        return '<span class="pill">blind review</span>'
    why = "Names, voices, scores and other reviewers stay hidden until your verdict is in."
    return (
        f'<button type="button" class="pill tr-blind" data-tr="blind" aria-pressed="{str(one.blind).lower()}" title="{why}">'
        f"{'blind review' if one.blind else 'review blind'}</button>"
    )


def _tag(tag: str) -> str:
    return f'<span class="pill">{escape(tag)}</span>'


def _player(one: Opened) -> str:
    made = one.transcript
    if not made.takes:
        words = "This interview was typed, so there is nothing to play."
        if made.engine or any(each.words for each in made.passages):
            words = "No sound is kept of this interview; what was heard stays to be read."
            if "voices" in one.hidden:
                words = "Voices are hidden in a blind review. A recording opens when your verdict is in."
        return f'<p class="tr-silent soft">{words}</p>'
    total = clock(made.seconds)
    takes = json.dumps([{"start": each.start, "seconds": each.seconds, "path": each.path} for each in made.takes])
    quiet = transcripts_wave.quiet(made.takes)
    skip = (
        '<button type="button" class="tr-plain" data-tr="skip" aria-pressed="false">skip silence</button>' if quiet else ""
    )
    return (
        f'<div class="card tr-player" data-takes="{escape(takes)}" data-quiet="{escape(json.dumps(quiet))}">'
        '<audio class="tr-sound" preload="auto"></audio>'
        '<div class="tr-wave" role="slider" tabindex="0" aria-label="Position in the recording" aria-valuemin="0" '
        f'aria-valuemax="{made.seconds:.1f}" aria-valuenow="0" aria-valuetext="0:00 of {total}">'
        f'{transcripts_wave.bars(made.takes, made.seconds)}<i class="tr-at" aria-hidden="true"></i></div>'
        '<div class="tr-controls"><button type="button" class="tr-play" data-tr="play" aria-label="Play" aria-pressed="false">'
        '<i class="glyph" aria-hidden="true"></i><span class="tr-time">0:00</span></button>'
        f'<button type="button" class="tr-plain" data-tr="speed" data-speeds="{" ".join(f"{each:g}" for each in SPEEDS)}" '
        f'aria-label="Speed: 1 times">1 ×</button>{skip}<span class="tr-whole">{total}</span></div>'
        '<p class="tr-lost small" role="status"></p></div>'
    )

