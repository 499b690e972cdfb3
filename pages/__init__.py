"""The doors: one tab a file, the public API, the routes and who is asking. The only room that knows gradio."""
