"""Interview kits: the same questions for everyone, by link, with the candidate's consent."""
