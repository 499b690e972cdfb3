"""Banks that people bring: CSV, JSON lines and Markdown read into rows, rows into questions, and questions back into files."""
