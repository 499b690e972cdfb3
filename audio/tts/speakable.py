"""Makes written words speakable: no Markdown, no addresses spelled out, symbols and notations as a person reads them aloud."""

import re
from functools import lru_cache

_FENCE = re.compile(r"```[^\n]*\n(.*?)(?:```|\Z)", re.DOTALL)
_STEPS: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern, flags), spoken)
    for pattern, spoken, flags in (
        (r"!\[([^\]]*)\]\([^)]*\)", r"\1", 0),
        (r"\[([^\]]+)\]\((?:[^()]|\([^)]*\))*\)", r"\1", 0),
        (r"<https?://[^>\s]+>|https?://[^\s)\]>]+", "the link", re.IGNORECASE),
        (r"\bwww\.[^\s)\]>]+", "the link", re.IGNORECASE),
        (r"^\s{0,3}#{1,6}\s+", "", re.MULTILINE),
        (r"^\s*>\s?", "", re.MULTILINE),
        (r"^\s*[-*+•]\s+", "", re.MULTILINE),
        (r"^\s*\|?[\s:|-]*-{3,}[\s:|-]*\|?\s*$", "", re.MULTILINE),
        (r"\s*\|\s*", ", ", 0),
        (r"(\*\*|__)(.+?)\1", r"\2", re.DOTALL),
        (r"(?<![\w*])\*([^*\n]+)\*(?![\w*])", r"\1", 0),
        (r"(?<!\w)_([^_\n]+)_(?!\w)", r"\1", 0),
        (r"~~(.+?)~~", r"\1", 0),
        (r"`+([^`\n]*)`+", r"\1", 0),
        (r"</?[a-zA-Z][^>\n]{0,80}>", " ", 0),
        (r"\bO\(([^()]*)\)", r"O of \1", 0),
        (r"\blog\s*\(?n\)?", "log n", 0),
        (r"\bn\s*\^\s*2\b|\bn²", "n squared", 0),
        (r"\bn log n\b", "n log n", 0),
        (r"\bC\+\+", "C plus plus", 0),
        (r"\bC#", "C sharp", 0),
        (r"\bF#", "F sharp", 0),
        (r"(?<!\w)\.NET\b", "dot net", 0),
        (r"\bNode\.js\b", "Node JS", 0),
        (r"\bk8s\b", "Kubernetes", re.IGNORECASE),
        (r"\bCI/CD\b", "C I, C D", 0),
        (r"\bI/O\b", "I O", 0),
        (r"\bTCP/IP\b", "T C P, I P", 0),
        (r"\bSQL\b", "sequel", 0),
        (r"\be\.g\.,?", "for example,", 0),
        (r"\bi\.e\.,?", "that is,", 0),
        (r"\betc\.", "and so on.", 0),
        (r"\bvs\.?(?=\s)", "versus", 0),
        (r"\bp(50|75|90|95|99)\b", r"p \1", 0),
        (r"(\d)\s?%", r"\1 percent", 0),
        (r"(\d)\s?ms\b", r"\1 milliseconds", 0),
        (r"(\d)\s?µs\b", r"\1 microseconds", 0),
        (r"(\d)\s?s\b(?!\w)", r"\1 seconds", 0),
        (r"(\d)\s?(?:KB|kB)\b", r"\1 kilobytes", 0),
        (r"(\d)\s?MB\b", r"\1 megabytes", 0),
        (r"(\d)\s?GB\b", r"\1 gigabytes", 0),
        (r"(\d)\s?TB\b", r"\1 terabytes", 0),
        (r"(?<=\d),(?=\d{3}\b)", "", 0),
        (r"[$]\s?(\d+(?:\.\d+)?)\s?(k|m|bn?)\b", r"\1 \2 dollars", re.IGNORECASE),
        (r"[$]\s?(\d+(?:\.\d+)?)", r"\1 dollars", 0),
        (r"€\s?(\d+(?:\.\d+)?)", r"\1 euros", 0),
        (r"£\s?(\d+(?:\.\d+)?)", r"\1 pounds", 0),
        (r"(\d)\s*[x×]\s*(\d)", r"\1 times \2", 0),
        (r"(?<=\d)\s*[–-]\s*(?=\d)", " to ", 0),
        (r">=|≥", " at least ", 0),
        (r"<=|≤", " at most ", 0),
        (r"!=|≠", " is not equal to ", 0),
        (r"==", " equals ", 0),
        (r"[-=]>|→|⇒", " leads to ", 0),
        (r"≈", " about ", 0),
        (r"(?<=\s)&(?=\s)", "and", 0),
        (r"\b([A-Za-z]+)/([A-Za-z]+)\b", r"\1 or \2", 0),
        (r"\b(\w+)_(\w+)\b", r"\1 \2", 0),
        (r"\(\)", "", 0),
        (r"[*_~^{}\[\]\\<>=|`#]+", " ", 0),
        (r"[\U0001F000-\U0001FAFF\u2600-\u27BF\uFE0F\u200D]+", " ", 0),
    )
)
_UNITS = {"k": "thousand", "m": "million", "b": "billion", "bn": "billion"}
CODE_ASIDE = "The code is on your screen."


@lru_cache(256)
def speakable(text: str) -> str:
    """The text as it is read aloud; code blocks are pointed at, not read."""
    text = _FENCE.sub(f"\n{CODE_ASIDE}\n", text)
    for pattern, spoken in _STEPS:
        text = pattern.sub(spoken, text)
    text = re.sub(
        r"\b(k|m|bn?) (dollars)\b", lambda found: f"{_UNITS[found[1].lower()]} {found[2]}", text, flags=re.IGNORECASE
    )
    text = re.sub(r"[ \t]+", " ", re.sub(r"\s*\n\s*", "\n", text))
    lines = [line.strip(" ,") for line in text.split("\n")]
    return " ".join(
        line if line.endswith((".", "!", "?", ":", ";", "…", ",")) or at == len(lines) - 1 else f"{line}."
        for at, line in enumerate(lines)
        if line
    )
