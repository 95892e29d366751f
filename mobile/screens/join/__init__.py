"""Join: from an invitation or an address to one's own clinic, and through its sign-in."""
