"""A summary of one's care to hand to another clinic: chosen section by section, seen exactly as it is written, as a PDF and as data."""
