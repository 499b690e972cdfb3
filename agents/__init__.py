"""The verbs: holding an interview, grading it, reporting on it. The only room that knows langchain and langgraph."""
