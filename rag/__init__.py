"""What the interviewer can draw on: question banks, embeddings and the vector index."""
