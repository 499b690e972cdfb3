"""The nouns everything else is made of; knows the standard library, pydantic and numpy, nothing of ours above it."""
