"""The practice: what the clinic says of itself, where and when it is there, and how it plans care."""
