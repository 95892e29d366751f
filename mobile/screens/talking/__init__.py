"""Writing to and fro, for every place where somebody does: the box in which an answer is written, and how a thread is drawn."""
