"""Resumes against job descriptions, as pure functions: parse, read the job, match, score, advise. No model is needed."""
