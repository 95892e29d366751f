"""Settings: the lock, the look, where things are, what waits, taking everything along, leaving."""
