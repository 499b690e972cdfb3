"""Recordings that were brought: how they arrive, are kept, decoded, played and deleted."""
