"""What is due by the agenda, as reminders with their moments, and what a phone is told to change. Pure: recomputed, never patched.

Nothing here speaks to a phone, reads a clock, or holds a word that is shown.
"""
