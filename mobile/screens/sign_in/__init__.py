"""Sign-in: what Lantern is, the sample people of a demonstration, the way to one's own clinic."""
