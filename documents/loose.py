"""Words put together from letters that a PDF draws one by one in no order, as some programs do to guard a text."""

from documents.glyphs import Word

SINGLE = 0.6
"""Share of words of one letter from which on a page's letters are loose; running text has 0.05."""
LEAST = 60
"""Words of a page below which nothing is told from shares."""
TOUCH = 0.18
"""Letter heights between two letters of one word, at most."""


def gathered(words: list[tuple[Word, bool]]) -> list[tuple[Word, bool]]:
    """The words as they came, or, where their letters are loose, words made of letters side by side, row by row."""
    single = sum(len(word.text) == 1 for word, _ in words)
    if len(words) < LEAST or single < SINGLE * len(words) or not all(word.upright for word, _ in words):
        return words
    made: list[tuple[Word, bool]] = []
    for row in _rows([word for word, _ in words]):
        for n, word in enumerate(row):
            last = made[-1][0] if n else None
            if last and word.x0 - last.x1 < TOUCH * max(last.size, word.size):
                last.text += word.text
                last.x1, last.y0, last.y1 = max(last.x1, word.x1), min(last.y0, word.y0), max(last.y1, word.y1)
            else:
                made.append((word, n == 0))
    return made


def _rows(words: list[Word]) -> list[list[Word]]:
    """Letters whose boxes overlap in height, top to bottom, each row from the left."""
    found: list[list[Word]] = []
    low = 0.0
    for word in sorted(words, key=lambda one: one.y1):
        if found and word.y0 < low - 0.3 * (word.y1 - word.y0):
            found[-1].append(word)
            low = max(low, word.y1)
        else:
            found.append([word])
            low = word.y1
    return [sorted(row, key=lambda one: one.x0) for row in found]
