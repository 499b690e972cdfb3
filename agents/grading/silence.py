"""Recognises "I don't know" in its many wordings, and what else is said beside it."""

import re

_NOT = r"(?:do not|don't|dont|does not|did not|didn't|would not|wouldn't|can not|cannot|can't|cant|could not|couldn't|am not|'m not|am un|wasn't)"
_ADVERB = r"(?:really |actually |honestly |even |quite |currently |just |truly |frankly |simply |exactly |for sure |entirely |at all |particularly |very )*"
SILENCE = re.compile(
    rf"\b(?:{_NOT} {_ADVERB}(?:know|recall|remember|answer|come up|think of (?:any|an|one|a)|tell you|say (?:much|anything|with)|have (?:an?|any|the|much|enough|experience)|"
    r"sure|certain|able|aware|familiar|confident|comfortable|qualified|understand (?:the|this|that|what)|get (?:the|this|that|what)|seem to|feel|recollect|place)|"
    r"no (?:idea|clue|answer|comment|knowledge|thoughts?|experience|opinion|memory)|not (?:a clue|the (?:faintest|slightest|foggiest)|sure|certain|familiar|something i|my (?:area|field|strong|thing|strength)|"
    r"one i|come across|really sure|that i|covered|been taught|an expert|learned|learnt)|haven't (?:a clue|the|heard|learn|studied|worked|used|come|encountered|done|seen|had|got|read|looked|touched|any|really)|"
    r"have(?: n't|n't| not| never) (?:heard|learn|learned|learnt|studied|worked|used|come|encountered|done|seen|had|got|read|looked|touched|any)|have (?:no|zero)|"
    r"(?:i )?never (?:heard|learned|learnt|studied|worked|used|covered (?:that|this|it)|came|encountered|done|did|seen|had|read|looked|touched|really|got|dealt)|"
    r"unfamiliar|beyond (?:me|my)|beats me|stumped|drawing a blank|drew a blank|blank(?:ed|ing)? (?:on|here|out)|mind (?:is|has gone|went|just went|'s gone) (?:blank|empty)|(?:you('ve| have)?|it) (?:got|lost|beat|beaten|have) me|"
    r"dunno|idk|d'?unno|search me|who knows|(?:would|will|'d|'ll) (?:have|need|want|like|rather|prefer|just)? ?(?:to )?(?:look (?:it|that|this)|google|guess|be guessing|read up|research (?:it|that|this)|skip|pass\b|bluff|be making)|"
    r"out of my depth|over my head|only guess|just guess|wild guess|making (?:it|this|something|things) up|make (?:it|this|something|things) up|bluff|"
    r"next (?:question|one)|move on|come back to (?:this|that|it)|skip (?:this|that|it|the|ahead)|pass on|(?:i'll |i will |i'd |let me |have to |i |gonna |i must |hard )pass\b|"
    r"give up|i wish i knew|escapes me|slipped my mind|nothing (?:comes|springs|to say|to add|really|i can)|can we (?:skip|move|go|come|do|try)|could we (?:skip|move|go|come|do|try)|"
    r"at a loss|i'm lost|i am lost|i'm stuck|i am stuck|fuzzy on|rusty|ask me (?:something|another)|something else|different question|no good answer|i've got nothing|got nothing|"
    r"not (?:able|in a position) to (?:answer|say|give|tell)|without (?:a clue|any idea)|above my|outside (?:my|of my|what)|isn't (?:my|something)|gap in my|unable to (?:answer|say|give|recall)|"
    r"don't think i (?:can|could|know|have)|don't believe i|doubt i (?:can|could|know)|mystery to me|greek to me|clueless|no hay|keine ahnung|weiß nicht|je ne sais|no sé)\b"
    r"|^\W*(?:pass|skip|next|nothing|none|no|nope|n/?a|null|nil|sorry|idk|\?+|uh+|um+|er+|hm+|no comment|good question)\W*$",
    re.IGNORECASE,
)
TRIGGERS = frozenset(
    """not no never n't don't dont didn't can't cant cannot couldn't wouldn't haven't wasn't isn't i'm idea clue pass skip
    next nothing none nope unfamiliar beyond beats stumped blank blanked mind got lost caught beat dunno idk search knows google
    guess guessing depth head making make bluff move come give wish escapes slipped could can loss stuck fuzzy rusty ask
    else different above outside gap unable doubt mystery greek clueless hay ahnung weiß sais sé na n sorry uh um er hm
    comment good guessing read leave without""".split()
)
"""One of these words stands in every such sentence; the others need no search."""
APOLOGY = frozenset(
    """sorry apologies apologise apologize afraid honest honestly honesty truth truthfully admit unfortunately regret
    pardon forgive pass skip next question questions move moving guess guessing answer answers know knowledge idea clue
    blank mind memory remember recall sure familiar unfamiliar heard learned learnt study studied subject topic area
    topics pretend pretending waste wasting time bluff bluffing look google search read reading research revise hope
    please thank thanks back later come coming leave leaving rather prefer would could something anything nothing
    experience expertise exposure hands help hint hints wish ready prepared preparing interview expect expected sort
    kind try trying term terms concept concepts word exactly detail details deep enough making make give gave given
    fair frank completely totally absolutely entirely right moment unsure wrong skipping passing stumped lost stuck
    worked work working job career course school university class project dealt deal encounter encountered touched
    used using far yet new list learn learning end week today tonight day""".split()
)
"""Words that keep an "I don't know" company and say nothing themselves."""
