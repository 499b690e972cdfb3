"""Measurements of the product: each `python -m bench.NAME` prints one JSON object as its last line."""

import os

# As app.main does, before numpy is imported: with a thread for each core, idle threads spin, and grading takes ten times as long.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
