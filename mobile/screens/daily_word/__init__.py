"""A word for today: one line a day, private, kept as it is typed, and shared by choice."""
