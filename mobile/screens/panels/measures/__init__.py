"""A measure over time: its sentences, its line, its card."""
