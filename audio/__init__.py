"""Sound in and sound out: clips, voice activity, turn-taking, vendors that hear and speak, and what a listener may notice."""
