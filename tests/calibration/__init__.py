"""Trust in the grades: the shipped figures, the command that makes them, the page."""
