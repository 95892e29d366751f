"""The day of one session: dark, large and nearly empty; then what to look at before leaving, and a card for who takes the person home."""
