"""Finds skills in a text: the longest name first, by itself, in plural, in another form, or written apart; each find says by which rule."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Literal

from rag.skills.catalog import Skill, catalog
from rag.skills.context import Place, allowed, firm
from rag.skills.tokens import Token, singular, stem, tokenize

Rule = Literal["name", "alias", "plural", "form", "joined"]
FORMS_FROM = 6
"""Letters from which a single word is also found in other tenses; shorter ones collide too often."""
LONGEST = 60_000
_ACT = re.compile(r"(?:ing|ment|tion|sis)$")
_FORM = re.compile(r"(?:ed|ing|ions?|ments?|[iy][sz](?:e|es))$")
"""Endings of a single word that is another form; "engineers" and "accounts" are people and books, not the practice."""


@dataclass(frozen=True, slots=True)
class Found:
    """A skill at a place of the text; `surface` is how it stands there."""

    skill: Skill
    start: int
    end: int
    surface: str
    rule: Rule

    @property
    def why(self) -> str:
        """The rule in words a person reads."""
        if self.rule == "name":
            return f"“{self.surface}” is named"
        how = {
            "alias": "another name of",
            "plural": "a plural of",
            "form": "another form of",
            "joined": "another spelling of",
        }
        return f"“{self.surface}” is {how[self.rule]} {self.skill.name}"


@dataclass(slots=True)
class _Node:
    """A place in a trie: what may follow, with which sign between, and which names end here."""

    next: dict[tuple[str, str], "_Node"] = field(default_factory=dict)
    ends: list[tuple[Skill, str]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Hit:
    skill: Skill
    alias: str
    first: int
    last: int
    rule: Rule


def _gap(gap: str) -> str | None:
    """The sign between two words of one name; None where no name goes on."""
    if len(gap) > 4 or gap.count("\n") > 1:
        return None
    sign = gap.strip()
    if sign in ("", "-", "‐", "‑", "–") or (sign == "." and gap == "."):
        return "" if not (sign and gap.strip() != gap and sign != "-") else None
    if sign in ("/", "&", "'", "’"):
        return sign
    return None


_FOLDS: tuple[tuple[Rule, Callable[[str], str]], ...] = (("name", str), ("plural", singular), ("form", stem))


@lru_cache(maxsize=1)
def _tries() -> dict[str, _Node]:
    tries: dict[str, _Node] = {name: _Node() for name, _ in _FOLDS}
    for skill in catalog():
        for alias in (skill.name, *skill.aliases):
            words = tokenize(alias)
            for name, fold in _FOLDS:
                if name != "form" or _has_forms(skill, alias, words):
                    exact = skill.named and name == "plural"
                    _put(tries[name], words, str if exact else fold, (skill, alias))
                if name == "form" and len(words) == 2 and _has_forms(skill, alias, words) and _ACT.search(alias):
                    # "tracked experiments" is experiment tracking.
                    _put(tries[name], words[::-1], fold, (skill, alias))
    return tries


def _has_forms(skill: Skill, alias: str, words: Sequence[Token]) -> bool:
    if skill.named or alias.isupper() or not all(word.text.isalpha() for word in words):
        return False
    return len(words) > 1 or len(alias) >= FORMS_FROM


def _put(root: _Node, words: Sequence[Token], fold: Callable[[str], str], entry: tuple[Skill, str]) -> None:
    at = root
    for number, word in enumerate(words):
        gap = (_gap(word.gap) or "") if number else ""
        at = at.next.setdefault((gap, fold(word.text.lower())), _Node())
    at.ends.append(entry)


def find(text: str) -> list[Found]:
    """Every skill of the list that the text names, in order, without overlaps."""
    text = text[:LONGEST]
    words = tokenize(text)
    folded: dict[str, list[str]] = {name: [fold(word.text.lower()) for word in words] for name, fold in _FOLDS}
    hits = _longest(words, folded)
    company = frozenset(at for hit in hits if firm(hit.skill, hit.alias) for at in range(hit.first, hit.last + 1))
    found: list[Found] = []
    for hit in hits:
        start, end = words[hit.first].start, words[hit.last].end
        place = Place(text, words, hit.first, hit.last, company)
        if allowed(hit.skill, hit.alias, place):
            found.append(Found(hit.skill, start, end, text[start:end], hit.rule))
    return found


def _longest(words: Sequence[Token], folded: dict[str, list[str]]) -> list[_Hit]:
    hits: list[_Hit] = []
    at = 0
    while at < len(words):
        best: _Hit | None = None
        for name, _ in _FOLDS:
            hit = _walk(words, folded[name], at, name)
            if hit and (best is None or hit.last > best.last):
                best = hit
        best = best or _joined(words, folded["name"], at)
        if best:
            hits.append(best)
            at = best.last
        at += 1
    return hits


def _walk(words: Sequence[Token], keys: Sequence[str], first: int, rule: Rule) -> _Hit | None:
    node: _Node | None = _tries()[rule].next.get(("", keys[first]))
    best: _Hit | None = None
    at = first
    while node is not None:
        for skill, alias in node.ends:
            if rule == "form" and at == first and not _FORM.search(words[at].text.lower()):
                continue
            own: Rule = "name" if rule == "name" and alias == skill.name else "alias" if rule == "name" else rule
            if best is None or best.last < at:
                best = _Hit(skill, alias, first, at, own)
        at += 1
        if at >= len(words):
            break
        gap = _gap(words[at].gap)
        if gap is None:
            break
        # CI/CD may be written CI CD or CI-CD, never the other way round: "Python/Django" stays two names.
        node = node.next.get((gap, keys[at])) or (node.next.get(("/", keys[at])) if gap == "" else None)
    return best


def _joined(words: Sequence[Token], keys: Sequence[str], first: int) -> _Hit | None:
    """A name that is one word, written as two: Type Script, micro-services."""
    if first + 1 >= len(words) or _gap(words[first + 1].gap) != "" or words[first + 1].gap == "":
        return None
    both = keys[first] + keys[first + 1]
    if len(both) < 7 or len(keys[first]) < 3:
        return None
    node = _tries()["name"].next.get(("", both)) or _tries()["plural"].next.get(("", singular(both)))
    if node is None or not node.ends:
        return None
    skill, alias = node.ends[0]
    return _Hit(skill, alias, first, first + 1, "joined")
