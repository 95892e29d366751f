"""The first minutes after a session: a word, a colour, a feeling, each by one tap or not at all."""
