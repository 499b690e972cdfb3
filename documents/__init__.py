"""Files in: what a stranger uploads becomes lines with their places, in a child process that can be killed."""
