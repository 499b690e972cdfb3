"""Our list of skills and the rules that find them in a text: names, other names, plurals, tenses, and names that are also words."""

from rag.skills.announced import announced, is_generic
from rag.skills.catalog import Catalog, Skill, catalog
from rag.skills.finding import Found, find
from rag.skills.phrases import phrases

__all__ = ["Catalog", "Found", "Skill", "announced", "catalog", "find", "is_generic", "phrases"]
