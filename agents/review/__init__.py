"""What reviewers say of a transcript: notes, verdicts, the trail; reviewing blind, and by several."""
