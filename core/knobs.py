"""The settings as documents: `python -m core.knobs env` writes `.env.example`, `python -m core.knobs table` the README's table."""

import sys

from pydantic import AliasChoices, SecretStr, ValidationError

from core.settings import Settings


def names(field: str) -> list[str]:
    """The environment names of a field, the first being the one to write."""
    alias = Settings.model_fields[field].validation_alias
    return [str(name) for name in alias.choices] if isinstance(alias, AliasChoices) else [str(alias)]


def wrong(fault: ValidationError) -> str:
    """Which values are wrong, why, and how they should look, in one line."""
    told = []
    for error in fault.errors():
        name = str(error["loc"][0])
        field = next((key for key in Settings.model_fields if name in (key, *names(key))), name)
        example = (Settings.model_fields[field].examples or [""])[0] if field in Settings.model_fields else ""
        told.append(f"{name}: {error['msg'].removeprefix('Value error, ')}. For example: {name}={example}")
    return "; ".join(told)


def _shown(default: object) -> str:
    if isinstance(default, SecretStr):
        return ""
    if isinstance(default, bool):
        return str(default).lower()
    return str(default)


def env_example() -> str:
    """The text of `.env.example`."""
    lines = ["# Every setting and its default. Copy to .env and uncomment what you change.", ""]
    for key, field in Settings.model_fields.items():
        default = _shown(field.default)
        lines += [f"# {field.description}", f"# {names(key)[0]}={default}", ""]
    return "\n".join(lines)


def table() -> str:
    """The README's table of settings."""
    rows = ["| name | default | what it does |", "|---|---|---|"]
    for key, field in Settings.model_fields.items():
        default = _shown(field.default)
        rows.append(f"| `{names(key)[0]}` | {f'`{default}`' if default else ''} | {field.description} |")
    return "\n".join(rows)


if __name__ == "__main__":
    print(table() if sys.argv[1:] == ["table"] else env_example(), end="")
