"""Transcripts: what a hiring manager, a coach or the candidate reads, listens to and decides on."""
