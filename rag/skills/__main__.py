"""`python -m rag.skills lint [FOLDER]` checks the list; `python -m rag.skills find TEXT` shows what is found in a text."""

import sys

from rag.skills.finding import find
from rag.skills.lint import main


def run(arguments: list[str]) -> int:
    """The two commands."""
    match arguments:
        case ["lint", *rest]:
            return main(rest)
        case ["find", *words]:
            for found in find(" ".join(words)):
                print(f"{found.skill.id}\t{found.rule}\t{found.surface}")
            return 0
        case _:
            print(__doc__)
            return 2


if __name__ == "__main__":
    raise SystemExit(run(sys.argv[1:]))
