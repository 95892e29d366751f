"""Random lives of everything that can be shared, on two devices of one person: what was sent, held against what was previewed."""
